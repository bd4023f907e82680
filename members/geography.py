"""Coordinates and distances."""

import math
from typing import NamedTuple

#: Mean radius of the Earth in kilometres (IUGG).
EARTH_RADIUS = 6371.0


class Point(NamedTuple):
    """Coordinates in degrees, east and north positive, in the order of GeoJSON."""

    longitude: float
    latitude: float


def distance(one: Point, other: Point) -> float:
    """Return the great-circle distance between two points in kilometres."""
    (lon1, lat1), (lon2, lat2) = (
        (math.radians(point.longitude), math.radians(point.latitude)) for point in (one, other)
    )
    haversine = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(haversine))
