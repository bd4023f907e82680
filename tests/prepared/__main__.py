"""``python -m tests.prepared demo-sqlite …``: make what the tests will want, where it is not there yet."""

import sys

from . import prepared

for wanted in sys.argv[1:]:
    print(prepared(*wanted.split("-")), flush=True)
