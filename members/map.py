"""The map: the land of Asia as one drawn file, and on it what a page knows of, placed when the page is made.

Lambert's azimuthal equal-area projection, centred on 28° N 85° E, drawn 1000 units wide. There are no borders and no
names of countries on it.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .geography import Point

CENTRE = Point(85.0, 28.0)
#: The part of the projected plane that is drawn, in radii of the globe: left, right, top, bottom.
LEFT, RIGHT, TOP, BOTTOM = -1.02, 1.05, -0.86, 0.80
WIDTH = 1000
SCALE = WIDTH / (RIGHT - LEFT)
HEIGHT = round((BOTTOM - TOP) * SCALE)
#: A view never shows less of the map than this many units across, or the coast would be all corners.
NARROWEST = 260
#: Units around the outermost dots.
MARGIN = 60
#: Height of names in hundredths of the width of a wide and of a narrow map, as ``map.css`` sets them, and the width of
#: a letter of average shape as a part of its height.
WIDE_LETTERS, NARROW_LETTERS = 2.1, 4.4
LETTER_WIDTH = 0.62
#: The reach of a dot that stands alone, in hundredths of the width of the view.
LONGEST_REACH = 4.5
#: How far an arc bends away from the straight line, as a part of its length.
BEND = 0.18


class Place(NamedTuple):
    """Units from the upper left corner of the whole map."""

    x: float
    y: float


class Box(NamedTuple):
    """A rectangle in units of the map."""

    left: float
    top: float
    right: float
    bottom: float

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


def project(point: Point) -> Place | None:
    """Where a point of the globe lies on the map; nothing for places on its far side, or outside of what is drawn."""
    east, north = math.radians(point.longitude - CENTRE.longitude), math.radians(point.latitude)
    middle = math.radians(CENTRE.latitude)
    nearness = 1 + math.sin(middle) * math.sin(north) + math.cos(middle) * math.cos(north) * math.cos(east)
    if nearness < 0.08:
        return None
    stretch = math.sqrt(2 / nearness)
    x = stretch * math.cos(north) * math.sin(east)
    y = -stretch * (math.cos(middle) * math.sin(north) - math.sin(middle) * math.cos(north) * math.cos(east))
    return Place((x - LEFT) * SCALE, (y - TOP) * SCALE)


@dataclass(frozen=True)
class Dot:
    """A city on the map."""

    x: int
    y: int
    name: str
    url: str
    #: The city that the page is about.
    is_own: bool = False
    #: Whether the name stands before the dot, because after it there is no room.
    name_before: bool = False
    #: How far around the dot its link reaches, in units: never nearer to a neighbour than to the dot itself.
    reach: int = 0
    #: Where there is room for the name all the time and not only on hover and focus: "" for nowhere, "wide" for a wide
    #: map, "always" for a narrow one as well.
    named: str = ""


@dataclass(frozen=True)
class CityMap:
    """What ``components/city_map.html`` draws, all in units of the map."""

    dots: list[Dot] = field(default_factory=list)
    #: Paths of the arcs between cities.
    arcs: list[str] = field(default_factory=list)
    view_box: str = f"0 0 {WIDTH} {HEIGHT}"
    #: Units of the map in a hundredth of the view's width: sizes of dots and letters, whatever is shown.
    step: float = 10.0


def city_map(
    places: Iterable[tuple[Point, str, str]], arcs: Iterable[tuple[Point, Point]] = (), own: Point | None = None
) -> CityMap:
    """A map of places (point, name, address) and of arcs between points, as near as all of them allow."""
    shown = [(project(point), name, url, point == own) for point, name, url in places]
    placed = [(place, name, url, is_own) for place, name, url, is_own in shown if place and is_drawn(place)]
    left, top, width, height = view_around([place for place, *_ in placed])
    names = [(place, name) for place, name, *_ in placed]
    view = Box(left, top, left + width, top + height)
    wide, narrow = (names_with_room(names, view, size * width / 100) for size in (WIDE_LETTERS, NARROW_LETTERS))
    dots = [
        Dot(
            round(place.x),
            round(place.y),
            name,
            url,
            is_own,
            narrow.get(number, wide.get(number, place.x > left + width * 0.62)),
            reach_of(place, [other for other, *_ in placed], width / 100),
            "always" if number in narrow else "wide" if number in wide else "",
        )
        for number, (place, name, url, is_own) in enumerate(placed)
    ]
    ends = [(project(one), project(other)) for one, other in arcs]
    paths = [arc_between(one, other) for one, other in ends if one and other and is_drawn(one) and is_drawn(other)]
    return CityMap(dots, paths, f"{left} {top} {width} {height}", width / 100)


def reach_of(place: Place, places: list[Place], step: float) -> int:
    """Half the way to the nearest neighbour, within what a finger needs."""
    nearest = min((math.dist(place, other) for other in places if other != place), default=math.inf)
    return round(min(max(nearest / 2, 1), LONGEST_REACH * step))


def names_with_room(names: list[tuple[Place, str]], view: Box, letter: float) -> dict[int, bool]:
    """Which names fit beside their dots without touching another name or dot, earlier ones first.

    By their number; true for those that stand before their dot. ``letter`` is the height of letters in units.
    """
    dot = letter / 4
    dots = [Box(place.x - dot, place.y - dot, place.x + dot, place.y + dot) for place, _ in names]
    taken: list[Box] = []
    fitting = {}
    for number, (place, name) in enumerate(names):
        gap, length = letter * 0.45, letter * LETTER_WIDTH * len(name)
        above, below = place.y - letter * 0.6, place.y + letter * 0.6
        for is_before in (False, True):
            start = place.x - gap - length if is_before else place.x + gap
            box = Box(start, above, start + length, below)
            others = taken + dots[:number] + dots[number + 1 :]
            if box.is_within(view) and not any(box.touches(other) for other in others):
                taken.append(box)
                fitting[number] = is_before
                break
    return fitting


def is_drawn(place: Place) -> bool:
    return 0 <= place.x <= WIDTH and 0 <= place.y <= HEIGHT


def view_around(places: list[Place]) -> tuple[int, int, int, int]:
    """Left, top, width and height of the part of the map that shows these places, in the shape of the whole."""
    if not places:
        return 0, 0, WIDTH, HEIGHT
    left, right = min(place.x for place in places), max(place.x for place in places)
    top, bottom = min(place.y for place in places), max(place.y for place in places)
    shape = WIDTH / HEIGHT
    width = max(right - left + 2 * MARGIN, (bottom - top + 2 * MARGIN) * shape, NARROWEST)
    if width >= WIDTH:
        return 0, 0, WIDTH, HEIGHT
    height = width / shape
    x = min(max((left + right - width) / 2, 0), WIDTH - width)
    y = min(max((top + bottom - height) / 2, 0), HEIGHT - height)
    return round(x), round(y), round(width), round(height)


def arc_between(one: Place, other: Place) -> str:
    """A curve from one place to another, bent towards the north."""
    if one.x > other.x:
        one, other = other, one
    across, down = other.x - one.x, other.y - one.y
    bend = Place((one.x + other.x) / 2 + down * BEND, (one.y + other.y) / 2 - across * BEND)
    return f"M{one.x:.0f} {one.y:.0f}Q{bend.x:.0f} {bend.y:.0f} {other.x:.0f} {other.y:.0f}"


def places_of(pages: Iterable[Any], addresses: Any) -> list[tuple[Point, str, str]]:
    """City profiles as places of a map; ``addresses`` gives a page's address."""
    return [(page.city.point, page.title, addresses(page)) for page in pages]
