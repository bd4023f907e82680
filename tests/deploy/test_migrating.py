"""A migration waits for no reader and stops none."""

import subprocess
import sys
import threading

import psycopg
import pytest

from tests import servers


@pytest.fixture
def database(parts):
    with psycopg.connect(parts.env["DATABASE_URL"], autocommit=True) as connection:
        yield connection


def test_readers_go_on_while_a_migration_waits_for_a_table_and_it_is_done_when_they_are(parts, database):
    latest = servers.manage("showmigrations", "axes", env=parts.env)
    names = [line.split("] ")[1] for line in latest.splitlines() if "] " in line]
    assert len(names) > 1
    with psycopg.connect(parts.env["DATABASE_URL"]) as reader:
        # An open transaction that has read the table holds it until it ends.
        reader.execute("SELECT count(*) FROM axes_accessattempt")
        migration = subprocess.Popen(
            [sys.executable, "manage.py", "migrate", "axes", names[0].split()[0]],
            cwd=servers.ROOT,
            env=parts.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = []
        listener = threading.Thread(target=lambda: said.extend(iter(migration.stdout.readline, "")))
        listener.start()
        try:
            while migration.poll() is None and not any("tries again" in line for line in said):
                # Behind a change that waits without limit, this would wait as long.
                database.execute("SET statement_timeout = '30s'")
                database.execute("SELECT count(*) FROM axes_accessattempt")
            assert any("tries again" in line for line in said), "".join(said)
            reader.rollback()
            assert migration.wait(servers.PATIENCE) == 0, "".join(said)
        finally:
            reader.rollback()
            migration.kill()
            listener.join()
            migration.stdout.close()
            servers.manage("migrate", "--noinput", env=parts.env)
    assert "[ ]" not in servers.manage("showmigrations", "axes", env=parts.env)
