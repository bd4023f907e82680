"""Health checks of the translations: what they look for, what they report, and how it is repaired."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Damage:
    """A damaged object: its name in its own language, a description for staff, and the URL where it can be seen."""

    name: str
    words: str = ""
    url: str = ""
    #: Passed to ``Check.mend``.
    thing: Any = field(default=None, kw_only=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.words}" if self.words else self.name


class CannotMendError(Exception):
    """The damage cannot be repaired automatically."""


class Check:
    """A check for one kind of damage; all are in ``checks/``."""

    name: str
    title: "StrOrPromise"
    #: The damage and its consequences, for users.
    explanation: "StrOrPromise"
    #: What the repair does; empty if it is not automatic. No translations are lost by it.
    cure: "StrOrPromise" = ""
    #: If false, the findings are harmless side effects of everyday work.
    is_damage = True
    #: Whether it reads every page.
    is_slow = False

    def found(self) -> Iterable[Damage]:
        """Return the damage, in a number of queries that does not grow with the site unless the check is slow."""
        raise NotImplementedError

    def mend(self, thing: Any) -> None:
        """Repair one finding. Raise ``CannotMendError`` or any other exception; nothing has changed then."""
        raise CannotMendError


@dataclass(frozen=True)
class Result:
    """The findings of a check, and the number of findings that were repaired."""

    check: Check
    findings: list[Damage]
    mended: int = 0


def look(check: Check) -> Result:
    return Result(check, list(check.found()))


def mend(check: Check) -> Result:
    """Repair the findings one by one, then check again for those that remain."""
    damaged = look(check).findings
    if check.cure:
        for damage in damaged:
            try:
                with transaction.atomic():
                    check.mend(damage.thing)
            except CannotMendError:
                continue
            except Exception:  # a failed repair must not prevent the others
                logger.exception("check %s could not mend %s", check.name, damage)
    left = look(check).findings
    return Result(check, left, mended=max(0, len(damaged) - len(left)))
