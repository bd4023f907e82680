"""What ``make run`` says when the machine is not right: one line each, and an exit code that is not 0."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests import servers
from tests.prepared import prepared
from tests.prepared.making import DATABASE
from tests.rules.test_structure import ROOT

#: Runs make.py as a newcomer's Python would, after a change of the machine that the test wants.
START = """
import os, runpy, sys
{change}
sys.argv = ["make.py", *{arguments}]
runpy.run_path("amf_site/make.py", run_name="__main__")
"""


@pytest.fixture(autouse=True)
def ctrl_c_is_heard() -> None:
    """A shell that started these tests in the background has it ignored, and programs inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def make(*arguments: str, change: str = "pass") -> subprocess.CompletedProcess:
    code = START.format(change=change, arguments=list(arguments))
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)


def assert_one_line(answer: subprocess.CompletedProcess, words: str) -> None:
    assert answer.returncode == 1
    (line,) = answer.stderr.strip().splitlines()
    assert words in line


def test_too_old_a_python():
    assert_one_line(make("run", change="sys.version_info = (3, 9, 2, 'final', 0)"), "Python 3.9 is too old")


def test_no_write_permission():
    assert_one_line(make("run", change="os.access = lambda *arguments: False"), "Cannot write to")


def test_a_taken_port():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert_one_line(make("run", "--port", str(port)), f"Port {port} is taken")


@pytest.mark.parametrize("port", ["0", "70000"])
def test_a_number_that_is_no_port(port):
    assert_one_line(make("run", "--port", port), f"{port} is no port")


def test_make_alone_lists_the_commands():
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for command in ("run", "test", "demo-reset", "messages", "format"):
        assert f"make {command}" in listed


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of the site as an installation needs, with nothing to install but a virtual environment."""
    (tmp_path / "amf_site").mkdir()
    (tmp_path / "tests").mkdir()
    shutil.copyfile(ROOT / "amf_site" / "make.py", tmp_path / "amf_site" / "make.py")
    for lock in ("requirements.lock", "tests/requirements.lock"):
        (tmp_path / lock).write_text("# nothing\n")
    return tmp_path


@pytest.fixture
def installing(checkout: Path) -> Iterator[subprocess.Popen]:
    """An installation that has got as far as Python itself, but not yet to pip."""
    command = [sys.executable, "amf_site/make.py", "install-test"]
    process = subprocess.Popen(command, cwd=checkout, stderr=subprocess.PIPE, text=True)
    while not (checkout / ".venv" / "bin" / "python").exists():
        assert process.poll() is None
        time.sleep(0.01)
    yield process
    process.kill()
    process.wait()
    process.stderr.close()


def install(checkout: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "amf_site/make.py", "install-test"]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True)


def has_pip(checkout: Path) -> bool:
    command = [checkout / ".venv" / "bin" / "python", "-m", "pip", "--version"]
    return subprocess.run(command, capture_output=True).returncode == 0


def family(pid: int) -> list[int]:
    """A process and all that it has started."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = dict(tuple(map(int, line.split())) for line in listed.splitlines())
    found = [pid]
    for member in found:
        found += [child for child, parent in parents.items() if parent == member]
    return found


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_an_installation_that_was_broken_off_is_made_anew(checkout, installing, how):
    for pid in [installing.pid] if how == signal.SIGINT else family(installing.pid):
        os.kill(pid, how)
    installing.wait(600)
    assert not has_pip(checkout)
    again = install(checkout)
    assert (again.returncode, again.stderr) == (0, "")
    assert has_pip(checkout)
    assert "Installing" not in install(checkout).stdout


def test_half_a_package_is_installed_anew(checkout):
    install(checkout)
    mark = checkout / ".venv.unfinished"
    mark.write_text("left by a start that was ended\n")
    half = next((checkout / ".venv" / "lib").glob("python3*/site-packages")) / "half"
    half.mkdir()
    assert install(checkout).returncode == 0
    assert not half.exists()
    assert not mark.exists()


def test_two_installations_wait_for_one_another(checkout, installing):
    assert install(checkout).returncode == 0
    assert installing.wait(600) == 0
    assert has_pip(checkout)


def test_ctrl_c_is_answered_with_one_line(installing):
    installing.send_signal(signal.SIGINT)
    installing.wait(600)
    (line,) = installing.stderr.read().strip().splitlines()
    assert line.startswith("Stopped.")


def test_ctrl_c_ends_a_command_with_one_line():
    wait = "import time; print('at work', flush=True); time.sleep(600)"
    command = [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", wait]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "at work\n"
    process.send_signal(signal.SIGINT)
    (line,) = process.communicate()[1].strip().splitlines()
    assert line.startswith("Stopped.")
    assert process.returncode == 1


def test_a_database_from_before_a_change_of_a_migration_is_named(tmp_path):
    """Migrated as far as it knows, so nothing would bring it up to date, and each page of a city would answer 500."""
    shutil.copyfile(prepared("tables", "sqlite") / DATABASE, tmp_path / "db.sqlite3")
    with closing(sqlite3.connect(tmp_path / "db.sqlite3")) as database:
        database.execute("ALTER TABLE members_city DROP COLUMN telephone")
        database.execute("DROP TABLE members_landmark")
    command = [sys.executable, "manage.py", "run_site", "--port", str(servers.free_port())]
    env = servers.run_site_env(tmp_path, "http://127.0.0.1:8000")
    answer = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=600)
    assert_one_line(answer, "lacks members_city.telephone, members_landmark: ")
    assert "Delete var/" in answer.stderr
