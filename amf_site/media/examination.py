"""Uploaded files are opened by a child process only: a few at a time, within limits, and with an answer in any case."""

import json
import time
from threading import BoundedSemaphore
from typing import Any

from amf_site.limited import ChildFailedError, LimitReachedError, run_limited

#: Two files at a time in one process: hostile ones must not take all its cores and threads. Others wait for so long.
AT_A_TIME = 2
PATIENCE = 12

_places = BoundedSemaphore(AT_A_TIME)


def ask_child(module: str, content: bytes, *, seconds: int, megabytes: int) -> dict[str, Any]:
    """What a module says of a file: what it found, or ``{"refusal": code}``, where a limit that ends it has a code too.

    The child may compute for ``seconds``; however busy the machine is, it ends two seconds later.
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
