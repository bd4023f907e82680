"""What ``make run`` says when the machine is not right: one line each, and an exit code that is not 0."""

import socket
import subprocess
import sys

import pytest

from tests.rules.test_structure import ROOT

#: Runs make.py as a newcomer's Python would, after a change of the machine that the test wants.
START = """
import os, runpy, sys
{change}
sys.argv = ["make.py", *{arguments}]
runpy.run_path("amf_site/make.py", run_name="__main__")
"""


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
