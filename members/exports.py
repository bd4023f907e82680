"""Exports of members, partnerships and projects: CSV for spreadsheets, JSON for programs, GeoJSON for maps.

Values are machine-readable: ASCII digits, decimal degrees, ISO dates, years of the Gregorian calendar. Texts are in the
language of the page. Every file states its date and its licence.
"""

import json
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from amf_site.addresses import absolute, page_path
from amf_site.cldr.names import territory_name
from amf_site.spreadsheets import guarded, lines
from members.models.categories import MembershipCategory, Theme
from members.models.city import CityFigure
from members.models.partnership import Partnership
from members.models.profile import CityPage
from members.models.project import ProjectPage, ProjectResult
from members.models.title import HeldTitle
from members.querysets import CityPageQuerySet
from pages.models import Citation, Source, cite
from pages.querysets import name_in

if TYPE_CHECKING:
    from members.models.open_data import OpenDataPage

LABELS = {"members": _("Member cities"), "partnerships": _("Partnerships"), "projects": _("Projects")}
SUBJECTS = tuple(LABELS)
FORMATS = {"csv": "text/csv; charset=utf-8", "json": "application/json", "geojson": "application/geo+json"}
COLUMNS = {
    "members": [
        *("id", "name", "native_name", "native_language", "country", "country_name", "region", "region_name"),
        *("latitude", "longitude", "time_zone", "membership", "member_since", "themes", "figures", "titles"),
        *("official_site", "checked_on", "page"),
    ],
    "partnerships": [
        *("cities", "names", "kind", "kind_name", "since", "until", "subject", "source", "source_language", "link"),
    ],
    "projects": [
        *("id", "title", "summary", "city", "city_name", "country", "themes", "started", "completed", "cost_usd"),
        *("results", "link", "page"),
    ],
}

Record = dict[str, Any]


def answer(page: "OpenDataPage", subject: str, form: str) -> HttpResponse:
    """Return the export of a subject in a format, as an attachment that scripts of other sites may fetch (CORS)."""
    about = {
        "title": f"{page.title}: {LABELS[subject]}",
        "language": page.locale.language_code,
        "made_on": timezone.localdate().isoformat(),
        "licence": page.licence_name,
        "licence_url": page.licence_url,
        "source": absolute(page_path(page, page.locale.language_code)),
    }
    records = RECORDS[subject](page.locale, page.passed_restrictions)
    body = WRITERS[form](records, about, COLUMNS[subject])
    name = f"amf-{subject}-{about['language']}-{about['made_on']}.{form}"
    return HttpResponse(
        body,
        content_type=FORMATS[form],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Link": f'<{page.licence_url}>; rel="license"',
            "Access-Control-Allow-Origin": "*",
            "X-Robots-Tag": "noindex",
        },
    )


def members(locale: Locale, passed: Collection[int] = ()) -> list[Record]:
    """Return the cities with a reachable profile in the language, in its alphabetical order."""
    code = locale.language_code
    pages = profiles(locale, passed).select_related("city", "locale")
    figures = CityFigure.objects.select_related("source").annotate(source_name=name_in(code, Source, "source__"))
    pages = pages.prefetch_related(
        Prefetch("city__figures", figures.order_by("sort_order")), "city__titles__title", "city__themes"
    ).in_alphabet()
    themes, memberships = (local_names(model, code) for model in (Theme, MembershipCategory))
    return [
        {
            "id": page.slug,
            "name": page.title,
            "native_name": page.city.native_name,
            "native_language": page.city.native_language,
            "country": page.city.country,
            "country_name": territory_name(page.city.country, code),
            "region": page.city.sub_region,
            "region_name": territory_name(page.city.sub_region, code),
            "latitude": page.city.latitude,
            "longitude": page.city.longitude,
            "time_zone": page.city.time_zone,
            "membership": memberships.get(page.city.membership_id),
            "member_since": page.city.member_since,
            "themes": [themes[theme.pk] for theme in page.city.themes.all() if theme.pk in themes],
            "figures": [
                {
                    "what": figure.kind,
                    "of": figure.extent,
                    "value": figure.number,
                    "year": figure.year,
                    **cited(cite(figure.source, figure.source_name)),
                }
                for figure in page.city.figures.all()
            ],
            "titles": [title_of(held) for held in page.city.titles.all() if held.title.live],
            "official_site": page.city.official_site,
            "checked_on": page.city.checked_on,
            "page": absolute(page_path(page, code)),
        }
        for page in pages
    ]


def profiles(locale: Locale, passed: Collection[int]) -> CityPageQuerySet:
    return CityPage.objects.reachable(passed).filter(locale=locale).defer_streamfields()


