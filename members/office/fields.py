"""The fields for which an office can propose values, their names, and the values that they have."""

import html
import re
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page

from amf_site.languages import SOURCE_LANGUAGE
from members.models import City, CityFigure, CityPage

from .vocabulary import Kind

#: Fields of the city's record, and of its page in a language; the values are the maximum lengths in characters.
FACTS = {
    "native_name": 100,
    "other_names": 1000,
    "official_site": 200,
    "email": 254,
    "telephone": 40,
    "time_zone": 40,
}
WORDS = {"summary": 300, "story": 5000, "offers": 2000, "seeks": 2000, "contact": 250}
#: Of these, the fields with rich text.
RICH = ("story", "offers", "seeks")

BREAK = re.compile(r"<br\s*/?>")
END_OF_BLOCK = re.compile(r"</(?:p|h[2-6]|li|ul|ol|blockquote)>")
TAG = re.compile(r"<[^>]+>")


def label_of(kind: str, field: str) -> str:
    """Return the name of a field in the active language."""
    if kind == Kind.FACT:
        return capfirst(str(City._meta.get_field(field).verbose_name))
    if kind == Kind.WORDS:
        return capfirst(str(CityPage._meta.get_field(field).verbose_name))  # type: ignore[union-attr]
    if kind == Kind.FIGURE:
        what, _point, extent = field.partition(".")
        words = {"what": CityFigure.Kind(what).label, "extent": CityFigure.Extent(extent).label}
        return gettext("%(what)s (%(extent)s)") % words
    return str(Kind(kind).label)


def plain(markup: str) -> str:
    """Return rich text as paragraphs of plain text, with an empty line between them."""
    text = END_OF_BLOCK.sub("\n\n", BREAK.sub("\n", markup))
    return "\n\n".join(paragraphs_of(html.unescape(TAG.sub("", text))))


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of plain text, which empty lines separate."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def rich(text: str) -> str:
    """Return plain text as rich text."""
    paragraphs = (html.escape(part, quote=False).replace("\n", "<br/>") for part in paragraphs_of(text))
    return "".join(f"<p>{part}</p>" for part in paragraphs)


def words_of(page: Page | None, field: str) -> str:
    value = getattr(page, field) if page else ""
    return plain(value) if field in RICH else value


def public_page(city: City, code: str) -> CityPage | None:
    """Return the city's page in a language as readers see it."""
    return CityPage.objects.reachable().filter(city=city, locale__language_code=code).first()


def page_of(city: City, code: str) -> CityPage | None:
    """Return the city's page in a language, also if it is a draft."""
    return CityPage.objects.filter(city=city, locale__language_code=code, alias_of=None).first()


def newest_words(page: CityPage | None, field: str) -> str:
    """Return the words of a field as staff left them: those of a translation, or else in the draft of the page."""
    if page is None:
        return ""
    for read in hooks.get_hooks("newest_translated_words"):
        if (words := read(page, field)) is not None:
            return str(words)
    return words_of(page.get_latest_revision_as_object(), field)


def main_page(city: City) -> CityPage | None:
    """Return the page from which the others are translated: that in the source language, or else the first."""
    return page_of(city, SOURCE_LANGUAGE) or CityPage.objects.filter(city=city).order_by("pk").first()


def figure_of(city: City, field: str) -> CityFigure | None:
    kind, _point, extent = field.partition(".")
    rows = CityFigure.objects.filter(city=city, kind=kind, extent=extent).select_related("source")
    return rows.order_by("-year", "pk").first()


def figure_in_words(figure: CityFigure | None) -> dict[str, str] | None:
    if figure is None:
        return None
    return {
        "value": str(figure.number),
        "year": str(figure.year),
        "source": figure.source.name,
        "url": figure.source.url,
    }


def value_now(city: City, kind: str, field: str, code: str) -> Any:
    """Return what acceptance would replace: on the record the public value, on a page that of its draft."""
    if kind == Kind.FACT:
        return getattr(city, field)
    if kind == Kind.FIGURE:
        return figure_in_words(figure_of(city, field))
    if kind == Kind.WORDS:
        return newest_words(page_of(city, code), field)
    if kind == Kind.PICTURE:
        page = main_page(city)
        return page.get_latest_revision_as_object().picture_id if page else None
    return None


NOTHING_NEW = _("Nothing has been changed yet.")
