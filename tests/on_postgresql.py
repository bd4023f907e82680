"""``python -m tests.on_postgresql -m pytest …``: run Python with a new PostgreSQL server as the database."""

import os
import subprocess
import sys

from tests.servers import end_in_order, postgres

if __name__ == "__main__":
    end_in_order()
    with postgres() as url:
        sys.exit(subprocess.call([sys.executable, *sys.argv[1:]], env={**os.environ, "DATABASE_URL": url}))
