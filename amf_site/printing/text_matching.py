"""Match the pieces of marked content in a PDF with the known texts of its data, by their letters.

Typst 0.15 splits a line wherever a glyph is raised or lowered, and each piece repeats the whole cluster. So pieces
match a text if they have all of its letters (in the same order, if it is left-to-right) and few others.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import pikepdf

#: The maximum vertical offset of pieces on the same line, as a fraction of the font size.
SAME_LINE = 0.6
#: The number of characters compared to rank long texts with the same letters.
BEGINNING = 80
JOINERS = "\u094d\u09cd\u200c\u200d"


@dataclass
class PrintedPiece:
    """A piece of marked content on a page, which is a child of a structure element."""

    page: pikepdf.Object
    number: int
    text: str
    #: Baseline of the first glyph, and font size.
    height: float
    size: float
    #: Whether it contains replacement texts from Typst, between which many programs lose the spaces.
    patched: bool

    @property
    def is_rtl(self) -> bool:
        """Whether it has right-to-left letters."""
        return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in self.text)


class Known:
    """The known texts, indexed by their sets of letters."""

    def __init__(self, texts: set[str]) -> None:
        self.by_letters: dict[frozenset[str], list[tuple[str, Counter[str]]]] = {}
        self.longest = max(map(len, texts), default=0)
        for text in sorted(texts):
            letters = Counter(_letters(text))
            self.by_letters.setdefault(frozenset(letters), []).append((text, letters))


def _letters(text: str) -> Iterator[str]:
    """Yield the visible characters of a text, without spaces, joiners and bidi controls."""
    return (letter for letter in text if not letter.isspace() and unicodedata.category(letter) != "Cf")


def matches(run: list[PrintedPiece], known: Known) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, text) for parts of a run of pieces, so that they cover most of the texts and little else."""
    # Dynamic programming from the end: the best score from each piece on, and the end and text of the first match.
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
    """Return whether a raised or lowered piece only repeats the adjacent letter of its neighbour."""
    moved = piece.height != neighbour.height and abs(piece.height - neighbour.height) < SAME_LINE * piece.size
    return (moved or piece.patched) and bool(piece.text.strip()) and within(piece.text.strip())


def _candidates(run: list[PrintedPiece], known: Known) -> Iterator[tuple[int, str, float]]:
    """Yield (number of pieces, text, score) for texts that the first pieces may represent.

    The score is the number of letters of the text minus that of superfluous ones. Right-to-left text is written in any
    order, so texts with the same letters, such as 12 and 21, are ranked by similarity.
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
    """Return the similarity of two texts (0 to 1), judging long ones by their beginnings to save time."""
    return SequenceMatcher(None, sound[:BEGINNING], text[:BEGINNING], autojunk=False).ratio()


def _in_order(text: str, sound: str) -> bool:
    """Return whether the letters of ``text`` are a subsequence of those of ``sound``."""
    rest = _letters(sound)
    return all(letter in rest for letter in _letters(text))


def lines_of(pieces: list[PrintedPiece], text: str) -> Iterator[tuple[list[PrintedPiece], str]]:
    """Yield the left-to-right pieces of each line with their part of the text, if it differs from what they have."""
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
    """Split a text into parts, each with about the same letters as its string in ``heard``; joined, they equal it."""
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
    """Return whether a cluster ends before position ``at``."""
    after = unicodedata.category(text[at]) if at < len(text) else "Zs"
    return not after.startswith("M") and text[at - 1] not in JOINERS
