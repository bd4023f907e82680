"""Maps: the land of Asia as one static SVG, with dots, labels and arcs that are placed when the page is rendered.

They use Lambert's azimuthal equal-area projection, centred on 28° N 85° E and 1000 units wide. They show no borders and
no names of countries.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from .geography import Point
from .lettering import CROWD, Box, Name, Spot, spots_with_room

CENTRE = Point(85.0, 28.0)
#: Edges of the drawn part of the projected plane, in radii of the globe.
LEFT, RIGHT, TOP, BOTTOM = -1.02, 1.05, -0.86, 0.80
WIDTH = 1000
SCALE = WIDTH / (RIGHT - LEFT)
HEIGHT = round((BOTTOM - TOP) * SCALE)
#: Minimum width of the first view and of a close-up view, in map units.
NARROWEST, NEAREST = 120, 24
#: Margin between the outermost dots and each edge, as a fraction of the view's size, for the first and close-up views.
MARGIN, NEAR_MARGIN = 0.12, 0.06
#: Minimum and maximum aspect ratio (width / height) of a view.
SHAPES = (1.0, WIDTH / HEIGHT)
#: Maximum number of views: the first one and its close-ups.
MOST_VIEWS = 3
#: Window sizes to try for a close-up, as fractions of the view's width.
NEARER = (0.22, 0.25, 0.28, 0.31, 0.34, 0.37, 0.4, 0.45, 0.5)
#: Font size in hundredths of the width of a narrow map, as set in ``map.css``. On a wide map it is smaller.
LETTERS = 3.7
#: With more dots than this, names are shown only on hover and focus.
MOST_NAMES = 150
#: Maximum radius of a dot's link area, in hundredths of the view's width.
LONGEST_REACH = 4.5
#: How far an arc bends away from the straight line, as a fraction of its length.
BEND = 0.18


class CityDot(NamedTuple):
    """A position in map units, from the upper left corner of the whole map."""

    x: float
    y: float


def project(point: Point) -> CityDot | None:
    """Project a point to map units, perhaps outside the drawn part. ``None`` on the far side of the globe."""
    east, north = math.radians(point.longitude - CENTRE.longitude), math.radians(point.latitude)
    middle = math.radians(CENTRE.latitude)
    nearness = 1 + math.sin(middle) * math.sin(north) + math.cos(middle) * math.cos(north) * math.cos(east)
    if nearness < 0.08:
        return None
    stretch = math.sqrt(2 / nearness)
    x = stretch * math.cos(north) * math.sin(east)
    y = -stretch * (math.cos(middle) * math.sin(north) - math.sin(middle) * math.cos(north) * math.cos(east))
    return CityDot((x - LEFT) * SCALE, (y - TOP) * SCALE)


@dataclass(frozen=True)
class Dot:
    """A city on the map."""

    x: int
    y: int
    name: str
    url: str
    #: Whether the page is about this city.
    is_own: bool = False
    #: Radius of the link area in map units, at most half the distance to the nearest dot.
    reach: int = 0
    #: Position of the label; ``None`` if it fits nowhere and is shown only on hover and focus.
    spot: Spot | None = None


@dataclass(frozen=True)
class View:
    """A section of the map, in map units."""

    box: Box
    #: Cities that are links in this view.
    dots: list[Dot]
    #: Cities that the close-up shows as links, and the section that it covers.
    marks: list[CityDot] = field(default_factory=list)
    frame: Box | None = None

    @property
    def view_box(self) -> str:
        return f"{self.box.left} {self.box.top} {self.box.width} {self.box.height}"

    @property
    def step(self) -> float:
        """A hundredth of the width, the unit for the sizes of dots and letters."""
        return self.box.width / 100


@dataclass(frozen=True)
class CityMap:
    """The data for ``components/city_map.html``: a view of all cities, and close-ups where they are crowded."""

    views: list[View] = field(default_factory=list)
    #: SVG path data of the arcs between cities.
    arcs: list[str] = field(default_factory=list)

    @property
    def dots(self) -> list[Dot]:
        return [dot for view in self.views for dot in view.dots]

    @property
    def unnamed(self) -> list[Dot]:
        """Cities whose labels fit in no view. Empty if the map has so many cities that it shows no labels."""
        return unnamed(self.views) if len(self.dots) <= MOST_NAMES else []


def city_map(
    places: Iterable[tuple[Point, str, str]],
    code: str,
    arcs: Iterable[tuple[Point, Point]] = (),
    own: Point | None = None,
) -> CityMap:
    """Return a map of places (point, name, URL) and arcs between points; ``code`` is the language of the names."""
    placed = [(project(point), name, url, point == own) for point, name, url in places]
    dots = [
        Dot(round(place.x), round(place.y), name, url, is_own)
        for place, name, url, is_own in placed
        if place and is_drawn(place)
    ]
    ends = [(project(one), project(other)) for one, other in arcs]
    paths = [arc_between(one, other) for one, other in ends if one and other and is_drawn(one) and is_drawn(other)]
    return CityMap(fewest_views(tuple(dots), code), paths)


@lru_cache(maxsize=128)  # placing labels takes a tenth of the time of a page, and depends on nothing else
def fewest_views(all_dots: tuple[Dot, ...], code: str) -> list[View]:
    """Return the smallest number of views that fit all labels. Each view is a close-up of the one before."""
    if not all_dots:
        return []
    dots = list(all_dots)
    whole = view_around(dots, NARROWEST)
    views = views_of(dots, whole, code, 1)
    for most in range(2, MOST_VIEWS + 1 if len(dots) <= CROWD else 2):
        if not unnamed(views):
            break
        views = views_of(dots, whole, code, most)
    return views


def views_of(dots: list[Dot], box: Box, code: str, most: int) -> list[View]:
    """Return at most ``most`` views that together fit the most labels: a view of ``box`` and close-ups of crowds."""
    best = [View(box, lettered(dots, box, code))]
    for inside, near in crowds(dots, box) if most > 1 else ():
        if not unnamed(best):
            break
        outside = [dot for dot in dots if dot not in inside]
        first = View(box, lettered(outside, box, code, near), [CityDot(dot.x, dot.y) for dot in inside], near)
        if len(unnamed([first])) < len(unnamed(best)):
            best = min(best, [first, *views_of(inside, near, code, most - 1)], key=lambda views: len(unnamed(views)))
    return best


def unnamed(views: list[View]) -> list[Dot]:
    return [dot for view in views for dot in view.dots if dot.spot is None]


def crowds(dots: list[Dot], whole: Box) -> Iterator[tuple[list[Dot], Box]]:
    """Yield the most crowded windows of a view, from small to large: the dots in each, and a box around them."""
    shape, tried = whole.width / whole.height, []
    for part in NEARER:
        across, down = whole.width * part / 2, whole.height * part / 2
        windows = [Box(dot.x - across, dot.y - down, dot.x + across, dot.y + down) for dot in dots]
        crowd = max(([dot for dot in dots if window.holds(dot.x, dot.y)] for window in windows), key=len)
        near = view_around(crowd, NEAREST, shape)
        inside = [dot for dot in dots if near.holds(dot.x, dot.y)]
        if inside not in tried:
            tried.append(inside)
            yield inside, view_around(inside, NEAREST, shape, NEAR_MARGIN)


def lettered(dots: list[Dot], view: Box, code: str, frame: Box | None = None) -> list[Dot]:
    """Return the dots of a view with their link radius and, where they fit, the positions of their labels."""
    step = view.width / 100
    names = [Name(dot.x, dot.y, dot.name, dot.is_own) for dot in dots] if len(dots) <= MOST_NAMES else []
    found = spots_with_room(names, view, LETTERS * step, code, frame)
    places = [CityDot(dot.x, dot.y) for dot in dots]
    return [
        replace(dot, spot=found.get(number), reach=reach_of(place, places, step))
        for number, (dot, place) in enumerate(zip(dots, places, strict=True))
    ]


def reach_of(place: CityDot, places: list[CityDot], step: float) -> int:
    """Return half the distance to the nearest dot, limited to a comfortable touch target."""
    nearest = min((math.dist(place, other) for other in places if other != place), default=math.inf)
    return round(min(max(nearest / 2, 1), LONGEST_REACH * step))


def is_drawn(place: CityDot) -> bool:
    return 0 <= place.x <= WIDTH and 0 <= place.y <= HEIGHT


def view_around(dots: list[Dot], narrowest: float, shape: float | None = None, margin: float = MARGIN) -> Box:
    """Return a box that fits these dots closely; for a single dot without a given ``shape``, the whole map."""
    whole = Box(0, 0, WIDTH, HEIGHT)
    left, right = min(dot.x for dot in dots), max(dot.x for dot in dots)
    top, bottom = min(dot.y for dot in dots), max(dot.y for dot in dots)
    if len(dots) == 1 and not shape:
        return whole
    across, down = (right - left) / (1 - 2 * margin), (bottom - top) / (1 - 2 * margin)
    shape = shape or min(max(across / max(down, 1), SHAPES[0]), SHAPES[1])
    width = max(across, down * shape, narrowest)
    height = width / shape
    if width >= WIDTH or height >= HEIGHT:
        return whole
    x = min(max((left + right - width) / 2, 0), WIDTH - width)
    y = min(max((top + bottom - height) / 2, 0), HEIGHT - height)
    return Box(round(x), round(y), round(x + width), round(y + height))


def arc_between(one: CityDot, other: CityDot) -> str:
    """Return the SVG path data of a curve between two places that bends to the north."""
    if one.x > other.x:
        one, other = other, one
    across, down = other.x - one.x, other.y - one.y
    bend = CityDot((one.x + other.x) / 2 + down * BEND, (one.y + other.y) / 2 - across * BEND)
    return f"M{one.x:.0f} {one.y:.0f}Q{bend.x:.0f} {bend.y:.0f} {other.x:.0f} {other.y:.0f}"


def places_of(pages: Iterable[Any], addresses: Any) -> list[tuple[Point, str, str]]:
    """Return city profiles as places for ``city_map``; the callable ``addresses`` returns the URL of a page."""
    return [(page.city.point, page.title, addresses(page)) for page in pages]
