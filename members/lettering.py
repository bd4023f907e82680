"""Label placement on maps: names, in any script, that overlap neither each other, nor a dot, nor the edge."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from amf_site.languages import language

#: Ascent and descent of each script in ems, as browsers measure the fonts of ``languages.SCRIPTS``.
EXTENTS = {"Arab": (1.0, 0.6), "Aran": (1.9, 0.65), "Deva": (0.95, 0.45), "Beng": (0.95, 0.45), "Thai": (1.1, 0.45)}
USUAL_EXTENT = (1.15, 0.33)
#: Distance from the centre of a dot down to the baseline of a label beside it, in ems.
MIDDLE = 0.36
#: Distance from the centre of a dot to its label, and half the width of the area that labels keep free, in ems.
GAP, DOT = 0.6, 0.4
#: Factor by which both are larger for the city that the page is about, because its dot has a ring.
OWN = 1.6
#: Maximum number of attempts to place all labels, and the number of labels up to which there is more than one.
ATTEMPTS, CROWD = 5, 40
#: Widths of bold letters in ems, on the wide side because readers' fonts differ.
FULL_WIDTH, WIDE, LETTER, SLENDER, NARROW = 1.02, 0.98, 0.72, 0.65, 0.4
WIDE_LETTERS, NARROW_LETTERS = frozenset("mwMWШЩЖЮМшщжюм"), frozenset("اآأإلدذرزژو -'’.iljtfrI")


class Box(NamedTuple):
    """A rectangle in map units."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def holds(self, x: float, y: float) -> bool:
        return self.left < x < self.right and self.top < y < self.bottom

    def touches(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def is_within(self, other: "Box") -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


class Spot(NamedTuple):
    """The position of a label relative to its dot: SVG's ``text-anchor``, and ``dx`` and ``dy`` in ems."""

    anchor: str
    dx: float
    dy: float


class Name(NamedTuple):
    """A label, the position of its dot in map units, and whether the page is about this city."""

    x: float
    y: float
    text: str
    is_own: bool = False


def name_width(text: str) -> float:
    """Return the estimated width of a label in bold letters, in ems."""
    return sum(map(letter_width, text))


def letter_width(letter: str) -> float:
    kind = unicodedata.category(letter)
    if kind in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return FULL_WIDTH
    if letter in WIDE_LETTERS:
        return WIDE
    if letter in NARROW_LETTERS:
        return NARROW
    return SLENDER if kind == "Ll" and letter < "\u0250" else LETTER


def spots(name: Name, code: str) -> list[Spot]:
    """Return the candidate positions, best first: right of the dot, left, diagonal, above, below, edge-aligned."""
    above, below = EXTENTS.get(language(code).script, USUAL_EXTENT)
    gap = GAP * (OWN if name.is_own else 1)
    near, up, down = gap * 0.7, -gap * 0.6 - below, gap * 0.6 + above
    return [
        Spot("start", gap, MIDDLE),
        Spot("end", -gap, MIDDLE),
        Spot("start", near, up + MIDDLE),
        Spot("start", near, down - MIDDLE),
        Spot("end", -near, up + MIDDLE),
        Spot("end", -near, down - MIDDLE),
        Spot("middle", 0, up),
        Spot("middle", 0, down),
        Spot("start", -near, up),
        Spot("start", -near, down),
        Spot("end", near, up),
        Spot("end", near, down),
    ]


def box_of(name: Name, spot: Spot, letter: float, code: str) -> Box:
    """Return the area that the label covers at this position; ``letter`` is the size of an em in map units."""
    above, below = EXTENTS.get(language(code).script, USUAL_EXTENT)
    width = letter * name_width(name.text)
    start = name.x + spot.dx * letter - {"start": 0, "middle": width / 2, "end": width}[spot.anchor]
    line = name.y + spot.dy * letter
    return Box(start, line - above * letter, start + width, line + below * letter)


def dot_box(name: Name, letter: float) -> Box:
    half = DOT * letter * (OWN if name.is_own else 1)
    return Box(name.x - half, name.y - half, name.x + half, name.y + half)


def spots_with_room(
    names: Sequence[Name], view: Box, letter: float, code: str, frame: Box | None = None
) -> dict[int, Spot]:
    """Return the positions of the labels that fit together, by their index in ``names``.

    ``letter`` is the size of an em in map units; ``frame`` is an area that labels cover only as a last resort. The
    page's own city is placed first, then the labels with the fewest free positions. Labels that did not fit come first
    in the next attempt.
    """
    dots = [dot_box(name, letter) for name in names]
    free: list[list[tuple[Spot, Box]]] = []
    for number, name in enumerate(names):
        others = [*dots[:number], *dots[number + 1 :]]
        boxes = [(spot, box_of(name, spot, letter, code)) for spot in spots(name, code)]
        boxes.sort(key=lambda pair: frame is not None and frame.touches(pair[1]))
        free.append([(spot, box) for spot, box in boxes if box.is_within(view) and not any(map(box.touches, others))])
    order = sorted(range(len(names)), key=lambda number: (not names[number].is_own, len(free[number])))
    best: dict[int, Spot] = {}
    for _ in range(ATTEMPTS if len(names) <= CROWD else 1):
        found = place_in_order(order, free)
        best = max(best, found, key=len)
        without = [number for number in order if number not in found and free[number]]
        if not without:
            break
        order.sort(key=lambda number: number not in without)
    return best


def place_in_order(order: Sequence[int], free: Sequence[Sequence[tuple[Spot, Box]]]) -> dict[int, Spot]:
    """Place the labels in this order, each at its best free position. Without one, move the labels in its way."""
    taken: dict[int, tuple[Spot, Box]] = {}
    may_move = 2 if len(order) <= CROWD else 0

    def place(number: int, visited: set[int]) -> bool:
        visited.add(number)
        choices = [(pair, [each for each in taken if taken[each][1].touches(pair[1])]) for pair in free[number]]
        for pair, in_the_way in sorted(choices, key=lambda choice: len(choice[1])):
            if len(in_the_way) > may_move or not visited.isdisjoint(in_the_way):
                continue
            before = dict(taken)
            for each in in_the_way:
                del taken[each]
            taken[number] = pair
            if all(place(each, visited) for each in in_the_way):
                return True
            taken.clear()
            taken.update(before)
        return False

    for number in order:
        place(number, set())
    return {number: spot for number, (spot, _) in taken.items()}
