"""Open uploaded files in a child process only, a few at a time, with limits, and always return an answer."""

import json
import time
from threading import BoundedSemaphore
from typing import Any

from amf_site.limited import ChildFailedError, LimitReachedError, run_limited

#: How many files one server process examines at a time, so that hostile ones cannot occupy all cores and threads, and
#: how many seconds a request waits for its turn.
AT_A_TIME = 2
PATIENCE = 12

_places = BoundedSemaphore(AT_A_TIME)


def ask_child(module: str, content: bytes, *, seconds: int, megabytes: int) -> dict[str, Any]:
    """Run a module on a file and return its findings, or ``{"refusal": code}``, also if the child exceeds a limit.

    ``seconds`` limits the child's CPU time; it is killed two seconds after that even on a busy machine.
    """
    if not _places.acquire(timeout=PATIENCE):
        return {"refusal": "waiting"}
    started = time.monotonic()
    try:
        return json.loads(run_limited(module, content, seconds=seconds, megabytes=megabytes))
    except LimitReachedError:
        return {"refusal": "slow" if time.monotonic() - started > seconds - 1 else "memory"}
    except ChildFailedError:
        return {"refusal": "broken"}
    finally:
        _places.release()
