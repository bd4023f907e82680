"""What goes out to translators and comes back, whatever the format of the file: a page or record in one language."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

#: Units in one file.
MOST_UNITS = 20_000


#: Characters that XML cannot hold.
NO_XML = re.compile("([\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff])")


class ExchangeError(Exception):
    """A file or upload that cannot be used; says why in words for staff."""


class UnitState(StrEnum):
    """How far a unit is when it goes out."""

    MISSING = "missing"
    REVIEW = "review"
    DONE = "done"


@dataclass(frozen=True)
class Unit:
    """A segment with all that a translator has to know."""

    context: int
    string: int
    path: str
    #: Field and blocks in words.
    label: str
    source: str
    words: str
    state: UnitState
    #: What ``words`` were translated from, if the source has changed.
    old_source: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """Of the words as they went out: if the site's are others when the file comes back, somebody was faster."""
        return mark_of(self.words)


@dataclass(frozen=True)
class Document:
    """A translation as it goes out."""

    translation: str
    source_language: str
    target_language: str
    title: str
    kind: str
    #: Of the live page of the source, if there is one.
    address: str
    exported_at: datetime
    notes: list[str]
    units: list[Unit]


@dataclass(frozen=True)
class IncomingUnit:
    """A segment as it has come back. A file names it by its ids (XLIFF) or by path and source (PO)."""

    line: int
    path: str
    source: str
    words: str
    #: The translator has not finished it.
    is_draft: bool
    #: Somebody has said that it is finished; words that nobody has changed are not right for that they came back.
    is_confirmed: bool = True
    #: A tool has cut it into parts, of which some are not translated.
    is_half: bool = False
    ids: tuple[int, int] | None = None
    #: ``Unit.mark``, unless the file's tool has dropped it.
    mark: str | None = None
    #: What is wrong with its marks.
    problem: str = ""


@dataclass(frozen=True)
class Incoming:
    translation: str
    language: str
    exported_at: datetime | None
    units: list[IncomingUnit]


def remark(text: str) -> str:
    """What is said about words, in lines that every tool takes for lines, without signs that a file cannot hold."""
    return NO_XML.sub("", "\n".join(text.splitlines()))


def mark_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]
