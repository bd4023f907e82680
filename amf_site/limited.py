"""Heavy work, and work on files that nobody vouches for, in a child process that cannot take the site with it.

``run_limited`` starts ``python -m amf_site.limited MODULE SECONDS MEGABYTES``: the child lays the limits on itself
before it imports anything, then runs the module, which reads its task from the standard input and writes its answer to
the standard output. Nothing here or in such a module may import Django: a child starts in a tenth of a second.
"""

import contextlib
import os
import resource
import runpy
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: What a child may print at most, in bytes; more is an error, not memory of the parent.
LARGEST_ANSWER = 64 * 1024 * 1024


class ChildFailedError(Exception):
    """The child ended without an answer; its text is the last line that it wrote on its error output."""


class LimitReachedError(ChildFailedError):
    """The child wanted more time or memory than it was given."""


def run_limited(module: str, task: bytes, *, seconds: int, megabytes: int, patience: int | None = None) -> bytes:
    """The answer of a module to a task; raises ``LimitReachedError`` or ``ChildFailedError``.

    The child may compute for ``seconds``. On a busy machine that takes longer by the clock: ``patience`` says how long
    it is waited for, two seconds more if somebody waits.
    """
    command = [sys.executable, "-m", "amf_site.limited", module, str(seconds), str(megabytes)]
    # Threads of numeric and font libraries take address space by the core; one is enough for one file.
    env = {"PATH": os.environ.get("PATH", ""), "RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
    try:
        # Out of reach of the terminal: Ctrl+C ends the site, and would be taken for a fault of the file.
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
    # A signal from the kernel or an abort of a library that got no memory; Python's own MemoryError ends with a line.
    if done.returncode < 0 or "MemoryError" in complaint or len(done.stdout) > LARGEST_ANSWER:
        raise LimitReachedError(complaint or f"{module} was ended by signal {-done.returncode}")
    raise ChildFailedError(complaint or f"{module} ended with {done.returncode}")


def _lay_limits(seconds: int, megabytes: int) -> None:
    """What the kernel enforces; a system without one of the limits (macOS) still has the parent's clock."""
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
