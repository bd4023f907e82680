"""``python -m tests.prepared demo-sqlite …``: create the prepared sites that do not exist yet."""

import sys

from tests import servers

from . import prepared

servers.end_in_order()
for wanted in sys.argv[1:]:
    print(prepared(*wanted.split("-")), flush=True)
