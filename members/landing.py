"""What the landing page tells of the Forum's work: the latest news, and the next event or else the latest one."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from wagtail.models import Locale

from amf_site.addresses import page_path, path_of
from pages.landing import LandingSection

from .event_names import composed_name
from .models import CityPage, Event, EventPage, NewsPage

#: How many articles are shown.
ARTICLES = 3
DAY = datetime.timedelta(days=1)
#: The next event is among these, unless as many have ended since yesterday.
CANDIDATES = 5


@dataclass(frozen=True)
class NearestEvent:
    """An event with its title in the reader's language, and the path of its page, if there is one."""

    event: Event
    title: str
    path: str


def nearest_event(code: str) -> NearestEvent | None:
    """Return the next event, or else the latest one, with what its language says of it, in one query.

    Whether one is over, the clocks of its place decide, which may show another day than those of the site.
    """
    pages = EventPage.objects.reachable().filter(locale__language_code=code, event=OuterRef("pk"))
    profiles = CityPage.objects.reachable().filter(locale__language_code=code, city=OuterRef("host"))
    said = {
        "page_title": Subquery(pages.values("title")[:1]),
        "page_path": Subquery(pages.values("url_path")[:1]),
        "host_title": Subquery(profiles.values("title")[:1]),
    }
    # Chosen inside, so that the database looks for the pages of a few events only.
    candidates = Event.objects.nearest(timezone.localdate() - DAY).values("pk")[:CANDIDATES]
    chosen = Event.objects.filter(pk__in=candidates).with_records().annotate(**said)
    events: list[Any] = sorted(chosen, key=lambda event: (event.first_day, event.key))
    if not events:
        return None
    latest = max(events, key=lambda event: event.first_day)
    event = next((event for event in events if not event.is_over), latest)
    place = event.host_title or (event.host.native_name if event.host else "")
    title = event.page_title or composed_name(event, place, code)
    return NearestEvent(event, title, path_of(event.page_path, code) if event.page_path else "")


def landing_sections(locale: Locale) -> list[LandingSection]:
    """Return one section, or none while the language has neither news nor events. Two queries."""
    code = locale.language_code
    articles = list(NewsPage.objects.reachable().filter(locale=locale).for_cards().latest_first()[:ARTICLES])
    values: dict[str, Any] = {"articles": articles, "nearest": nearest_event(code)}
    if articles:
        values["list"] = page_path(articles[0], code).removesuffix(f"{articles[0].slug}/")
    if not any(values.values()):
        return []
    pictures = [article.picture for article in articles]
    return [LandingSection("members/landing/latest.html", values, pictures, "members/landing/feeds.html")]
