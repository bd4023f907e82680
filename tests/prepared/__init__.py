"""Sites that are ready, made once and copied by every test run: databases with the demo, and the files beside them.

Each lies in a folder of ``var/prepared`` whose name tells its kind, its engine and a fingerprint of all that it is
made of. It is made aside and put in its place when it is whole, by one process while the others wait.

``AMF_PREPARED=newest`` takes the newest with the same tables although other code has changed since: tests of a view do
not need a database that was made after the view was written.
"""

import fcntl
import hashlib
import importlib.metadata
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / "var" / "prepared"
PRODUCT = ("amf_site", "members", "pages", "strategy", "locale")
#: Parts of the product that say nothing about what is in a database.
ELSEWHERE = ("amf_site/deploy", "amf_site/make.py")
#: How many of a kind are kept; none that was used within the last hour is removed, for it may be being copied.
KEPT, GRACE = 3, 3600


def prepared(kind: str, engine: str) -> Path:
    """The folder of a prepared site; made now if there is none. ``making`` tells the kinds and what is in them."""
    name, tables = f"{kind}-{engine}", fingerprint("tables")
    folder = CACHE / f"{name}-{tables}-{fingerprint(kind)}"
    if os.environ.get("AMF_PREPARED") == "newest" and (present := newest_first(f"{name}-{tables}")):
        folder = present[0]
    if not folder.exists():
        with locked(name):
            if not folder.exists():
                make(kind, engine, folder)
                prune(name)
    os.utime(folder)
    return folder


def make(kind: str, engine: str, folder: Path) -> None:
    from .making import MAKERS, base_of

    base = prepared(found, engine) if (found := base_of(kind, engine)) else None
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="making-", ignore_cleanup_errors=True) as making:
        aside = Path(making) / "whole"
        aside.mkdir()
        if base:
            shutil.copytree(base / "media", aside / "media")
        MAKERS[engine](kind, aside, base)
        aside.rename(folder)


def fingerprint(kind: str) -> str:
    """Changes with all that a site of the kind is made of."""
    installed = sorted(f"{each.name} {each.version}" for each in importlib.metadata.distributions())
    parts = hashlib.sha256(repr((sys.version, installed)).encode())
    for path in ingredients(kind):
        parts.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return parts.hexdigest()[:12]


def ingredients(kind: str) -> list[Path]:
    """The files that decide what is in a database. Tables: the migrations, and the modules of fields that they name."""
    product = sorted(path for folder in PRODUCT for path in (ROOT / folder).rglob("*") if is_source(path))
    if kind == "tables":
        migrations = [path for path in product if path.parent.name == "migrations"]
        named = {name for path in migrations for name in re.findall(r"^import ([\w.]+)$", path.read_text(), re.M)}
        modules = [path for path in product if ".".join(path.relative_to(ROOT).with_suffix("").parts) in named]
        return [*migrations, *modules]
    return [Path(__file__).with_name("filling.py"), Path(__file__).with_name("making.py"), *product]


def is_source(path: Path) -> bool:
    where = path.relative_to(ROOT).as_posix()
    return path.is_file() and path.suffix not in (".pyc", ".mo") and not where.startswith(ELSEWHERE)


def newest_first(name: str) -> list[Path]:
    return sorted(CACHE.glob(f"{name}-*[0-9a-f]"), key=lambda folder: folder.stat().st_mtime, reverse=True)


def prune(name: str) -> None:
    """Remove old ones of a kind, and what processes left that were killed while they made one."""
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
