"""Measure the cost of work in units that do not depend on the machine or its load, unlike seconds.

``make bench`` measures seconds.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType, FrameType

from django.db import connection
from django.test.utils import CaptureQueriesContext

#: SQLite reports its progress each time it has executed this many instructions.
PORTION = 1000


@dataclass
class Cost:
    """The cost of what was done inside ``counted``, in this thread."""

    #: Number of calls of Python functions, by code object.
    by_code: Counter[CodeType] = field(default_factory=Counter)
    queries: int = 0
    #: Number of instructions executed by SQLite, to the nearest thousand; not available for PostgreSQL.
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
