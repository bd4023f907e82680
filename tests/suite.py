"""``python -m tests.suite``: everything that CI runs, the cheapest first. ``make`` has installed the requirements.

``quick`` is for everyday use, ``coverage`` reports the lines and branches that no test reaches, and ``canary`` runs the
tests with the newest Django and Wagtail in a separate environment.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
CORES = os.cpu_count() or 1
CANARY = ROOT / "var" / "canary"
PYTHON = sys.executable
PYTEST = ("-m", "pytest", "-q")
#: The tests of a file run in one process, because many share expensive fixtures. ``conftest`` puts long files first.
SIDE_BY_SIDE = (f"--numprocesses={CORES}", "--dist=loadfile", "--no-loadscope-reorder")
#: On a busy machine, a browser test may meet a page in a moment that it does not wait for. Such a test is run once more
#: and named at the end; what is named there is to be mended. A real fault fails twice.
TWICE = ("--reruns=1", "--rerun-show-tracebacks")
#: Tests that have steps of their own.
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


def without(*paths: str) -> tuple[str, ...]:
    return tuple(f"--ignore=tests/{path}" for path in paths)


#: Left out by ``quick``: tests that take long and rarely fail.
SLOW = without(
    "admin/test_every_form.py",
    "languages",
    "printing",
    "site/test_demo.py",
    "site/test_make.py",
    "site/test_pdf_examination.py",
    "site/test_pictures.py",
    "translation/test_costs.py",
    "translation/test_exchange_hostile.py",
    "translation/test_faults.py",
    "translation/test_killing.py",
    "translation/test_matrix.py",
    "translation/test_roles.py",
)
#: Left out on PostgreSQL: tests that need no database or do not depend on it, and those that start databases of their
#: own. New test files run on PostgreSQL too by default.
SAME_ON_ALL = without(
    "admin/test_every_form.py",
    "bare",
    "languages/test_any_source.py",
    "languages/test_every_page.py",
    "languages/test_facts.py",
    "languages/test_fifteenth.py",
    "languages/test_files.py",
    "languages/test_first_start.py",
    "languages/test_own_words.py",
    "members/test_city.py",
    "members/test_map.py",
    "members/test_records_lead_on.py",
    "pages/test_admin_frame.py",
    "pages/test_admin_in_persian.py",
    "pages/test_blocks.py",
    "pages/test_numbers_and_years.py",
    "printing",
    "rules",
    "site/test_admin_dates.py",
    "site/test_admin_wording.py",
    "site/test_drawing.py",
    "site/test_every_page.py",
    "site/test_languages.py",
    "site/test_mail.py",
    "site/test_make.py",
    "site/test_pdf_examination.py",
    "site/test_picture_uploads.py",
    "site/test_pictures.py",
    "site/test_reading_pages.py",
    "site/test_security.py",
    "site/test_spreadsheets.py",
    "site/test_uploads.py",
    "site/test_years.py",
    "strategy/test_plan_download.py",
    "strategy/test_plan_files.py",
    "translation/test_checks.py",
    "translation/test_closing.py",
    "translation/test_costs.py",
    "translation/test_exchange_files.py",
    "translation/test_exchange_hostile.py",
    "translation/test_exchange_signs.py",
    "translation/test_exchange_world.py",
    "translation/test_faults.py",
    "translation/test_guest.py",
    "translation/test_killing.py",
    "translation/test_machine.py",
    "translation/test_matrix.py",
    "translation/test_new_pictures.py",
    "translation/test_roles.py",
    "translation/test_segments.py",
)
#: Steps run one after the other; the commands of a step in parallel, as many as there are cores.
EVERYTHING = (
    (WORDS_AND_STYLES,),
    (
        python("Types", "-m", "mypy"),
        LINT,
        FORMAT,
        python("Templates", "-m", "djlint", "--lint", "--quiet", "templates", "amf_site/translation/templates"),
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
        python("Tests on PostgreSQL", "-m", "tests.on_postgresql", *PYTEST, *SIDE_BY_SIDE, *ELSEWHERE, *SAME_ON_ALL),
        python("Production parts", *PYTEST, "tests/deploy"),
    ),
    (python("Browser", *PYTEST, *SIDE_BY_SIDE, *TWICE, "tests/browser"),),
)


def run(steps: tuple[tuple[Command, ...], ...]) -> None:
    """Run the steps; exit after the first one with a failure."""
    started = time.monotonic()
    for step in steps:
        failed = [command.name for command, code in beside_one_another(step) if code]
        if failed:
            sys.exit(f"== {' and '.join(failed)} failed")
    say(f"== All passed, {time.monotonic() - started:.0f} s")


def beside_one_another(commands: tuple[Command, ...]) -> Iterator[tuple[Command, int]]:
    """Run commands in parallel. Print the output of each when it has ended, with its elapsed time and CPU time."""
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


def quick() -> None:
    """Run the fast tests, on a database that may have been created by an earlier version of the code."""
    tests = python("Quick tests", *PYTEST, *SIDE_BY_SIDE, *ELSEWHERE, *SLOW, AMF_PREPARED="newest")
    run(((WORDS_AND_STYLES,), (LINT, FORMAT), (tests,)))


def bench() -> None:
    """Run the benchmarks one by one, since they measure seconds."""
    benches = sorted(str(path) for path in (ROOT / "tests").rglob("bench_*.py"))
    run(((WORDS_AND_STYLES,), (python("Benches", *PYTEST, *benches),)))


def coverage() -> None:
    """Measure the lines and branches that tests on SQLite reach, including child processes; report in var/coverage."""
    shutil.rmtree(ROOT / "var" / "coverage", ignore_errors=True)
    cover = ("-m", "coverage")
    run(
        (
            (WORDS_AND_STYLES,),
            (python("Tests on SQLite", *cover, "run", *PYTEST, *SIDE_BY_SIDE, *ELSEWHERE),),
            (python("Measured", *cover, "combine", "--quiet"),),
            (python("Pages", *cover, "html", "--quiet"),),
            (python("Coverage", *cover, "report"),),
        )
    )


def canary() -> None:
    """Report what the newest releases break, without failing: the site runs on the versions in its lock file."""
    own = str(CANARY / "bin" / "python")
    uv = (str(Path(PYTHON).parent / "uv"), "pip", "install", "--quiet", "--python", own)
    newest = ("--upgrade", "Django", "wagtail", "wagtail-localize")
    shutil.rmtree(CANARY, ignore_errors=True)
    run(
        (
            (python("Environment", "-m", "venv", str(CANARY)),),
            (Command("The site's packages", (*uv, "--no-deps", "--requirement", "tests/requirements.lock")),),
            (Command("The newest releases", (*uv, *newest)),),
        )
    )
    say(subprocess.run([*uv[:2], "list", *uv[4:]], capture_output=True, text=True, check=True).stdout)
    tests = Command("Canary", (own, *PYTEST, *SIDE_BY_SIDE, *ELSEWHERE, "--override-ini=filterwarnings=default"))
    for _command, code in beside_one_another((tests,)):
        say(
            "== The newest releases break something: see above"
            if code
            else "== Nothing breaks with the newest releases"
        )


TASKS: dict[str, Callable[[], None]] = {
    "everything": lambda: run(EVERYTHING),
    "quick": quick,
    "bench": bench,
    "coverage": coverage,
    "canary": canary,
}

if __name__ == "__main__":
    TASKS[(sys.argv[1:] or ["everything"])[0]]()
