"""The data for the one-page PDF of a city profile."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from wagtail.images.models import SourceImageIOError

from amf_site.addresses import absolute, page_path
from amf_site.cldr.formats import format_date, format_number, format_unit, format_year
from amf_site.cldr.names import direction_of, territory_name
from amf_site.languages import language as language_row
from pages.models import HomePage
from pages.plain_text import lines_of

from .surroundings import Partner, Surroundings

if TYPE_CHECKING:
    from .models import CityFigure, CityPage

#: File name of the image at the top, as used in ``city.typ``.
PICTURE = "city.jpg"
#: Rendition for the width of the page at 150 dpi; a larger image would only make a larger file.
PICTURE_FILTER = "max-1240x900|format-jpeg|jpegquality-80"


def city_words(page: "CityPage") -> dict[str, Any]:
    """Return the data for ``city.typ``. The page's language must be active."""
    language, city = page.locale.language_code, page.city
    home = HomePage.objects.ancestor_of(page).first()
    around = Surroundings(page)
    published = page.last_published_at.date() if page.last_published_at else None
    return {
        "title": page.title,
        "native_name": city.native_name if city.native_name != page.title else "",
        "native_lang": city.native_language,
        "native_dir": direction_of(city.native_language),
        "country": territory_name(city.country, language),
        "forum": home.title if home else "",
        "summary": page.summary,
        "story": lines_of(page.story),
        "picture": {"name": PICTURE, "alt": page.picture_alt} if _picture_of(page) else None,
        "facts": [_figure(row, language) for row in page.figure_rows],
        "landmarks": [
            {
                "name": row.name,
                "native_name": row.native_name if row.native_name != row.name else "",
                "native_lang": row.native_language,
                "native_dir": direction_of(row.native_language),
                "text": row.text,
            }
            for row in page.landmark_rows
        ],
        "partnerships": [_partnership(partner, language) for partner in around.partners],
        "projects": [project.title for project in around.projects],
        "labels": {
            "facts": gettext("At a glance"),
            "landmarks": gettext("Landmarks"),
            "partnerships": gettext("Partnerships"),
            "projects": gettext("Projects"),
        },
        "date": format_date(published, language) if published else "",
        "published_on": published.isoformat() if published else "",
        "address": absolute(page_path(page, language)),
    }


def city_pictures(page: "CityPage") -> dict[str, bytes]:
    """Return the profile's image as a JPEG by its file name; empty if there is none."""
    picture = _picture_of(page)
    return {PICTURE: picture} if picture else {}


def _picture_of(page: "CityPage") -> bytes:
    """Return the image's JPEG data; empty if there is no image, no alternative text or no readable file."""
    if not (page.picture and page.picture_alt):
        return b""
    try:
        with page.picture.get_rendition(PICTURE_FILTER).open_file() as file:
            return file.read()
    except SourceImageIOError:
        return b""


def _figure(row: "CityFigure", language: str) -> dict[str, str]:
    """Return a figure as label, formatted value, and note with year and source."""
    value = float(row.number)
    said = {
        "area": lambda: format_unit(value, "square-kilometer", language),
        "elevation": lambda: format_unit(value, "meter", language),
        "founded": lambda: format_year(int(value), language),
    }.get(row.kind, lambda: format_number(value, language))()
    extent = f" ({row.get_extent_display()})" if row.kind in ("population", "area") else ""
    year = format_year(row.year, language)
    note = language_row(language).list_mark.join(part for part in (year, row.citation.own_name) if part)
    label = f"{row.get_kind_display()}{extent}"
    return {"label": label, "value": said, "note": note, "foreign_note": row.citation.foreign_name}


def _partnership(partner: Partner, language: str) -> str:
    """Return a partnership as one line: ``Istanbul · Sister cities · 2012``."""
    agreement = partner.partnership
    parts = [partner.name, str(agreement.get_kind_display())]
    if agreement.since:
        parts.append(format_year(agreement.since, language))
    return " · ".join(parts)
