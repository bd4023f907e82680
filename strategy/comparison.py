"""Comparison of two editions of the plan, goal by goal."""

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amf_site.cldr.words import words_of

if TYPE_CHECKING:
    from .models import Goal, PlanEditionPage


@dataclass(frozen=True)
class TextPiece:
    """A run of words that is unchanged, deleted or new."""

    #: ``same``, ``gone`` or ``new``.
    kind: str
    text: str


@dataclass(frozen=True)
class Pair:
    """A goal in the new and in the previous edition. One of them is ``None`` if the goal is new or was dropped."""

    now: "Goal | None"
    before: "Goal | None"
    number: int | None
    number_before: int | None
    title: list[TextPiece]
    text: list[TextPiece]

    @property
    def is_unchanged(self) -> bool:
        return all(piece.kind == "same" for piece in [*self.title, *self.text])


def compare_goals(page: "PlanEditionPage", previous: "PlanEditionPage") -> list[Pair]:
    """Return the goals in their current order, then the dropped ones. ``Goal.continues`` pairs new and old goals."""
    code = page.locale.language_code
    before = dict(enumerate(previous.goal_rows, start=1))
    left = dict(before)
    pairs = []
    for number, goal in enumerate(page.goal_rows, start=1):
        old = before.get(goal.continues or 0)
        left.pop(goal.continues or 0, None)
        pairs.append(_pair(goal, old, number, goal.continues if old else None, code))
    return pairs + [_pair(None, goal, None, number, code) for number, goal in left.items()]


def _pair(now: "Goal | None", before: "Goal | None", number: int | None, number_before: int | None, code: str) -> Pair:
    title = differences(before.title if before else "", now.title if now else "", code)
    text = differences(before.text if before else "", now.text if now else "", code)
    return Pair(now, before, number, number_before, title, text)


def differences(before: str, now: str, code: str) -> list[TextPiece]:
    """Return a word-level diff of two texts, with words segmented by the rules of the language."""
    old, new = words_of(before, code), words_of(now, code)
    pieces: list[TextPiece] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(TextPiece("same", "".join(new[k:m])))
            continue
        if old[i:j]:
            pieces.append(TextPiece("gone", "".join(old[i:j])))
        if new[k:m]:
            pieces.append(TextPiece("new", "".join(new[k:m])))
    return pieces