def partnerships(locale: Locale, passed: Collection[int] = ()) -> list[Record]:
    """Return all partnerships. A city is given by the slug and title of its profile if the language has one."""
    pages = {page.city_id: page for page in profiles(locale, passed)}
    records = []
    for partnership in Partnership.objects.in_language(locale.language_code).by_age():
        sides = [(city, pages.get(city.pk)) for city in partnership.cities]
        records.append(
            {
                "cities": [page.slug if page else slugify(city.name) for city, page in sides],
                "names": [page.title if page else city.native_name for city, page in sides],
                "kind": partnership.kind,
                "kind_name": partnership.get_kind_display(),
                "since": partnership.since,
                "until": partnership.until,
                "subject": partnership.local_subject,
                **cited(partnership.citation),
                "link": partnership.link,
                "points": [city.point for city in partnership.cities],
            }
        )
    return records


def projects(locale: Locale, passed: Collection[int] = ()) -> list[Record]:
    """Return the reachable projects in the language, newest first."""
    code = locale.language_code
    pages = {page.city_id: page for page in profiles(locale, passed)}
    found = ProjectPage.objects.reachable(passed).filter(locale=locale).with_records().defer_streamfields()
    results = ProjectResult.objects.select_related("source").annotate(source_name=name_in(code, Source, "source__"))
    themes = local_names(Theme, code)
    return [
        {
            "id": f"{pages[project.city_id].slug}/{project.slug}",
            "title": project.title,
            "summary": project.summary,
            "city": pages[project.city_id].slug,
            "city_name": pages[project.city_id].title,
            "country": project.city.country,
            "themes": [themes[theme.pk] for theme in project.themes.all() if theme.pk in themes],
            "started": project.started,
            "completed": project.completed,
            "cost_usd": project.cost,
            "results": [
                {
                    "what": row.label,
                    "value": row.value,
                    "unit": row.unit,
                    "year": row.year,
                    **cited(cite(row.source, row.source_name)),
                }
                for row in project.results.all()
            ],
            "link": project.link,
            "page": absolute(page_path(project, code)),
            "points": [project.city.point],
        }
        for project in found.prefetch_related(Prefetch("results", results), "themes").newest_first()
    ]


def title_of(held: HeldTitle) -> str:
    """A title and its year, marked if the Forum itself has not announced it."""
    return f"{held.title.slug} {held.year} reported" if held.reported else f"{held.title.slug} {held.year}"


def local_names(model: Any, code: str) -> dict[int, str]:
    """Map category ids to names in a language."""
    return {row.pk: row.local_name for row in model.objects.in_language(code)}


def cited(citation: Citation) -> Record:
    """A source, with the language of its name where that is not the file's."""
    return {"source": citation.name or None, "source_language": citation.foreign_language or None}


def as_csv(records: list[Record], about: Record, columns: list[str]) -> str:
    """A table with the licence and the date in every row, since rows are copied out of files."""
    rows = ([*(record[column] for column in columns), about["licence_url"], about["made_on"]] for record in records)
    return "".join(lines([[*columns, "licence", "made_on"], *([cell(value) for value in row] for row in rows)]))


def cell(value: Any) -> Any:
    """A value as a cell: lists by semicolons."""
    if value is None:
        return ""
    if isinstance(value, dict):
        value = " ".join(str(part) for part in value.values() if part not in (None, ""))
    if isinstance(value, list):
        value = "; ".join(str(cell(part)) for part in value)
    if isinstance(value, int | float | Decimal):
        return value
    return guarded(str(value))


def as_json(records: list[Record], about: Record, columns: list[str]) -> str:
    rows = [{column: record[column] for column in columns} for record in records]
    return json.dumps({**about, "records": rows}, ensure_ascii=False, indent=1, default=plain)


def as_geojson(records: list[Record], about: Record, columns: list[str]) -> str:
    """Serialise to GeoJSON (RFC 7946): a point for a city or project, a line between the cities of a partnership."""
    features = []
    for record in records:
        points = record.get("points") or [(record["longitude"], record["latitude"])]
        one = len(points) == 1
        features.append(
            {
                "type": "Feature",
                "geometry": {
                    "type": "Point" if one else "LineString",
                    "coordinates": points[0] if one else points,
                },
                "properties": {column: record[column] for column in columns},
            }
        )
    collection = {"type": "FeatureCollection", **about, "features": features}
    return json.dumps(collection, ensure_ascii=False, indent=1, default=plain)


def plain(value: Any) -> Any:
    """Convert what JSON cannot represent: decimals to numbers, dates to ISO strings."""
    return float(value) if isinstance(value, Decimal) else str(value)


RECORDS: dict[str, Callable[[Locale, Collection[int]], list[Record]]] = {
    "members": members,
    "partnerships": partnerships,
    "projects": projects,
}
WRITERS: dict[str, Callable[[list[Record], Record, list[str]], str]] = {
    "csv": as_csv,
    "json": as_json,
    "geojson": as_geojson,
}
