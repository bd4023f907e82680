"""JSON-LD of a city and its landmarks, with ASCII digits and decimal degrees."""

from typing import TYPE_CHECKING, Any

from amf_site.addresses import absolute

if TYPE_CHECKING:
    from .models import CityPage


def city_graph(page: "CityPage", canonical: str) -> list[dict[str, Any]]:
    """Return a ``City`` and a ``TouristAttraction`` for each landmark."""
    city = page.city
    entry: dict[str, Any] = {
        "@type": "City",
        "@id": f"{canonical}#city",
        "name": page.title,
        "alternateName": city.native_name,
        "mainEntityOfPage": canonical,
        "geo": coordinates(city.latitude, city.longitude),
        "containedInPlace": {
            "@type": "Country",
            "address": {"@type": "PostalAddress", "addressCountry": city.country},
        },
    }
    if city.official_site:
        entry["sameAs"] = city.official_site
    return [entry, *(landmark_entry(row, canonical) for row in page.landmark_rows)]


def landmark_entry(row: Any, canonical: str) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "@type": "TouristAttraction",
        "@id": f"{canonical}#{row.anchor}",
        "name": row.name,
        "alternateName": row.native_name,
        "description": row.text,
        "containedInPlace": {"@id": f"{canonical}#city"},
    }
    if row.latitude is not None and row.longitude is not None:
        entry["geo"] = coordinates(row.latitude, row.longitude)
    if row.picture and not (rendition := row.picture.get_rendition("format-webp|width-960")).is_placeholder:
        entry["image"] = absolute(rendition.url)
    return entry


def coordinates(latitude: Any, longitude: Any) -> dict[str, Any]:
    return {"@type": "GeoCoordinates", "latitude": float(latitude), "longitude": float(longitude)}
