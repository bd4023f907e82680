"""A reader who is deleted while a worker queues her letter gets none, and her address is nowhere."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.servers import postgres

ROOT = Path(__file__).resolve().parents[2]


def test_nothing_is_left_of_who_is_deleted_while_her_letter_is_queued(tmp_path):
    """On PostgreSQL; SQLite lets one transaction write at a time."""
    with postgres() as url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.members.letters_leaving"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url, "VAR_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=3600,
        )
    assert done.returncode == 0, done.stderr[-4000:]
    outcomes = json.loads(done.stdout)
    assert len(outcomes) == 4
    for outcome in outcomes.values():
        assert outcome == {"readers": 0, "mails": 0, "waiting": 0}
