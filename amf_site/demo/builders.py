"""Build the Forum's English pages from the content files, with one function per page type.

``make run`` and the test database use the same builders. Existing objects are left unchanged unless ``overwrite`` is
set.
"""

# Child objects are assigned to modelcluster relations, which django-stubs takes for managers.
# mypy: disable-error-code="misc, attr-defined, union-attr, arg-type"

import json
from typing import Any

from django.db import models
from wagtail.models import Page

from amf_site.languages import SOURCE_LANGUAGE
from amf_site.media.models import SiteImage
from amf_site.media.picture_examination import CleanPicture
from members.models import (
    BodyPage,
    CityPage,
    DocumentPage,
    Event,
    EventPage,
    Landmark,
    NewsPage,
    NewsSource,
    PressPage,
    PressPicture,
    ProjectPage,
    ProjectResult,
    PublishedDocument,
)
from pages.models import BasePage, HomePage, SiteNavigation
from strategy.models import Goal, MissionAim, MissionGround, PlanEdition, PlanEditionPage, Value

from .blocks import rich_text, stream
from .content import NAVIGATION, PAGES, facts, identity, picture_path, words
from .forum_records import body_record
from .page_types import PAGE_TYPES
from .records import category, city_record, source_locale, source_of

#: Tree depth of the parent of pages that have no parent in the content files.
ROOT_DEPTH = 1
#: Keys that the content file of any page may have.
OF_EVERY_PAGE = {"type", "parent", "slug", "title", "summary", "seo_title", "picture", "picture_alt", "body"}
#: Cities on the cards of the home page, without the city of its slideshow, which is shown above them.
FEATURED = ("isfahan", "istanbul", "bangkok", "dushanbe", "haikou", "baghdad")


def page_of(name: str) -> Page | None:
    """Return the English page of a content file, or ``None`` if it has not been built."""
    return Page.objects.filter(translation_key=identity(name), locale__language_code=SOURCE_LANGUAGE).first()


def page_id(name: str) -> int | None:
    page = page_of(name)
    return page.pk if page else None


def picture(name: str) -> SiteImage:
    """Return the image with this name; upload it first if necessary."""
    title = name.replace("-", " ").capitalize()
    image = SiteImage.objects.filter(title=title).first()
    if image is None:
        path = picture_path(name)
        # The file is part of the source code, so it need not be examined.
        image = SiteImage(title=title, file=CleanPicture(path.read_bytes(), path.name))
        image._set_image_file_metadata()
        image.save()
    return image


def upload_pictures() -> None:
    """Upload all images, each in a transaction of its own, since a rollback would leave the files behind."""
    for name in PAGES:
        said = words(name)
        for key in filter(None, (said.get("picture"), *(row["key"] for row in said.get("landmarks", [])))):
            picture(key)


def build_pages(overwrite: bool) -> None:
    """Build all English pages: first create all, then fill them, because they link to one another."""
    new = [name for name in PAGES if page_of(name) is None]
    for name in new:
        create(name)
    for name in PAGES if overwrite else new:
        fill(page_of(name).specific, name).save_revision().publish()


def create(name: str) -> None:
    """Add a page to the tree as a draft."""
    said = words(name)
    page = fill(PAGE_TYPES[said["type"]](live=False), name)
    parent = page_of(said["parent"]) if said["parent"] else Page.objects.get(depth=ROOT_DEPTH)
    parent.add_child(instance=page)


def fill(page: BasePage, name: str) -> BasePage:
    """Set the fields and child objects of a page from its content file."""
    said = words(name)
    page.translation_key, page.locale = identity(name), source_locale()
    page.title, page.slug, page.summary = said["title"], said["slug"], said["summary"]
    page.seo_title = said.get("seo_title", "")
    if "picture" in said:
        page.picture, page.picture_alt = picture(said["picture"]), said["picture_alt"]
    if "body" in said:
        page.body = json.dumps(stream(name, said["body"], page_id))
    match page:
        case HomePage():
            _fill_home(page, name, said)
        case PlanEditionPage():
            _fill_edition(page, name, said)
        case CityPage():
            _fill_city(page, name, said)
        case ProjectPage():
            _fill_project(page, name, said)
        case NewsPage():
            _fill_article(page, name)
        case EventPage():
            page.event = Event.objects.get(key=key_of(name))
            page.theme, page.venue = said.get("theme", ""), said.get("venue", "")
        case BodyPage():
            page.forum_body, page.task = body_record(key_of(name)), rich_text(said["task"], page_id)
        case DocumentPage():
            page.document = PublishedDocument.objects.get(key=key_of(name))
            page.points = rich_text(said["points"], page_id)
        case PressPage():
            _fill_press(page, name, said)
        case _:
            # Other page types have plain fields only, and an introduction that may have links. ``get_field`` raises an
            # error for a key that is not a field.
            for field in said.keys() - OF_EVERY_PAGE:
                page._meta.get_field(field)
                setattr(page, field, rich_text(said[field], page_id) if field == "introduction" else said[field])
    return page


def key_of(name: str) -> str:
    """Return the key of the record or article that a page in a folder is about."""
    return name.rpartition("/")[2]


