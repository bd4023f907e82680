"""Results of the unpatched packages, shared by several test files."""

import json
import subprocess
import sys

import pytest

from tests.rules.test_structure import ROOT


@pytest.fixture(scope="session")
def bare() -> dict:
    """Run the unpatched packages in another process, since a process can only have one settings module."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bare"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=3600
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)
