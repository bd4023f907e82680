"""A worker may be killed at any moment: its job goes on, nothing is lost and nothing is done twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.servers import postgres

ROOT = Path(__file__).resolve().parents[2]


def outcome_on(database: str, tmp_path: Path) -> dict:
    env = {**os.environ, "DATABASE_URL": database, "VAR_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.translation.killing"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


def test_on_sqlite(tmp_path):
    assert outcome_on(f"sqlite:///{tmp_path}/db.sqlite3", tmp_path) == {"killed": 20, "left": []}


def test_on_postgresql(tmp_path):
    with postgres() as url:
        assert outcome_on(url, tmp_path) == {"killed": 20, "left": []}
