"""Create a site of ten thousand pages in every language in a minute or two, out of pages of the demo."""

import datetime
import uuid
from collections.abc import Callable
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry
from wagtail_localize.models import TranslatableObject, Translation, TranslationSource

from amf_site.cldr.collation import sort_key
from amf_site.demo.builders import page_of
from amf_site.languages import SOURCE_LANGUAGE
from amf_site.search.models import SearchEntry
from members.models import City, Event, NewsPage, Theme

CITIES, EVENTS, NEWS = 300, 200, 5000
#: Rows for one statement.
BATCH = 5000
#: The first place of a copy among the children of its parent: those of the demo come before.
FIRST = 20_000
COUNTRIES = (("IR", "034"), ("TR", "145"), ("TH", "035"), ("CN", "030"))


def make_large(pages: int) -> None:
    """Let the site have so many pages in each language: cities, events, news and, for the rest, pages of text."""
    now = Page.objects.filter(depth__gt=1, locale__language_code=SOURCE_LANGUAGE).count()
    cities, events = make_cities(), make_events()
    copy_page("tabriz", CITIES, lambda n, title, code: {"city_id": cities[n].pk, "sort_key": sort_key(title, code)})
    copy_page("events/general-assembly-2012", EVENTS, lambda n, title, code: {"event_id": events[n].pk})
    copy_page("news/general-assembly-in-bangkok", NEWS, lambda n, title, code: article(n, cities))
    copy_page("about", pages - now - CITIES - EVENTS - NEWS, lambda n, title, code: {}, is_below=True)
    share_among_articles("city", NewsPage.cities.through, cities)
    share_among_articles("theme", NewsPage.themes.through, list(Theme.objects.originals()))
    count_rows()


def count_rows() -> None:
    """Let the database count its rows, by which it chooses indexes. PostgreSQL does so after as many insertions."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")  # as SQLite's manual recommends
        cursor.execute("ANALYZE")


def make_cities() -> list[City]:
    first = City.objects.get(name="Tabriz")
    return City.objects.bulk_create(
        City(
            name=f"City {n}",
            native_name=f"شهر {n}",
            native_language="fa",
            country=COUNTRIES[n % 4][0],
            sub_region=COUNTRIES[n % 4][1],
            latitude=10 + n % 40,
            longitude=40 + n % 70,
            membership=first.membership,
            folded_names=f"city {n}",
        )
        for n in range(CITIES)
    )


def make_events() -> list[Event]:
    first, day = Event.objects.get(key="general-assembly-2012"), datetime.timedelta(days=1)
    begins = [datetime.date(2009, 1, 1) + 30 * n * day for n in range(EVENTS)]
    return Event.objects.bulk_create(
        Event(
            key=f"event-{n}",
            kind="conference",
            first_day=begin,
            last_day=begin + day,
            host=first.host,
            source=first.source,
        )
        for n, begin in enumerate(begins)
    )


def article(n: int, cities: list[City]) -> dict[str, Any]:
    return {"date": f"{2009 + n % 17}-{1 + n % 12:02}-{1 + n % 28:02}", "place_id": cities[n % CITIES].pk}


def copy_page(name: str, count: int, own: Callable[[int, str, str], dict[str, Any]], is_below: bool = False) -> None:
    """Copy a page of the demo in every language, beside or below it, as if each copy had been translated."""
    originals = list(page_of(name).get_translations(inclusive=True).specific().select_related("locale"))
    keys = [uuid.uuid4() for _ in range(count)]
    model = type(originals[0])
    kind = ContentType.objects.get_for_model(model)
    for original in originals:
        code = original.locale.language_code
        pages = Page.objects.bulk_create(general_rows(original, keys, is_below), BATCH)
        special = values_of(model, original)
        special["body"] = original.body.get_prep_value()[:1]
        rows = [special | own(n, page.title, code) | {"page_ptr_id": page.pk} for n, page in enumerate(pages)]
        insert(model, rows)
        SearchEntry.objects.bulk_create(search_entries(original, pages, code), BATCH)
        PageLogEntry.objects.bulk_create(
            [
                PageLogEntry(
                    page_id=page.pk,
                    label=page.title,
                    action="wagtail.publish",
                    content_type=kind,
                    timestamp=timezone.now(),
                )
                for page in pages
            ],
            BATCH,
        )
    make_translations(keys, kind)


def general_rows(original: Page, keys: list[uuid.UUID], is_below: bool) -> list[Page]:
    parent = original.get_parent()
    if is_below:
        parent = original
    shared = values_of(Page, Page.objects.get(pk=original.pk)) | {
        "depth": parent.depth + 1,
        "numchild": 0,
        "latest_revision_id": None,
        "live_revision_id": None,
    }
    return [
        Page(
            **shared
            | {
                "title": f"{original.title} {n}",
                "draft_title": f"{original.title} {n}",
                "slug": f"{original.slug}-{n}",
                "translation_key": key,
                "path": Page._get_path(parent.path, parent.depth + 1, FIRST + n),
                "url_path": f"{parent.url_path}{original.slug}-{n}/",
            }
        )
        for n, key in enumerate(keys)
    ]


def values_of(model: type[Page], page: Page) -> dict[str, Any]:
    """Return the values of the columns of a model's own table, without the primary key."""
    return {
        field.attname: getattr(page, field.attname) for field in model._meta.local_concrete_fields if field.name != "id"
    }


def insert(model: type[Page], rows: list[dict[str, Any]]) -> None:
    """Insert what is special of pages whose general rows are there, which ``bulk_create`` does not do."""
    fields = model._meta.local_concrete_fields
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    statement = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [[field.get_db_prep_save(row[field.attname], connection) for field in fields] for row in rows],
        )


def search_entries(original: Page, pages: list[Page], code: str) -> list[SearchEntry]:
    entry = SearchEntry.objects.get(page_id=original.pk)
    return [
        SearchEntry(
            page=page,
            language=code,
            title=page.title,
            text=f"{page.title}\n{entry.text[:400]}",
            folded_title=f"{entry.folded_title} {n}",
            folded_text=f" {entry.folded_title} {n} w{n} \n{entry.folded_text[:400]}",
        )
        for n, page in enumerate(pages)
    ]


def make_translations(keys: list[uuid.UUID], kind: ContentType) -> None:
    source = Locale.objects.get(language_code=SOURCE_LANGUAGE)
    TranslatableObject.objects.bulk_create(
        [TranslatableObject(translation_key=key, content_type=kind) for key in keys], BATCH
    )
    sources = TranslationSource.objects.bulk_create(
        [
            TranslationSource(
                object_id=key,
                specific_content_type=kind,
                locale=source,
                content_json="{}",
                object_repr="Page",
                last_updated_at=timezone.now(),
            )
            for key in keys
        ],
        BATCH,
    )
    others = list(Locale.objects.exclude(pk=source.pk))
    rows = (Translation(source=each, target_locale=locale) for each in sources for locale in others)
    while some := list(islice(rows, BATCH)):
        Translation.objects.bulk_create(some)


def share_among_articles(name: str, through: Any, given: list[Any]) -> None:
    """Give every new article one of the cities or themes."""
    new = NewsPage.objects.exclude(pk__in=through.objects.values("newspage")).order_by().values_list("pk", flat=True)
    rows = [through(newspage_id=pk, **{name: given[pk % len(given)]}) for pk in new]
    through.objects.bulk_create(rows, BATCH)
