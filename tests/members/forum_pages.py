"""Pages about the Forum's work, built as tests need them."""

import datetime
import uuid
from typing import Any

from wagtail.models import Locale, Page

from members.models import (
    Body,
    BodyPage,
    Event,
    EventIndexPage,
    EventPage,
    NewsIndexPage,
    NewsPage,
    PublishedDocument,
    PublishedFile,
)

from .forum_forms import a_source


def locale_of(code: str) -> Locale:
    return Locale.objects.get(language_code=code)


def home_of(code: str) -> Page:
    return Page.objects.get(depth=2, locale__language_code=code)


def index_page(model: type[Page], slug: str, code: str, **values: Any) -> Any:
    """Return the list page of a type in a language; create it if the content has none."""
    found = model.objects.filter(locale__language_code=code).first()
    if found is not None:
        return found
    other = model.objects.first()
    key = other.translation_key if other else uuid.uuid4()
    page = model(title=slug.capitalize(), slug=slug, locale=locale_of(code), translation_key=key, **values)
    home_of(code).add_child(instance=page)
    return page


def event_index(code: str = "en") -> EventIndexPage:
    return index_page(EventIndexPage, "events", code)


def event_record(key: str = "trial", **values: Any) -> Event:
    """Save an event; without other days, one that is to come."""
    days = {"first_day": datetime.date(2031, 5, 1), "last_day": datetime.date(2031, 5, 2)}
    return Event.objects.create(**{"key": key, "kind": "conference", **days, "source": a_source(), **values})


def event_page(event: Event, code: str = "en", **values: Any) -> EventPage:
    """Publish a page about an event, a translation of those in other languages."""
    other = EventPage.objects.filter(event=event).first()
    key = other.translation_key if other else uuid.uuid4()
    values = {"title": f"{event.key} in {code}", "slug": event.key, **values}
    page = EventPage(event=event, locale=locale_of(code), translation_key=key, **values)
    event_index(code).add_child(instance=page)
    page.save_revision().publish()
    return page


def news_article(slug: str = "trial", code: str = "en", **values: Any) -> NewsPage:
    """Publish an article, a translation of those with the same slug in other languages."""
    other = NewsPage.objects.filter(slug=slug).first()
    key = other.translation_key if other else uuid.uuid4()
    values = {"title": f"{slug} in {code}", "date": "2025-02", **values}
    page = NewsPage(slug=slug, locale=locale_of(code), translation_key=key, body="[]", **values)
    index_page(NewsIndexPage, "news", code).add_child(instance=page)
    page.save_revision().publish()
    return page


def document_record(key: str = "trial", *files: PublishedFile, **values: Any) -> PublishedDocument:
    """Save a document; without files, one whose original stands on another site in English."""
    document = PublishedDocument(**{"key": key, "kind": "report", "date": "2019-07", "source": a_source(), **values})
    link = f"https://www.example.org/{key}"
    document.files = list(files) or [PublishedFile(language="en", title=f"Report {key}", link=link)]
    document.save()
    return document


def body_page(slug: str, code: str = "en") -> BodyPage:
    """Return the page of a body in a language; publish one if the content has none."""
    body = Body.objects.originals().get(slug=slug)
    found = BodyPage.objects.filter(forum_body=body, locale__language_code=code).first()
    if found is not None:
        return found
    page = BodyPage(title=slug, slug=slug, locale=locale_of(code), forum_body=body, task="<p>To meet.</p>")
    Page.objects.get(slug="governance", locale__language_code=code).add_child(instance=page)
    page.save_revision().publish()
    return page
