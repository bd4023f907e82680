"""What several files of tests ask of the packages alone."""

import json
import subprocess
import sys

import pytest

from tests.rules.test_structure import ROOT


@pytest.fixture(scope="session")
def bare() -> dict:
    """What the packages alone do, in a process of its own: settings are one to a process."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bare"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=3600
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)
