"""The map: the land of Asia as one drawn file, and on it what a page knows of, placed when the page is made.

Lambert's azimuthal equal-area projection, centred on 28° N 85° E, drawn 1000 units wide. There are no borders and no
names of countries on it.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from .geography import Point
from .lettering import CROWD, Box, Name, Spot, spots_with_room

CENTRE = Point(85.0, 28.0)
#: The part of the projected plane that is drawn, in radii of the globe: left, right, top, bottom.
LEFT, RIGHT, TOP, BOTTOM = -1.02, 1.05, -0.86, 0.80
WIDTH = 1000
SCALE = WIDTH / (RIGHT - LEFT)
HEIGHT = round((BOTTOM - TOP) * SCALE)
#: A view never shows less of the map than this many units across, a nearer one than that.
NARROWEST, NEAREST = 120, 24
#: The part of a view's width and height that lies around the outermost dots, on each side; of a nearer one.
MARGIN, NEAR_MARGIN = 0.12, 0.06
#: The least and the greatest width of a view, as a part of its height.
SHAPES = (1.0, WIDTH / HEIGHT)
#: The first view and those nearer ones that stand beside it.
MOST_VIEWS = 3
#: How large a part of a view's width a nearer one is tried to show.
NEARER = (0.22, 0.25, 0.28, 0.31, 0.34, 0.37, 0.4, 0.45, 0.5)
#: Height of letters in hundredths of the width of a narrow map, as ``map.css`` sets them; on a wide one they are less.
LETTERS = 3.7
#: Of more dots than this, names are shown on hover and focus only.
MOST_NAMES = 150
#: The reach of a dot that stands alone, in hundredths of the width of the view.
LONGEST_REACH = 4.5
#: How far an arc bends away from the straight line, as a part of its length.
BEND = 0.18


class CityDot(NamedTuple):
    """Units from the upper left corner of the whole map."""

    x: float
    y: float


def project(point: Point) -> CityDot | None:
    """Where a point of the globe lies on the map; nothing for places on its far side, or outside of what is drawn."""
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
    #: The city that the page is about.
    is_own: bool = False
    #: How far around the dot its link reaches, in units: never nearer to a neighbour than to the dot itself.
    reach: int = 0
    #: Where its name stands; nothing where there is no room for it but on hover and focus.
    spot: Spot | None = None


@dataclass(frozen=True)
class View:
    """A drawing of a part of the map, all in units of the map."""

    box: Box
    #: Cities that are links here.
    dots: list[Dot]
    #: Cities that the nearer view names, and the part of this one that it shows.
    marks: list[CityDot] = field(default_factory=list)
    frame: Box | None = None

    @property
    def view_box(self) -> str:
        return f"{self.box.left} {self.box.top} {self.box.width} {self.box.height}"

    @property
    def step(self) -> float:
        """A hundredth of the width: sizes of dots and letters, whatever is shown."""
        return self.box.width / 100


@dataclass(frozen=True)
class CityMap:
    """What ``components/city_map.html`` draws: all cities, and beside them nearer views of those that crowd."""

    views: list[View] = field(default_factory=list)
    #: Paths of the arcs between cities.
    arcs: list[str] = field(default_factory=list)

    @property
    def dots(self) -> list[Dot]:
        return [dot for view in self.views for dot in view.dots]

    @property
    def unnamed(self) -> list[Dot]:
        """Cities whose names have room in no view, unless the map is of so many that none is named."""
        return unnamed(self.views) if len(self.dots) <= MOST_NAMES else []


def city_map(
    places: Iterable[tuple[Point, str, str]],
    code: str,
    arcs: Iterable[tuple[Point, Point]] = (),
    own: Point | None = None,
) -> CityMap:
    """A map of places (point, name, address) and of arcs between points; ``code`` is the language of the names."""
    placed = [(project(point), name, url, point == own) for point, name, url in places]
    dots = [
        Dot(round(place.x), round(place.y), name, url, is_own)
        for place, name, url, is_own in placed
        if place and is_drawn(place)
    ]
    ends = [(project(one), project(other)) for one, other in arcs]
    paths = [arc_between(one, other) for one, other in ends if one and other and is_drawn(one) and is_drawn(other)]
    return CityMap(fewest_views(dots, code), paths)


def fewest_views(dots: list[Dot], code: str) -> list[View]:
    """As few views as give every name room, each nearer than the one before and framed in it."""
    if not dots:
        return []
    whole = view_around(dots, NARROWEST)
    views = views_of(dots, whole, code, 1)
    for most in range(2, MOST_VIEWS + 1 if len(dots) <= CROWD else 2):
        if not unnamed(views):
            break
        views = views_of(dots, whole, code, most)
    return views


def views_of(dots: list[Dot], box: Box, code: str, most: int) -> list[View]:
    """A view that leaves the names that crowd to a nearer one: of those tried, the one with room for the most names."""
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
    """The dots of the parts of a view where the most lie, from small parts to large, each with a nearer view of it."""
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
    """The dots of a view with their reach, and with the spots of their names as far as there is room."""
    step = view.width / 100
    names = [Name(dot.x, dot.y, dot.name, dot.is_own) for dot in dots] if len(dots) <= MOST_NAMES else []
    found = spots_with_room(names, view, LETTERS * step, code, frame)
    places = [CityDot(dot.x, dot.y) for dot in dots]
    return [
        replace(dot, spot=found.get(number), reach=reach_of(place, places, step))
        for number, (dot, place) in enumerate(zip(dots, places, strict=True))
    ]


def reach_of(place: CityDot, places: list[CityDot], step: float) -> int:
    """Half the way to the nearest neighbour, within what a finger needs."""
    nearest = min((math.dist(place, other) for other in places if other != place), default=math.inf)
    return round(min(max(nearest / 2, 1), LONGEST_REACH * step))


def is_drawn(place: CityDot) -> bool:
    return 0 <= place.x <= WIDTH and 0 <= place.y <= HEIGHT


def view_around(dots: list[Dot], narrowest: float, shape: float | None = None, margin: float = MARGIN) -> Box:
    """The part of the map that shows these dots and little else; where one stands alone, all of Asia around it."""
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
    """A curve from one place to another, bent towards the north."""
    if one.x > other.x:
        one, other = other, one
    across, down = other.x - one.x, other.y - one.y
    bend = CityDot((one.x + other.x) / 2 + down * BEND, (one.y + other.y) / 2 - across * BEND)
    return f"M{one.x:.0f} {one.y:.0f}Q{bend.x:.0f} {bend.y:.0f} {other.x:.0f} {other.y:.0f}"


def places_of(pages: Iterable[Any], addresses: Any) -> list[tuple[Point, str, str]]:
    """City profiles as places of a map; ``addresses`` gives a page's address."""
    return [(page.city.point, page.title, addresses(page)) for page in pages]
