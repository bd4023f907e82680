"""``manage.py migrate``: Django's command, with a short lock timeout on PostgreSQL, so that readers are not blocked."""

import time
from typing import Any

from django.core.management.commands import migrate
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

#: While a migration waits for a table lock, all later queries on the table wait too; so it gives up and tries again.
LOCK_TIMEOUT = "500ms"
#: Number of attempts, and seconds between them.
TRIES, PAUSE = 60, 2


class Command(migrate.Command):
    """Retry after a lock timeout. Applied migrations stay applied, so each attempt continues after the last of them."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            super().handle(*args, **options)
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
