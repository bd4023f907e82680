"""``manage.py migrate``: Django's command, with a short lock timeout on PostgreSQL, so that readers are not blocked.

Afterwards SQLite counts its rows: without, it searches a large site by the wrong index. PostgreSQL does it by itself.
"""

import time
from typing import Any

from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import LockNotAvailable

#: While a migration waits for a table lock, all later queries on the table wait too; so it gives up and tries again.
LOCK_TIMEOUT = "500ms"
#: How many entries of each index SQLite reads to count its rows.
ANALYSED = 1000
#: Number of attempts, and seconds between them.
TRIES, PAUSE = 60, 2


def count_rows(connection: BaseDatabaseWrapper) -> None:
    """Let the database count its rows, by which it chooses the indexes to search by."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {ANALYSED}")
        cursor.execute("ANALYZE")


class Command(migrate.Command):
    """Retry after a lock timeout. Applied migrations stay applied, so each attempt continues after the last of them."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            super().handle(*args, **options)
            count_rows(connection)
            return
        with connection.cursor() as cursor:
            # Creating an index on a large table may take long.
            cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'; SET statement_timeout = 0")
        try:
            self._migrate_patiently(*args, **options)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout; RESET statement_timeout")

    def _migrate_patiently(self, *args: Any, **options: Any) -> None:
        for tries_left in reversed(range(TRIES)):
            try:
                super().handle(*args, **options)
                return
            except OperationalError as fault:
                if not isinstance(fault.__cause__, LockNotAvailable) or not tries_left:
                    raise
                self.stderr.write("A table is in use; the migration tries again.")
                time.sleep(PAUSE)
