"""Prepared sites, created once and copied by every test run: databases with the demo, and their files.

Each is in a folder of ``var/prepared`` whose name consists of its kind, its engine and a fingerprint of everything that
it is made from. It is created elsewhere and moved into place when it is complete, by one process while others wait.
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
#: Parts of the product that do not affect the content of a database.
ELSEWHERE = ("amf_site/deploy", "amf_site/make.py")
#: How many of a kind are kept. One used within the last hour is never removed, as it may be being copied.
KEPT, GRACE = 3, 3600


def prepared(kind: str, engine: str) -> Path:
    """Return the folder of a prepared site; create it if necessary. ``making`` describes the kinds."""
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
    """Return a hash of everything that a site of this kind is made from."""
    installed = sorted(f"{each.name} {each.version}" for each in importlib.metadata.distributions())
    parts = hashlib.sha256(repr((sys.version, installed)).encode())
    for path in ingredients(kind):
        parts.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return parts.hexdigest()[:12]


def ingredients(kind: str) -> list[Path]:
    """Return the files that determine the content of a database; for tables, migrations, field modules and
    the list of apps."""
    product = sorted(path for folder in PRODUCT for path in (ROOT / folder).rglob("*") if is_source(path))
    if kind == "tables":
        migrations = [path for path in product if path.parent.name == "migrations"]
        named = {name for path in migrations for name in re.findall(r"^import ([\w.]+)$", path.read_text(), re.M)}
        modules = [path for path in product if ".".join(path.relative_to(ROOT).with_suffix("").parts) in named]
        return [*migrations, *modules, ROOT / "amf_site" / "settings" / "base.py"]
    return [*(Path(__file__).with_name(f"{name}.py") for name in ("filling", "making", "transfer")), *product]


def is_source(path: Path) -> bool:
    where = path.relative_to(ROOT).as_posix()
    return path.is_file() and path.suffix not in (".pyc", ".mo") and not where.startswith(ELSEWHERE)


def newest_first(name: str) -> list[Path]:
    return sorted(CACHE.glob(f"{name}-*[0-9a-f]"), key=lambda folder: folder.stat().st_mtime, reverse=True)


def prune(name: str) -> None:
    """Remove old folders of a kind, and those left by processes that were killed while they created one."""
    for folder in [*newest_first(name)[KEPT:], *CACHE.glob("making-*")]:
        if time.time() - folder.stat().st_mtime > GRACE:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold a lock between processes; the system releases that of a killed process."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
