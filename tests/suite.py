"""``python -m tests.suite``: everything that CI runs, cheapest first. ``make`` has installed what it needs.

``quick`` is for the daily round, ``coverage`` tells which lines and branches no test reaches, ``canary`` runs the
tests with the newest Django and Wagtail in an environment of its own.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
CORES = os.cpu_count() or 1
CANARY = ROOT / "var" / "canary"
PYTHON = sys.executable
PYTEST = ("-m", "pytest", "-q")
#: A file's tests stay together: many ask for a page once and look at it often.
SIDE_BY_SIDE = (f"--numprocesses={CORES}", "--dist=loadfile")
#: What has steps of its own.
ELSEWHERE = ("--ignore=tests/browser", "--ignore=tests/deploy")


@dataclass
class Command:
    name: str
    arguments: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)


def python(name: str, *arguments: str, **env: str) -> Command:
    return Command(name, (PYTHON, *arguments), env)


WORDS_AND_STYLES = python("Interface words and styles", "manage.py", "build_assets")
LINT = python("Lint", "-m", "ruff", "check", "--quiet", ".")
FORMAT = python("Format", "-m", "ruff", "format", "--check", "--quiet", ".")

#: Steps one after the other; the commands of a step as many at a time as there are cores.
EVERYTHING = (
    (WORDS_AND_STYLES,),
    (
        python("Types", "-m", "mypy"),
        LINT,
        FORMAT,
        python("Templates", "-m", "djlint", "--lint", "--quiet", "templates"),
        python("Migrations", "manage.py", "makemigrations", "--check", "--dry-run"),
    ),
    (
        python("Databases of SQLite", "-m", "tests.prepared", "demo-sqlite", "site-sqlite", "languages-sqlite"),
        python(
            "Databases of PostgreSQL",
            *("-m", "tests.prepared", "demo-postgresql", "installation-postgresql", "languages-postgresql"),
        ),
    ),
    (python("Tests on SQLite", *PYTEST, *SIDE_BY_SIDE, *ELSEWHERE),),
    (
        python("Tests on PostgreSQL", "-m", "tests.on_postgresql", *PYTEST, *ELSEWHERE),
        python("Production parts", *PYTEST, "tests/deploy"),
    ),
    (python("Browser", *PYTEST, *SIDE_BY_SIDE, "tests/browser"),),
)


def run(steps: tuple[tuple[Command, ...], ...]) -> None:
    """Ends after the first step in which something failed."""
    started = time.monotonic()
    for step in steps:
        failed = [command.name for command, code in beside_one_another(step) if code]
        if failed:
            sys.exit(f"== {' and '.join(failed)} failed")
    say(f"== All passed, {time.monotonic() - started:.0f} s")


def beside_one_another(commands: tuple[Command, ...]) -> Iterator[tuple[Command, int]]:
    """Run them; what each says comes whole when it has ended, with its time and what it made the cores work."""
    waiting, running = list(commands), {}
    alone = len(commands) == 1
    while waiting or running:
        while waiting and len(running) < CORES:
            command = waiting.pop(0)
            say(f"== {command.name}")
            said = None if alone else tempfile.TemporaryFile()  # noqa: SIM115 (closed when it has been shown)
            process = subprocess.Popen(
                command.arguments,
                cwd=ROOT,
                env=os.environ | command.env,
                stdout=said,
                stderr=None if alone else subprocess.STDOUT,
            )
            running[process.pid] = command, said, time.monotonic()
        pid, status, usage = os.wait4(-1, 0)
        command, said, started = running.pop(pid)
        show(said)
        code = os.waitstatus_to_exitcode(status)
        used = usage.ru_utime + usage.ru_stime
        result = "failed" if code else "passed"
        say(f"== {command.name}: {result}, {time.monotonic() - started:.0f} s, {used:.0f} s of a core")
        yield command, code


def show(said: IO[bytes] | None) -> None:
    if said:
        said.seek(0)
        sys.stdout.buffer.write(said.read())
        sys.stdout.flush()
        said.close()


def say(line: str) -> None:
    print(line, flush=True)
