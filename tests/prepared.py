"""Databases that hold the demo site already, made once and copied by every test run.

Each lies in a folder of ``var/prepared`` whose name tells its kind, its engine and a fingerprint of all that it is
made of. It is made aside and put in its place when it is whole, by one process while the others wait.

``AMF_PREPARED=newest`` takes the newest there is although code has changed since: tests of a view do not need a
database that was made after the view was written.
"""

import fcntl
import hashlib
import importlib.metadata
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests import servers
from tests.servers import ROOT

CACHE = ROOT / "var" / "prepared"
#: What each kind is made from. Half of the time of loading goes into tables, which change seldom.
MADE_FROM = {"tables": "", "demo": "tables", "languages": "demo"}
PRODUCT = ("amf_site", "members", "pages", "strategy", "locale")
#: Parts of the product that say nothing about what is in a database.
ELSEWHERE = ("amf_site/deploy", "amf_site/make.py")
#: How many of a kind are kept; none that was used within the last hour is removed, for it may be being copied.
KEPT, GRACE = 3, 3600
SQLITE, DUMP = "db.sqlite3", "postgresql.dump"


def prepared(kind: str, engine: str) -> Path:
    """The folder with a prepared database and its ``media``; made now if there is none."""
    name = f"{kind}-{engine}"
    present = newest_first(name)
    if present and os.environ.get("AMF_PREPARED") == "newest":
        return present[0]
    folder = CACHE / f"{name}-{fingerprint(kind)}"
    if not folder.exists():
        with locked(name):
            if not folder.exists():
                make(kind, engine, folder)
                prune(name)
    os.utime(folder)
    return folder


def fingerprint(kind: str) -> str:
    """Changes with all that a database of the kind is made of."""
    installed = sorted(f"{each.name} {each.version}" for each in importlib.metadata.distributions())
    parts = hashlib.sha256(repr((sys.version, installed)).encode())
    for path in ingredients(kind):
        parts.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return parts.hexdigest()[:16]


def ingredients(kind: str) -> list[Path]:
    """The files that decide what is in a database. Tables: the migrations, and the modules of fields that they name."""
    product = sorted(path for folder in PRODUCT for path in (ROOT / folder).rglob("*") if is_source(path))
    if kind == "tables":
        migrations = [path for path in product if path.parent.name == "migrations"]
        named = {name for path in migrations for name in re.findall(r"^import ([\w.]+)$", path.read_text(), re.M)}
        modules = [path for path in product if ".".join(path.relative_to(ROOT).with_suffix("").parts) in named]
        product = [*migrations, *modules]
    return [ROOT / "tests" / "preparing.py", *product]


def is_source(path: Path) -> bool:
    where = path.relative_to(ROOT).as_posix()
    return path.is_file() and path.suffix not in (".pyc", ".mo") and not where.startswith(ELSEWHERE)


def newest_first(name: str) -> list[Path]:
    return sorted(CACHE.glob(f"{name}-*[0-9a-f]"), key=lambda folder: folder.stat().st_mtime, reverse=True)


def prune(name: str) -> None:
    """Remove old databases of a kind, and what processes left that were killed while they made one."""
    for folder in [*newest_first(name)[KEPT:], *CACHE.glob("making-*")]:
        if time.time() - folder.stat().st_mtime > GRACE:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Only one process at a time is in here; the system opens the lock of one that is killed."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make(kind: str, engine: str, folder: Path) -> None:
    """Make a database aside, from the one that it is made from, and put it in its place."""
    base = prepared(MADE_FROM[kind], engine) if MADE_FROM[kind] else None
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="making-", ignore_cleanup_errors=True) as making:
        aside = Path(making) / "whole"
        aside.mkdir(mode=0o755)
        if base:
            shutil.copytree(base / "media", aside / "media")
        (aside / "media").mkdir(exist_ok=True)
        if engine == "sqlite":
            make_sqlite(kind, aside, base)
        else:
            make_postgresql(kind, aside, base)
        aside.rename(folder)


def make_sqlite(kind: str, aside: Path, base: Path | None) -> None:
    if base:
        shutil.copyfile(base / SQLITE, aside / SQLITE)
    fill(kind, f"sqlite:///{aside / SQLITE}", aside)
    with closing(sqlite3.connect(aside / SQLITE)) as database:
        # A file without a companion, which can be read by a database in memory.
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("VACUUM")


def make_postgresql(kind: str, aside: Path, base: Path | None) -> None:
    with servers.postgres() as url:
        if base:
            servers.postgres_program("pg_restore", "--no-owner", f"--dbname={url}", base / DUMP)
        fill(kind, url, aside)
        servers.postgres_program("pg_dump", "--format=custom", "--compress=1", f"--file={aside / DUMP}", url)


def fill(kind: str, database: str, var: Path) -> None:
    """In a process of its own, so that it makes no difference to a test run whether it has waited for this."""
    env = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    env |= {"DATABASE_URL": database, "VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "amf_site.settings.test"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.preparing", kind],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The database “{kind}” could not be prepared:\n{done.stdout[-6000:]}")


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        print(prepared(*wanted.split("-")))
