"""``manage.py draw_land land-50m.json``: regenerate static/img/asia.svg, the background of every map.

The input file comes from the npm package world-atlas 2 (ISC licence): Natural Earth 4.1 (public domain) as TopoJSON.
Only its object ``land`` is read, which has coastlines but no borders.
"""

import gzip
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from members.geography import Point
from members.map import HEIGHT, WIDTH, CityDot, project

TARGET = Path("static/img/asia.svg")
#: Width of the land kept beyond the edges, in map units, so that no cut coastline is visible.
BLEED = 12
#: Maximum deviation of a simplified coastline in map units, and area of the smallest island in square map units.
TOLERANCE = 0.7
SMALLEST = 6

Coast = list[CityDot]


class Command(BaseCommand):
    help = "Draws the land of the maps anew from world-atlas's land-50m.json."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file: Path, **options) -> None:
        try:
            atlas = json.loads(file.read_text(encoding="utf-8"))
            rings = list(land_rings(atlas))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{file} is no TopoJSON with an object “land”: {error}") from error
        path = "".join(path_of(coast) for ring in rings if (coast := drawn(ring)))
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
            f'<path id="land" fill="#d9c9a5" d="{path}"/></svg>\n'
        )
        (settings.BASE_DIR / TARGET).write_text(svg, encoding="utf-8")
        self.stdout.write(f"{TARGET}: {len(svg)} bytes, {len(gzip.compress(svg.encode()))} compressed")


def land_rings(atlas: dict[str, Any]) -> Iterator[list[Point]]:
    """Yield every coastline of a TopoJSON file as a closed ring, in degrees."""
    scale, shift = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append(Point(x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)
    for shape in atlas["objects"]["land"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            points = []
            for number in ring:
                arc_points = arcs[number] if number >= 0 else arcs[~number][::-1]
                points += arc_points[1 if points else 0 :]
            yield points


def drawn(ring: list[Point]) -> Coast:
    """Project, clip and simplify a ring. Return an empty list if the result is too small."""
    coast = cut([place for point in ring if (place := project(point))])
    if len(coast) < 3 or area(coast) < SMALLEST:
        return []
    coast = simplified([*coast, coast[0]])[:-1]
    return coast if len(coast) > 2 else []


def cut(coast: Coast) -> Coast:
    """Clip a coastline to the map and its bleed (Sutherland–Hodgman algorithm)."""
    for axis, limit, sign in ((0, -BLEED, 1), (0, WIDTH + BLEED, -1), (1, -BLEED, 1), (1, HEIGHT + BLEED, -1)):
        kept: Coast = []
        for index, place in enumerate(coast):
            before = coast[index - 1]
            is_in, was_in = sign * (place[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
            if is_in != was_in:
                share = (limit - before[axis]) / (place[axis] - before[axis])
                kept.append(CityDot(*(before[i] + share * (place[i] - before[i]) for i in (0, 1))))
            if is_in:
                kept.append(place)
        coast = kept
    return coast


def area(coast: Coast) -> float:
    pairs = zip([coast[-1], *coast[:-1]], coast, strict=True)
    return abs(sum(one.x * other.y - other.x * one.y for one, other in pairs)) / 2


def simplified(coast: Coast) -> Coast:
    """Remove points that lie within the tolerance of the simplified line (Douglas–Peucker algorithm)."""
    kept = {0, len(coast) - 1}
    stretches = [(0, len(coast) - 1)]
    while stretches:
        first, last = stretches.pop()
        (x1, y1), (x2, y2) = coast[first], coast[last]
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        farthest, far = TOLERANCE, None
        for index in range(first + 1, last):
            x, y = coast[index]
            away = (
                abs((y2 - y1) * x - (x2 - x1) * y + x2 * y1 - y2 * x1) / length
                if length
                else ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
            )
            if away > farthest:
                farthest, far = away, index
        if far is not None:
            kept.add(far)
            stretches += [(first, far), (far, last)]
    return [coast[index] for index in sorted(kept)]


def path_of(coast: Coast) -> str:
    """Return the SVG path data of a coastline, in whole units and relative coordinates."""
    places = [(round(place.x), round(place.y)) for place in coast]
    steps = []
    for (x1, y1), (x2, y2) in pairwise(places):
        if (x1, y1) != (x2, y2):
            steps.append(f"{x2 - x1} {y2 - y1}")
    return f"M{places[0][0]} {places[0][1]}l{' '.join(steps)}z".replace(" -", "-")
