"""``python -m tests.on_postgresql -m pytest …``: run Python with a new PostgreSQL server as the database."""

import os
import subprocess
import sys

from tests.servers import postgres

if __name__ == "__main__":
    with postgres() as url:
        sys.exit(subprocess.call([sys.executable, *sys.argv[1:]], env={**os.environ, "DATABASE_URL": url}))
