"""Reject text that cannot be stored: NUL, which PostgreSQL refuses, and lone surrogates, which cannot be encoded.

Browsers do not send them, but truncated emojis, broken files and attackers do. Forms show an error beside the field.
Other text is rejected before a statement reaches the database, on SQLite as on PostgreSQL, and the middleware answers
400.

Forms also refuse text that has only invisible characters: a title of one zero-width space would be a link without text.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import DataError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

from .visible_text import refuse_invisible

MESSAGE = _("This text holds a sign that cannot be stored. Delete it and type it again.")


class UnstorableTextError(DataError):
    """A parameter of a database statement is text that cannot be stored."""


def is_storable(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def refuse_unstorable(execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Check the parameters of every statement (a wrapper for ``connection.execute_wrappers``)."""
    for row in params or () if many else (params,):
        values: Iterable[Any] = row.values() if isinstance(row, dict) else row or ()
        for value in values:
            if isinstance(value, str) and not is_storable(value):
                raise UnstorableTextError("A text holds NUL or half a pair of surrogates.")
    return execute(sql, params, many, context)


def watch(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if refuse_unstorable not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_unstorable)


def refuse_in_forms(self: ProhibitNullCharactersValidator, value: Any) -> None:
    """Replace ``__call__`` of the validator of every form ``CharField``, which only checks for NUL."""
    if not is_storable(str(value)):
        raise ValidationError(MESSAGE, code=self.code, params={"value": value})
    refuse_invisible(str(value))


def connect() -> None:
    connection_created.connect(watch)
    ProhibitNullCharactersValidator.__call__ = refuse_in_forms  # type: ignore[method-assign]
