"""Text that cannot be stored is refused: NUL, which PostgreSQL does not take, and half a pair of surrogates, no letter
in any encoding. Browsers send neither by themselves; cut emojis, broken files and attackers do.

Forms say so beside the field. Whatever comes another way is refused where it would reach a database, on SQLite as on
PostgreSQL, and the middleware makes an answer of that.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import DataError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _

MESSAGE = _("This text holds a sign that cannot be stored. Delete it and type it again.")


class UnstorableTextError(DataError):
    """A text was about to be written or looked for that no database can hold."""


def is_storable(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def refuse_unstorable(execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Around every statement; see ``connection.execute_wrapper``."""
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
    """What every ``CharField`` of a form, and so every block of text, asks. Django's own looks for NUL alone."""
    if not is_storable(str(value)):
        raise ValidationError(MESSAGE, code=self.code, params={"value": value})


def connect() -> None:
    connection_created.connect(watch)
    ProhibitNullCharactersValidator.__call__ = refuse_in_forms  # type: ignore[method-assign]
