"""What an editor looks at before a page is published. It advises, and never keeps anybody from saving or publishing.

A page type names its checks in ``checklist``. Each takes a page, which may never have been saved.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import icu
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from modelcluster.models import get_all_child_relations
from wagtail.blocks import PageChooserBlock, RichTextBlock, TextBlock, URLBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from amf_site.languages import language
from amf_site.media.models import SiteImage
from amf_site.visible_text import is_visible
from pages.leaves import Leaf, leaves_in
from pages.plain_text import lines_of
from pages.querysets import pages_in_language

LONGEST_TITLE = 100
#: Words.
LONGEST_TEXT, LONGEST_PARAGRAPH = 1_200, 150


@dataclass(frozen=True)
class Point:
    """A point of the checklist, with sentences about what is still to be done."""

    label: str
    advice: tuple[str, ...] = ()


Check = Callable[[Any], Point]


def leaves_of(page: Page) -> Iterator[Leaf]:
    """Yield the blocks of all streams of a page, and its rich text fields as blocks."""
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            yield from leaves_in(field.stream_block, getattr(page, field.attname).raw_data)
        elif isinstance(field, RichTextField):
            yield RichTextBlock(), getattr(page, field.attname)


def has_summary(page: Any) -> Point:
    advice = _("Write one sentence. It is shown on cards, by search engines and when the page is shared.")
    return Point(_("Summary"), () if is_visible(page.summary) else (advice,))


def has_described_pictures(page: Any) -> Point:
    """Ask for alternative text, except for pictures in blocks that are marked as decoration."""
    advice = []
    if page.picture_id and not is_visible(page.picture_alt):
        advice.append(_("Say what the picture at the top shows, unless it is decoration."))
    values = [value for block, value in leaves_of(page) if isinstance(block, ImageBlock) and isinstance(value, dict)]
    bare = {
        value["image"]
        for value in values
        if value.get("image") and not value.get("decorative") and not is_visible(value.get("alt_text") or "")
    }
    for image in SiteImage.objects.filter(pk__in=bare) if bare else ():
        advice.append(_("Say what the picture “%(title)s” in the text shows.") % {"title": image.title})
    return Point(_("Pictures are described"), tuple(advice))


def has_good_links(page: Any) -> Point:
    """Ask whether pages can be reached in the language, and addresses elsewhere are complete. Nothing is requested."""
    numbers, addresses = links_of(page)
    missing = sorted(numbers - set(pages_in_language(numbers, page.locale.language_code))) if numbers else []
    titles = dict(Page.objects.filter(pk__in=missing).values_list("pk", "title")) if missing else {}
    advice = [
        _("Readers cannot reach the page “%(title)s” in this language, to which a link leads.") % {"title": titles[pk]}
        if pk in titles
        else _("A link leads to a page that has been deleted.")
        for pk in missing
    ]
    for address in addresses:
        if not is_complete(address):
            advice.append(_("“%(address)s” is not a complete web address.") % {"address": address})
    return Point(_("Links lead somewhere"), tuple(advice))


def links_of(page: Any) -> tuple[set[int], list[str]]:
    """Return the ids of the pages, and the addresses elsewhere, to which a page and its rows link."""
    numbers: set[int] = set()
    addresses: list[str] = []
    for block, value in leaves_of(page):
        if isinstance(block, PageChooserBlock) and isinstance(value, int):
            numbers.add(value)
        elif isinstance(block, URLBlock) and value:
            addresses.append(value)
        elif isinstance(block, RichTextBlock) and value:
            for link in BeautifulSoup(value, "html.parser").find_all("a"):
                number = str(link.get("id", ""))
                if link.get("linktype") == "page" and number.isdecimal():
                    numbers.add(int(number))
                elif link.get("linktype") is None:
                    addresses.append(str(link.get("href", "")))
    for relation in get_all_child_relations(type(page)):
        for row in getattr(page, relation.get_accessor_name()).all():
            fields = [field for field in row._meta.concrete_fields if isinstance(field, models.URLField)]
            addresses += [value for field in fields if (value := getattr(row, field.attname))]
    return numbers, list(dict.fromkeys(addresses))


def is_complete(address: str) -> bool:
    """Return whether an address can lead somewhere: a whole host name, an e-mail address, a telephone number."""
    scheme, colon, rest = address.partition(":")
    if colon and scheme in ("mailto", "tel"):
        return is_visible(rest)
    if address.startswith("#"):
        return len(address) > 1
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        return False
    return "." in rest.strip("/").partition("/")[0]


def words_in(text: str, code: str) -> int:
    """Count the words as ICU tells them apart, also in scripts without spaces."""
    breaks = icu.BreakIterator.createWordInstance(icu.Locale.forLanguageTag(language(code).cldr))
    breaks.setText(text)
    return sum(breaks.getRuleStatus() >= icu.UWordBreak.NONE_LIMIT for _end in breaks)


def has_readable_length(shortest: int) -> Check:
    """Return a check that asks for at least so many words, and for short titles and paragraphs."""

    def check(page: Any) -> Point:
        paragraphs = [line for block, value in leaves_of(page) for line in paragraphs_of(block, value)]
        counts = [words_in(line, page.locale.language_code) for line in paragraphs]
        total, long = sum(counts), sum(count > LONGEST_PARAGRAPH for count in counts)
        advice = []
        if len(page.title) > LONGEST_TITLE:
            advice.append(_("The title is long: cards and search engines cut it."))
        if not shortest <= total <= LONGEST_TEXT:
            words = ngettext("The text has %(count)d word.", "The text has %(count)d words.", total) % {"count": total}
            short = _("Readers expect at least who, what, when and where.")
            too_long = _("Few people read so much on a screen. Can it be shorter, or two pages?")
            advice.append(f"{words} {short if total < shortest else too_long}")
        if long:
            advice.append(
                ngettext(
                    "%(count)d paragraph is very long. Divide it.",
                    "%(count)d paragraphs are very long. Divide them.",
                    long,
                )
                % {"count": long}
            )
        return Point(_("Readable length"), tuple(advice))

    return check


def paragraphs_of(block: Any, value: Any) -> list[str]:
    if isinstance(block, RichTextBlock) and value:
        return lines_of(value)
    return [value] if isinstance(block, TextBlock) and value else []


def points_of(page: Any) -> list[Point]:
    """Return the checklist of a page; empty for page types without one."""
    return [check(page) for check in getattr(page, "checklist", ())]


#: The checks of every page type that has a checklist.
GENERAL: tuple[Check, ...] = (has_summary, has_described_pictures, has_good_links)
