"""JSON-LD of cities, landmarks and events, with ASCII digits, ISO dates and decimal degrees."""

from typing import TYPE_CHECKING, Any

from django.conf import settings

from amf_site.addresses import absolute, page_address

from .vocabulary import EventStatus

if TYPE_CHECKING:
    from .event_names import NamedEvent
    from .models import CityPage, Event

EVENT_STATUSES = {EventStatus.POSTPONED: "EventPostponed", EventStatus.CANCELLED: "EventCancelled"}


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


def event_graph(named: "NamedEvent", canonical: str) -> dict[str, Any]:
    """Return an ``Event``; ``canonical`` is the address of its page. Whole days have no time, as schema.org asks."""
    event, page = named.event, named.page
    entry: dict[str, Any] = {
        "@type": "Event",
        "@id": f"{canonical}#event",
        "name": named.title,
        "mainEntityOfPage": canonical,
        "url": canonical,
        "startDate": str(event.month or (event.starts or event.first_day).isoformat()),
        "eventStatus": f"https://schema.org/{EVENT_STATUSES.get(EventStatus(event.status), 'EventScheduled')}",
        "eventAttendanceMode": f"https://schema.org/{attendance_mode(event)}",
        "location": locations(named, canonical),
        "organizer": {"@id": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/#organization"},
    }
    if event.month is None:
        entry["endDate"] = (event.ends or event.last_day).isoformat()
    if page and page.description:
        entry["description"] = page.description
    if page and page.picture and not (rendition := page.picture.get_rendition("format-webp|width-960")).is_placeholder:
        entry["image"] = absolute(rendition.url)
    return entry


def attendance_mode(event: "Event") -> str:
    if not event.is_online:
        return "OfflineEventAttendanceMode"
    return "MixedEventAttendanceMode" if event.host else "OnlineEventAttendanceMode"


def locations(named: "NamedEvent", canonical: str) -> list[dict[str, Any]]:
    """Return the host city and the address online, as far as the event has them."""
    event, city = named.event, named.event.host
    found: list[dict[str, Any]] = []
    if city:
        place: dict[str, Any] = {
            "@type": "Place",
            "name": (named.page.venue if named.page else "") or named.place,
            "address": {
                "@type": "PostalAddress",
                "addressLocality": named.place,
                "addressCountry": city.country,
            },
        }
        if named.profile:
            place["containedInPlace"] = {"@id": f"{page_address(named.profile)}#city"}
        found.append(place)
    if event.is_online:
        found.append({"@type": "VirtualLocation", "url": event.online_link or canonical})
    return found
