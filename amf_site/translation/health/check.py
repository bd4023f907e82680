"""A check of the translations' health: what it looks for, what it reports, and how that is repaired."""

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
    """One damaged thing: its name in whatever language, what is wrong in words for staff, where it is looked at."""

    name: str
    words: str = ""
    url: str = ""
    #: What ``Check.mend`` is given.
    thing: Any = field(default=None, kw_only=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.words}" if self.words else self.name


class CannotMendError(Exception):
    """What is found needs a person."""


class Check:
    """Each kind of damage is one of these; ``checks/`` has them all."""

    name: str
    title: "StrOrPromise"
    #: What it is and what comes of it, in plain words.
    explanation: "StrOrPromise"
    #: What mending does; empty if only people can. No words of translators are lost by it.
    cure: "StrOrPromise" = ""
    #: Else it is only worth knowing, as it comes of everyday work and harms nobody.
    is_damage = True
    #: Looks into every page by itself.
    is_slow = False

    def found(self) -> Iterable[Damage]:
        """What is damaged, in a number of queries that does not grow with the site unless the check is slow."""
        raise NotImplementedError

    def mend(self, thing: Any) -> None:
        """Raises ``CannotMendError`` or any other error; nothing has changed then."""
        raise CannotMendError


@dataclass(frozen=True)
class Result:
    """What a check has found, and how much of what was there before has been mended."""

    check: Check
    findings: list[Damage]
    mended: int = 0


def look(check: Check) -> Result:
    return Result(check, list(check.found()))


def mend(check: Check) -> Result:
    """Mend what can be, one thing after the other; what could not be is found again."""
    damaged = look(check).findings
    if check.cure:
        for damage in damaged:
            try:
                with transaction.atomic():
                    check.mend(damage.thing)
            except CannotMendError:
                continue
            except Exception:  # one that resists must not keep the others from being mended
                logger.exception("check %s could not mend %s", check.name, damage)
    left = look(check).findings
    return Result(check, left, mended=max(0, len(damaged) - len(left)))
