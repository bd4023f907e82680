"""How the prepared sites are made. ``MAKERS`` has a way for each engine; the kinds are

- ``tables``: a migrated, empty database;
- ``demo``: the demo in English and Persian, with its staff, and its pictures in little;
- ``site``: what ``make run`` makes in an empty folder, in all languages, with all sizes of its pictures;
- ``languages``: all languages, as the test settings load them;
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

#: What a kind is made from. Half of the time of loading goes into tables, which change seldom.
BASES = {"demo": "tables", "installation": "tables", "languages": "demo"}
DATABASE, DUMP = "db.sqlite3", "postgresql.dump"
#: What was found of a first start.
FOUND = "first_start.json"


def base_of(kind: str, engine: str) -> str | None:
    # What ``make run`` has loaded need not be loaded again.
    return "site" if (kind, engine) == ("languages", "sqlite") else BASES.get(kind)


def in_sqlite(kind: str, folder: Path, base: Path | None) -> None:
    if base:
        shutil.copyfile(base / DATABASE, folder / DATABASE)
    if kind == "site":
        make_run(folder)
    else:
        fill(kind, f"sqlite:///{folder / DATABASE}", folder)
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        # A file without a companion, which can be copied, and into memory too.
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("VACUUM")


def make_run(folder: Path) -> None:
    """The site's own first start, broken off and gone on with; and of what it leaves to a process beside it what pages
    show at once."""
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
        else:
            fill(kind, url, folder)
        servers.postgres_program("pg_dump", "--format=custom", "--compress=1", f"--file={folder / DUMP}", url)


def install(database: str, folder: Path) -> None:
    """The Forum's content by the commands that the README gives, its files in an object store."""
    with servers.object_store() as store, servers.folder("static") as static:
        local = {"SITE_URL": "http://127.0.0.1:9", "HTTPS": "off", "VAR_DIR": str(static)}
        env = servers.production_env(DATABASE_URL=database, **local, **store.env)
        servers.manage("collectstatic", "--noinput", env=env)
        servers.manage("migrate", "--noinput", env=env)
        servers.manage("load_demo", "--languages", "fa", env=env)
        servers.manage("make_roles", env=env)
        shutil.copytree(store.folder, folder / "media", dirs_exist_ok=True)


def fill(kind: str, database: str, folder: Path) -> None:
    """In a process of its own, so that it makes no difference to a test run whether it has waited for this."""
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
