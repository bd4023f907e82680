"""Which of the texts of a task the pieces of a PDF are, told by their letters.

Typst 0.15 cuts a line into pieces wherever a glyph is raised or lowered, and each piece repeats the whole cluster; so
a text is recognised by having all of its letters, in its order if it runs from left to right, and few too many.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import pikepdf

#: Part of the type size by which a piece may be raised or lowered and still be on the same line.
SAME_LINE = 0.6
#: Letters by which long texts with the same letters are told apart.
BEGINNING = 80
JOINERS = "\u094d\u09cd\u200c\u200d"


@dataclass
class PrintedPiece:
    """One marked stretch of a page: a child of an element of the structure."""

    page: pikepdf.Object
    number: int
    text: str
    #: Height of its first letter on the page, and the size of the type.
    height: float
    size: float
    #: Whether Typst itself has put replacement texts into it; many readers lose the spaces between those.
    patched: bool

    @property
    def is_rtl(self) -> bool:
        """Whether it has letters that run from right to left."""
        return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in self.text)


class Known:
    """The texts of the task by the letters that they have."""

    def __init__(self, texts: set[str]) -> None:
        self.by_letters: dict[frozenset[str], list[tuple[str, Counter[str]]]] = {}
        self.longest = max(map(len, texts), default=0)
        for text in sorted(texts):
            letters = Counter(_letters(text))
            self.by_letters.setdefault(frozenset(letters), []).append((text, letters))


def _letters(text: str) -> Iterator[str]:
    """The letters of a text that are seen: without spaces, joiners and marks of direction."""
    return (letter for letter in text if not letter.isspace() and unicodedata.category(letter) != "Cf")


def matches(run: list[PrintedPiece], known: Known) -> Iterator[tuple[int, int, str]]:
    """Which of some pieces in a row are which known texts: as much as possible of these, as little else as possible."""
    # From the end to the beginning: what the pieces from here on are worth at best, and how far the first text reaches.
    best: list[tuple[float, int, str]] = [(0.0, 0, "")] * (len(run) + 1)
    for start in range(len(run) - 1, -1, -1):
        best[start] = (best[start + 1][0], start, "")
        for end, text, worth in _candidates(run[start:], known) if run[start].text.strip() else ():
            if worth + best[start + end][0] > best[start][0]:
                best[start] = (worth + best[start + end][0], start + end, text)
    start = free = 0
    while start < len(run):
        _, end, text = best[start]
        if not text:
            start += 1
            continue
        while start > free and _is_echo(run[start - 1], run[start], run[start].text.startswith):
            start -= 1
        while end < len(run) and not best[end][2] and _is_echo(run[end], run[end - 1], run[end - 1].text.endswith):
            end += 1
        yield start, end, text
        start = free = end


def _is_echo(piece: PrintedPiece, neighbour: PrintedPiece, within: Callable[[str], bool]) -> bool:
    """Whether a piece, raised or lowered, only repeats the letter at the near end of its neighbour."""
    moved = piece.height != neighbour.height and abs(piece.height - neighbour.height) < SAME_LINE * piece.size
    return (moved or piece.patched) and bool(piece.text.strip()) and within(piece.text.strip())


def _candidates(run: list[PrintedPiece], known: Known) -> Iterator[tuple[int, str, float]]:
    """How many of the first pieces may be which text, and how well: the letters of it less those that are too many.

    What turns is written in any order: there, of texts with the same letters such as 12 and 21, the likest is best.
    """
    heard, sound, turns = Counter[str](), "", False
    for end, piece in enumerate(run, 1):
        heard.update(_letters(piece.text))
        sound += piece.text
        turns = turns or piece.is_rtl
        if heard.total() > 2 * known.longest:
            return
        for text, letters in known.by_letters.get(frozenset(heard), ()):
            worth = float(2 * letters.total() - heard.total())
            if worth > 0 and letters <= heard:
                if turns:
                    yield end, text, worth - (1 - _likeness(sound, text)) / 2
                elif _in_order(text, sound):
                    yield end, text, worth


def _likeness(sound: str, text: str) -> float:
    """How alike two texts with the same letters are; long ones tell it by how they begin, and sooner."""
    return SequenceMatcher(None, sound[:BEGINNING], text[:BEGINNING], autojunk=False).ratio()


def _in_order(text: str, sound: str) -> bool:
    """Whether all letters of a text are heard in their order, whatever else is heard between them."""
    rest = _letters(sound)
    return all(letter in rest for letter in _letters(text))


def lines_of(pieces: list[PrintedPiece], text: str) -> Iterator[tuple[list[PrintedPiece], str]]:
    """The part of a text that stands on each line, or on each stretch of it that does not turn."""
    groups: list[list[PrintedPiece]] = []
    for piece in pieces:
        first = groups[-1][0] if groups else None
        if (
            first is not None
            and (first.page.objgen, first.is_rtl) == (piece.page.objgen, piece.is_rtl)
            and abs(first.height - piece.height) < SAME_LINE * piece.size
        ):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    heard = ["".join(piece.text for piece in group) for group in groups]
    for group, sound, words in zip(groups, heard, _parts(text, heard), strict=True):
        if not group[0].is_rtl and (words != sound or any(piece.patched for piece in group)):
            yield group, words


def _parts(text: str, heard: list[str]) -> list[str]:
    """A text cut into parts, each with about the letters of what is heard of it; joined they are the text."""
    parts, start = [], 0
    for sound in heard[:-1]:
        missing = Counter(_letters(sound))
        cost = best = missing.total()
        end = start
        for at in range(start, len(text)):
            letter = text[at]
            if any(_letters(letter)):
                cost += -1 if missing[letter] > 0 else 1
                missing[letter] -= 1
            if _may_cut(text, at + 1) and (cost < best or (cost == best and letter.isspace())):
                best, end = cost, at + 1
        parts.append(text[start:end])
        start = end
    return [*parts, text[start:]]


def _may_cut(text: str, at: int) -> bool:
    """Whether a letter and its signs end before a place."""
    after = unicodedata.category(text[at]) if at < len(text) else "Zs"
    return not after.startswith("M") and text[at - 1] not in JOINERS
