"""Create the prepared sites. ``MAKERS`` has a function for each engine; the kinds are

- ``tables``: a migrated, empty database;
- ``demo``: the demo in English and Persian, with its staff, and small images;
- ``site``: what ``make run`` creates in an empty folder, in all languages, with all renditions;
- ``languages``: all languages, loaded with the test settings;
- ``installation``: what the commands of an installation load into PostgreSQL and the object store.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests import servers
from tests.languages.first_start import first_start

from . import prepared
from .transfer import transfer

#: For each engine, the kind from which another is made. Creating tables, which rarely change, takes half of the time.
BASES = {
    # ``make run`` has loaded all languages already.
    "sqlite": {"demo": "tables", "languages": "site"},
    "postgresql": {"demo": "tables", "installation": "tables", "languages": "tables"},
}
#: Kinds that SQLite has loaded, and PostgreSQL gets from there. The commands of an installation load into PostgreSQL.
TRANSFERRED = ("demo", "languages")
DATABASE, DUMP = "db.sqlite3", "postgresql.dump"
#: The result of a first start.
FOUND = "first_start.json"


def base_of(kind: str, engine: str) -> str | None:
    return BASES[engine].get(kind)


def in_sqlite(kind: str, folder: Path, base: Path | None) -> None:
    if base:
        shutil.copyfile(base / DATABASE, folder / DATABASE)
    if kind == "site":
        make_run(folder)
    else:
        fill(kind, f"sqlite:///{folder / DATABASE}", folder)
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        # A single file, which can be copied, also into memory.
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("VACUUM")


def make_run(folder: Path) -> None:
    """Interrupt the site's own first start and let it finish.

    Of the tasks that it leaves to another process, run those whose results pages show at once.
    """
    found = first_start(folder)
    (folder / FOUND).write_text(json.dumps(found, indent=1), encoding="utf-8")
    env = servers.run_site_env(folder, "http://127.0.0.1:8000")
    servers.manage("draw_pictures", env=env)
    servers.manage("shell", "--verbosity=0", "--command", "from tests.prepared import filling; filling.site()", env=env)


def in_postgresql(kind: str, folder: Path, base: Path | None) -> None:
    with servers.postgres() as url:
        if base:
            servers.postgres_program("pg_restore", "--no-owner", f"--dbname={url}", base / DUMP)
        if kind == "installation":
            install(url, folder)
        elif kind in TRANSFERRED:
            loaded = prepared(kind, "sqlite")
            transfer(loaded / DATABASE, url)
            shutil.copytree(loaded / "media", folder / "media", dirs_exist_ok=True)
            fill("index", url, folder)
        else:
            fill(kind, url, folder)
        servers.postgres_program("pg_dump", "--format=custom", "--compress=1", f"--file={folder / DUMP}", url)


def install(database: str, folder: Path) -> None:
    """Load the demo with the commands in the README, with its files in an object store."""
    with servers.object_store() as store, servers.folder("static") as static:
        local = {"SITE_URL": "http://127.0.0.1:9", "HTTPS": "off", "VAR_DIR": str(static)}
        env = servers.production_env(DATABASE_URL=database, **local, **store.env)
        servers.manage("collectstatic", "--noinput", env=env)
        servers.manage("migrate", "--noinput", env=env)
        servers.manage("load_demo", "--languages", "fa", "ja", env=env)
        servers.manage("make_roles", env=env)
        shutil.copytree(store.folder, folder / "media", dirs_exist_ok=True)


def fill(kind: str, database: str, folder: Path) -> None:
    """Run it in another process, so that a test run is the same whether or not it had to create the site."""
    env = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    env |= {"DATABASE_URL": database, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "amf_site.settings.test"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.prepared.filling", kind],
        cwd=servers.ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The database “{kind}” could not be filled:\n{done.stdout[-6000:]}")
    (folder / "media").mkdir(exist_ok=True)


MAKERS: dict[str, Callable[[str, Path, Path | None], None]] = {"sqlite": in_sqlite, "postgresql": in_postgresql}
