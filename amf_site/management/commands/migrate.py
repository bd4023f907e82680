"""``manage.py migrate``: Django's, which on PostgreSQL waits for no reader and stops none."""

import time
from typing import Any

from django.core.management.commands import migrate
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

#: Behind a change that waits for a table every reader of it waits too; so it gives way and tries again.
LOCK_TIMEOUT = "500ms"
#: Tries, and seconds between them.
TRIES, PAUSE = 60, 2


class Command(migrate.Command):
    """What is done of the migrations stays done: a new try goes on where the last one had to stop."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            super().handle(*args, **options)
            return
        with connection.cursor() as cursor:
            # An index of a large table may take its time.
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
