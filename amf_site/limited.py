"""Run expensive work, and work on untrusted files, in a child process with limits on CPU time and memory.

``run_limited`` starts ``python -m amf_site.limited MODULE SECONDS MEGABYTES``. The child sets its own resource limits
and then runs the module, which reads its task from standard input and writes its answer to standard output. Neither
this module nor those it runs may import Django, so that a child starts in a tenth of a second.
"""

import contextlib
import os
import resource
import runpy
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: The maximum size of an answer in bytes; a longer one raises ``LimitReachedError``.
LARGEST_ANSWER = 64 * 1024 * 1024


class ChildFailedError(Exception):
    """The child exited without an answer. The message is the last line of its standard error."""


class LimitReachedError(ChildFailedError):
    """The child exceeded its limits of time, memory or output."""


def run_limited(module: str, task: bytes, *, seconds: int, megabytes: int, patience: int | None = None) -> bytes:
    """Run a module on a task and return its answer. Raise ``LimitReachedError`` or ``ChildFailedError``.

    ``seconds`` limits the child's CPU time. ``patience`` limits the elapsed time, which is longer on a busy machine;
    by default it is ``seconds + 2``.
    """
    command = [sys.executable, "-m", "amf_site.limited", module, str(seconds), str(megabytes)]
    # Libraries would start one thread per core, and each takes address space; one thread is enough for one file.
    env = {"PATH": os.environ.get("PATH", ""), "RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
    try:
        # A new session, so that Ctrl+C in the terminal does not reach the child and look like a faulty file.
        done = subprocess.run(  # noqa: S603 our own module
            command,
            input=task,
            capture_output=True,
            timeout=patience or seconds + 2,
            cwd=ROOT,
            env=env,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired as late:
        raise LimitReachedError(f"{module} was not done after {patience or seconds} s") from late
    complaint = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    if done.returncode == 0 and len(done.stdout) <= LARGEST_ANSWER:
        return done.stdout
    # Killed by a signal: from the kernel, or from a library that aborts without memory. Python reports a MemoryError.
    if done.returncode < 0 or "MemoryError" in complaint or len(done.stdout) > LARGEST_ANSWER:
        raise LimitReachedError(complaint or f"{module} was ended by signal {-done.returncode}")
    raise ChildFailedError(complaint or f"{module} ended with {done.returncode}")


def _lay_limits(seconds: int, megabytes: int) -> None:
    """Set the kernel's limits. Where the system lacks one (macOS), the parent's timeout still applies."""
    for limit, value in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, megabytes * 1024 * 1024),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))


if __name__ == "__main__":
    _module, _seconds, _megabytes = sys.argv[1:4]
    _lay_limits(int(_seconds), int(_megabytes))
    sys.argv = [_module]
    runpy.run_module(_module, run_name="__main__", alter_sys=True)