def _fill_article(page: NewsPage, name: str) -> None:
    known = facts("news")["news"][key_of(name)]
    page.date, page.kind = known["date"], known.get("kind", NewsPage.Kind.NEWS)
    page.place = city_record(known["place"]) if "place" in known else None
    page.event = Event.objects.get(key=known["event"]) if "event" in known else None
    page.forum_body = body_record(known["forum_body"]) if "forum_body" in known else None
    page.cities = [city_record(city) for city in known.get("cities", [])]
    page.themes = [category("themes", slug) for slug in known.get("themes", [])]
    page.sources = _rows(NewsSource, name, known["sources"])


def _fill_press(page: PressPage, name: str, said: dict[str, Any]) -> None:
    for field in ("short_text", "long_text", "pictures_text", "contact"):
        setattr(page, field, rich_text(said[field], page_id))
    rows = []
    for row in said["pictures"]:
        image = picture(row["key"])
        if not image.credit:
            image.credit = row["credit"]
            image.save()
        rows.append({"picture": image, "caption": row["caption"]})
    page.pictures = _rows(PressPicture, name, rows)


def _fill_home(page: HomePage, name: str, said: dict[str, Any]) -> None:
    texts = ("hero_title", "hero_text", "brief_title", "motto", "motto_note", "plan_title", "plan_text")
    for field in (*texts, "cities_title", "cities_text"):
        setattr(page, field, said[field])
    page.brief = rich_text(said["brief"], page_id)
    page.showcase = page_of("tabriz")
    page.plan_page = page_of("strategic-plan")
    page.featured = json.dumps(
        [{"type": "city", "id": str(identity("featured", city)), "value": page_id(city)} for city in FEATURED]
    )


def _fill_edition(page: PlanEditionPage, name: str, said: dict[str, Any]) -> None:
    known = facts("plan")["editions"][name]
    page.edition = PlanEdition.objects.get_or_create(name=known["name"], defaults=known)[0]
    page.vision = rich_text(said["vision"], page_id)
    page.mission_intro = said["mission_intro"]
    page.grounds = _rows(MissionGround, name, [{"text": text} for text in said["grounds"]])
    page.aims = _rows(MissionAim, name, [{"text": text} for text in said["aims"]])
    page.goals = _rows(Goal, name, said["goals"])
    page.values = _rows(Value, name, said["values"])


def _fill_city(page: CityPage, name: str, said: dict[str, Any]) -> None:
    page.city = city_record(name)
    page.story = rich_text(said["story"], page_id)
    page.landmarks = _rows(
        Landmark,
        name,
        [
            {
                "name": row["name"],
                "text": row["text"],
                "picture_alt": row["alt"],
                "picture": picture(row["key"]),
                **facts("landmarks")["landmarks"].get(row["key"], {}),
            }
            for row in said.get("landmarks", [])
        ],
    )


def _fill_project(page: ProjectPage, name: str, said: dict[str, Any]) -> None:
    known = facts("projects")["projects"][name]
    for field in ("challenge", "response", "outcome"):
        setattr(page, field, rich_text(said[field], page_id))
    page.contact = said.get("contact", "")
    for field in ("started", "completed", "cost", "link"):
        if field in known:
            setattr(page, field, known[field])
    page.themes = [category("themes", slug) for slug in known["themes"]]
    page.results = _rows(
        ProjectResult,
        name,
        [
            {
                "label": row["label"],
                "unit": row.get("unit", ""),
                "value": figure["value"],
                "year": figure["year"],
                "source": source_of(figure["source"], figure.get("source_url", "")),
            }
            for row, figure in zip(said.get("results", []), known.get("results", []), strict=True)
        ],
    )


def _rows(model: type[models.Model], name: str, values: list[dict[str, Any]]) -> list[Any]:
    """Return ordered child objects of a page, each with a translation key that depends on its position only."""
    keys = [identity(name, model._meta.model_name, str(index)) for index in range(len(values))]
    saved = dict(
        model.objects.filter(translation_key__in=keys, locale=source_locale()).values_list("translation_key", "pk")
    )
    rows = [
        model(pk=saved.get(key), translation_key=key, locale=source_locale(), sort_order=index, **value)
        for index, (key, value) in enumerate(zip(keys, values, strict=True))
    ]
    relations = [field.name for field in model._meta.fields if field.is_relation]
    for row in rows:  # the page that saves them does not check them
        row.clean_fields(exclude=relations)
    return rows


def build_navigation(overwrite: bool) -> SiteNavigation:
    """Build the English menu and footer."""
    said = words(NAVIGATION)
    key = identity(NAVIGATION)
    record = SiteNavigation.objects.filter(translation_key=key, locale=source_locale()).first()
    if record is not None and not overwrite:
        return record
    record = record or SiteNavigation(translation_key=key, locale=source_locale())
    for field, slugs in (("menu", said["menu"]), ("footer", said["footer_menu"])):
        entries = [
            {"type": "page", "id": str(identity(field, slug)), "value": {"page": page_id(slug), "label": ""}}
            for slug in slugs
        ]
        setattr(record, field, json.dumps(entries))
    record.motto_line, record.footer_text = said["motto_line"], said["footer_text"]
    record.address, record.copyright, record.notice = said["address_lines"], said["copyright"], said["demo_note"]
    record.save()
    record.save_revision().publish()
    return record
