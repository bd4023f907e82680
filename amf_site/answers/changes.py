"""Notice each change of what readers see, and give the content another version once it is committed.

This looks at SQL and not at signals: ``update()``, bulk operations and moves in the page tree send none.
"""

import re
import time
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import F
from django.db.models.functions import Greatest
from django.db.models.signals import post_migrate, pre_migrate

from . import version
from .models import ContentVersion
from .seen import UNSEEN_COLUMNS, tables_added_to_by_pages, unseen_tables

#: A statement that writes, and the table to which it does.
WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
#: The part of an UPDATE that names columns, and the columns.
ASSIGNMENTS = re.compile(r"\bSET\s+(.*?)(?:\s+WHERE\b|$)", re.DOTALL)
COLUMN = re.compile(r'"(\w+)" = ')


def is_seen(sql: Any) -> bool:
    """Return whether a statement changes what readers see. What is composed by a driver's own classes may."""
    if not isinstance(sql, str):
        return True
    found = WRITES.match(sql)
    if not found or found[1] in unseen_tables():
        return False
    verb = found[0].split(maxsplit=1)[0].upper()
    if verb == "INSERT" and found[1] in tables_added_to_by_pages():
        return False
    assigned = ASSIGNMENTS.search(sql) if verb == "UPDATE" else None
    columns = set(COLUMN.findall(assigned[1])) if assigned else set()
    return not columns or not columns <= UNSEEN_COLUMNS


class Watch:
    """Looks at each statement of a connection."""

    def __init__(self) -> None:
        self.is_paused = False
        self.has_changes = False

    def __call__(self, execute: Callable, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        if not self.is_paused and is_seen(sql):
            self.has_changes = True
            transaction.on_commit(self.renew, using=context["connection"].alias, robust=True)
        return result

    def renew(self) -> None:
        """Count the version up, once for all changes of a transaction."""
        if self.has_changes:
            self.has_changes = False
            renew()


def renew() -> None:
    """Give the content another version. Whatever was kept before is not shown any more.

    The number follows the clock, so that after a backup was restored no number comes a second time.
    """
    milliseconds = time.time_ns() // 1_000_000
    rows = ContentVersion.objects.filter(pk=ContentVersion.ONLY)
    if not rows.update(number=Greatest(F("number") + 1, milliseconds)):
        ContentVersion.objects.get_or_create(pk=ContentVersion.ONLY, defaults={"number": milliseconds})
    version.forget()


def watch(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    is_watched = any(isinstance(each, Watch) for each in connection.execute_wrappers)
    if connection.alias == DEFAULT_DB_ALIAS and not is_watched:
        connection.execute_wrappers.append(Watch())


def pause(**kwargs: Any) -> None:
    """Wait while tables are made: ours may not be there yet."""
    for each in connections[DEFAULT_DB_ALIAS].execute_wrappers:
        if isinstance(each, Watch):
            each.is_paused = True


def go_on(**kwargs: Any) -> None:
    """Renew after a migration: there may be other tables, and the templates of another release."""
    for each in connections[DEFAULT_DB_ALIAS].execute_wrappers:
        if isinstance(each, Watch):
            each.is_paused = False
    if ContentVersion._meta.db_table in connections[DEFAULT_DB_ALIAS].introspection.table_names():
        renew()


def connect() -> None:
    connection_created.connect(watch)
    config = apps.get_app_config("answers")
    pre_migrate.connect(pause, sender=config)
    post_migrate.connect(go_on, sender=config)
