"""What work costs, in units that are the same on every machine and however busy it is: never in seconds.

Seconds are for ``make bench``.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType, FrameType

from django.db import connection
from django.test.utils import CaptureQueriesContext

#: SQLite tells of its work in portions of so many steps.
PORTION = 1000


@dataclass
class Cost:
    """Of what was done inside ``counted``, in this thread."""

    #: Calls of functions written in Python, by their code.
    by_code: Counter[CodeType] = field(default_factory=Counter)
    queries: int = 0
    #: Instructions that SQLite's machine has carried out, to a thousand; PostgreSQL does not tell.
    steps: int = 0

    @property
    def calls(self) -> int:
        return self.by_code.total()

    def calls_of(self, function: Callable) -> int:
        return self.by_code[function.__code__]


@contextmanager
def counted() -> Iterator[Cost]:
    cost = Cost()

    def count_call(frame: FrameType, event: str, argument: object) -> None:
        if event == "call":
            cost.by_code[frame.f_code] += 1

    def count_steps() -> int:
        cost.steps += PORTION
        return 0

    connection.ensure_connection()
    machine = connection.connection if connection.vendor == "sqlite" else None
    with CaptureQueriesContext(connection) as queries:
        if machine:
            machine.set_progress_handler(count_steps, PORTION)
        sys.setprofile(count_call)
        try:
            yield cost
        finally:
            sys.setprofile(None)
            if machine:
                machine.set_progress_handler(None, 0)
    cost.queries = len(queries)
