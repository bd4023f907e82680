"""The data that is exchanged with translators, independent of the file format: one page or record in one language."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

#: Maximum number of units in a file.
MOST_UNITS = 20_000


#: Characters that are not allowed in XML.
NO_XML = re.compile("([\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff])")


class ExchangeError(Exception):
    """A file or upload cannot be used. The message is for staff."""


class UnitState(StrEnum):
    """The state of a unit when it is exported."""

    MISSING = "missing"
    REVIEW = "review"
    DONE = "done"


@dataclass(frozen=True)
class Unit:
    """A segment with the information that a translator needs."""

    context: int
    string: int
    path: str
    #: Names of the field and the blocks.
    label: str
    source: str
    words: str
    state: UnitState
    #: The source text that ``words`` were translated from, if it has changed since.
    old_source: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """Hash of the exported translation, to detect on import that it has been changed here."""
        return mark_of(self.words)


@dataclass(frozen=True)
class Document:
    """A translation to export."""

    translation: str
    source_language: str
    target_language: str
    title: str
    kind: str
    #: URL of the live source page, if there is one.
    address: str
    exported_at: datetime
    notes: list[str]
    units: list[Unit]


@dataclass(frozen=True)
class IncomingUnit:
    """A segment of an imported file, identified by ids (XLIFF) or by path and source (PO)."""

    line: int
    path: str
    source: str
    words: str
    #: Whether the translator has not finished it.
    is_draft: bool
    #: Whether it is marked as finished. An unchanged translation does not count as confirmed without that.
    is_confirmed: bool = True
    #: Whether a tool has split it, and some parts are not translated.
    is_half: bool = False
    ids: tuple[int, int] | None = None
    #: ``Unit.mark``; ``None`` if the translator's tool has dropped it.
    mark: str | None = None
    #: A problem of its markup.
    problem: str = ""


@dataclass(frozen=True)
class Incoming:
    translation: str
    language: str
    exported_at: datetime | None
    units: list[IncomingUnit]


def remark(text: str) -> str:
    """Clean text for a note: plain line breaks, and no characters that XML does not allow."""
    return NO_XML.sub("", "\n".join(text.splitlines()))


def mark_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]
