"""Build the records of the Forum's work from ``facts/``: bodies, events, offices, documents and titles of cities.

Existing records are left unchanged, since editors may have changed them. ``records`` builds the cities first.
"""

# django-stubs takes modelcluster relations for managers.
# mypy: disable-error-code="misc, attr-defined, union-attr, arg-type"

from collections.abc import Sequence
from typing import Any

from members.models import Body, Event, HeldTitle, Office, PublishedDocument, PublishedFile

from .content import facts, identity
from .records import category, city_record, source_locale, source_of


def build_forum_records() -> None:
    """Build all records; those to which others refer come first."""
    for order, row in enumerate(facts("bodies")["bodies"]):
        build_body(order=order, **row)
    for row in facts("events")["events"]:
        build_event(**row)
    for row in facts("offices")["offices"]:
        build_office(**row)
    for row in facts("documents")["documents"]:
        build_document(**row)
    for row in facts("titles")["titles"]:
        build_title(**row)


def body_record(slug: str) -> Body:
    return Body.objects.get(slug=slug, locale=source_locale())


def build_body(slug: str, theme: str = "", **values: Any) -> None:
    identifiers = {"translation_key": identity("body", slug), "locale": source_locale()}
    if not Body.objects.filter(**identifiers).exists():
        body = Body(**identifiers, slug=slug, theme=category("themes", theme) if theme else None, **values)
        body.full_clean()
        body.save()


def build_event(key: str, source: str, source_url: str = "", body: str = "", host: str = "", **values: Any) -> None:
    if Event.objects.filter(key=key).exists():
        return
    event = Event(
        key=key,
        source=source_of(source, source_url),
        body=body_record(body) if body else None,
        host=city_record(host) if host else None,
        **values,
    )
    event.full_clean()
    event.save()


def build_office(
    body: str, position: str, source: str, source_url: str = "", person: str = "", city: str = "", **values: Any
) -> None:
    """Create an office, unless this person or city has held this position in this body already."""
    identifiers = {
        "body": body_record(body),
        "position": position,
        "person": person,
        "city": city_record(city) if city else None,
    }
    if Office.objects.filter(**identifiers).exists():
        return
    values["other_names"] = "\n".join(values.get("other_names", []))
    office = Office(**identifiers, source=source_of(source, source_url), **values)
    office.full_clean()
    office.save()


def build_document(
    key: str,
    source: str,
    source_url: str = "",
    event: str = "",
    body: str = "",
    files: Sequence[dict[str, str]] = (),
    **values: Any,
) -> None:
    if PublishedDocument.objects.filter(key=key).exists():
        return
    document = PublishedDocument(
        key=key,
        source=source_of(source, source_url),
        event=Event.objects.get(key=event) if event else None,
        body=body_record(body) if body else None,
        **values,
    )
    document.files = [PublishedFile(**file) for file in files]
    document.full_clean()
    document.save()


def build_title(title: str, year: int, city: str, source: str, source_url: str = "", **values: Any) -> None:
    identifiers = {"city": city_record(city), "title": category("titles", title), "year": year}
    if not HeldTitle.objects.filter(**identifiers).exists():
        held = HeldTitle(**identifiers, source=source_of(source, source_url), **values)
        held.full_clean()
        held.save()
