"""The worker may be killed at any moment while letters go out: each reader gets exactly one."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.members import letters_killing
from tests.servers import postgres

ROOT = Path(__file__).resolve().parents[2]


def check(database: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.members.letters_killing"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database, "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=3600,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    outcome = json.loads(done.stdout)
    # No protocol can rule out that a mail is repeated which the server took as the worker died; receivers see that by
    # its Message-ID.
    assert 0 <= outcome.pop("repeated") <= letters_killing.KILLS
    readers = letters_killing.READERS
    assert outcome == {"killed": letters_killing.KILLS, "readers": readers, "letters": readers}


def test_on_sqlite(tmp_path):
    check(f"sqlite:///{tmp_path}/db.sqlite3", tmp_path)


def test_on_postgresql(tmp_path):
    with postgres() as url:
        check(url, tmp_path)
