"""The database of a test run, copied from a prepared one: in memory with SQLite, from a template with PostgreSQL."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from psycopg import sql

from tests import servers

from . import locked, prepared
from .making import DATABASE, DUMP

#: The folders from which the files of this run were copied.
_copied: list[Path] = []


def start_with(kind: str) -> None:
    """Use the test database, and fill it and the media folder from a prepared site.

    A second call starts again with another kind.
    """
    folder = prepared(kind, connection.vendor)
    name = connection.creation._get_test_db_name()
    if connection.vendor == "sqlite":
        use(name)
        copy_into_memory(folder / DATABASE)
    else:
        copy_template(folder, name)
        use(name)
    ContentType.objects.clear_cache()
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    shutil.copytree(folder / "media", settings.MEDIA_ROOT)
    _copied[:] = [folder / "media"]


def bring_files_back() -> None:
    """Restore files that were changed or deleted: the database is rolled back after a test, but files are not."""
    for folder in _copied:
        for path in folder.rglob("*"):
            here = Path(settings.MEDIA_ROOT) / path.relative_to(folder)
            if path.is_file() and not (here.is_file() and _state(here) == _state(path)):
                here.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, here)


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES[connection.alias]["NAME"] = name


def copy_into_memory(file: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as source:
        source.backup(connection.connection)


def copy_template(folder: Path, name: str) -> None:
    """Restore the dump into a template, once; the server then copies its files for each test run."""
    template, new = sql.Identifier(folder.name), sql.Identifier(name)
    connection.close()
    with on_server() as server, locked("restoring"):
        if not server.execute("SELECT FROM pg_database WHERE datname = %s", [folder.name]).rowcount:
            aside = f"{folder.name}-aside"
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(aside)))
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(aside)))
            servers.postgres_program("pg_restore", "--no-owner", f"--dbname={address_of(aside)}", folder / DUMP)
            with psycopg.connect(address_of(aside), autocommit=True) as restored:
                restored.execute("ANALYZE")
            server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(aside), template))
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(new))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(new, template))


def remove() -> None:
    """Remove the test databases and files."""
    _copied.clear()
    connection.close()
    if connection.vendor == "postgresql":
        with on_server() as server:
            name = sql.Identifier(connection.settings_dict["NAME"])
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def on_server() -> psycopg.Connection:
    return psycopg.connect(address_of("postgres"), autocommit=True)


def address_of(name: str) -> str:
    server = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    given = {key: value for key, setting in server.items() if (value := connection.settings_dict[setting])}
    return psycopg.conninfo.make_conninfo(dbname=name, **given)
