"""Trace a publication: which of our functions the packages call, in the order of first calls."""

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

from django.db import connection
from django.test import TestCase
from wagtail import hooks

from amf_site.translation.patches import guard

OURS = ("amf_site", "pages", "members", "strategy")
#: The modules that call signal receivers, and that run tasks.
SIGNALS, TASKS = "django.dispatch.dispatcher", "django_tasks"


def hooks_and_replacements() -> set[CodeType]:
    """Return the code of hooks and patches, which are called from many places."""
    found: list[Any] = [hook for registered in hooks._hooks.values() for hook, _order in registered]
    found += [guard.present(place.path) for place in guard.PLACES]
    return {function.__code__ for function in found if hasattr(function, "__code__")}


class Trace:
    """Records each call with its place. Functions in ``named`` are recorded whoever calls them."""

    def __init__(self, named: Collection[str]) -> None:
        self.named = named
        self.calls: dict[str, str] = {}
        self.known = hooks_and_replacements()
        self.depth = len(connection.savepoint_ids)
        self.is_over = False

    def see(self, frame: FrameType, event: str, _argument: Any) -> None:
        module = frame.f_globals.get("__name__", "")
        if event != "call" or module.split(".")[0] not in OURS or frame.f_back is None:
            return
        caller = frame.f_back.f_globals.get("__name__", "")
        name = f"{module}.{frame.f_code.co_qualname}".replace(".<locals>", "").replace(".<lambda>", "")
        is_task = caller.startswith(TASKS)
        is_callback = self.is_over and caller == __name__
        if is_task or is_callback or caller == SIGNALS or frame.f_code in self.known or name in self.named:
            self.calls.setdefault(name, "worker" if is_task else self.place)

    @property
    def place(self) -> str:
        if self.is_over:
            return "commit"
        return "transaction" if len(connection.savepoint_ids) > self.depth else "request"


@contextmanager
def traced(named: Collection[str] = ()) -> Iterator[Trace]:
    """Trace the block, and then the callbacks that run on commit."""
    trace = Trace(named)
    with TestCase.captureOnCommitCallbacks() as left, profiled(trace):
        yield trace
    trace.is_over = True
    with profiled(trace):
        for callback in left:
            callback()


@contextmanager
def profiled(trace: Trace) -> Iterator[None]:
    sys.setprofile(trace.see)
    try:
        yield
    finally:
        sys.setprofile(None)
