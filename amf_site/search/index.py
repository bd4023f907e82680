"""Update the search tables when a page is published or a document is saved."""

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail import hooks
from wagtail.models import Page
from wagtail.search import index
from wagtail.signals import page_published, page_unpublished

from amf_site.languages import LANGUAGES
from amf_site.media.models import SiteDocument

from .folding import fold
from .models import KnownWord, SearchEntry
from .words import CHUNK, JOINERS, cut

#: Length of words to learn: longer ones are file names and the like, shorter ones are too similar to others.
SHORTEST_WORD, LONGEST_WORD = 3, 40


def texts_of(instance: Any, fields: Iterable[Any]) -> Iterator[str]:
    """Yield the text of every field in a model's ``search_fields``, including child objects."""
    for field in fields:
        if isinstance(field, index.SearchField):
            value = field.get_value(instance)
            yield from (str(part) for part in (value if isinstance(value, list | tuple) else [value]) if part)
        elif isinstance(field, index.RelatedFields):
            related = getattr(instance, field.field_name)
            for row in related.all() if hasattr(related, "all") else ():
                yield from texts_of(row, field.fields)


def names_of(instance: Any, fields: Iterable[Any]) -> Iterator[str]:
    """Yield texts by which a page is found although it does not show them: the search fields of related records."""
    for field in fields:
        if isinstance(field, index.RelatedFields):
            record = getattr(instance, field.field_name)
            if record is not None and not hasattr(record, "all"):
                yield from texts_of(record, field.fields)


def plain(text: str) -> str:
    """Return a text as one line, without control characters, and without bidi controls that could affect other text."""
    kept = (sign if sign in JOINERS or unicodedata.category(sign)[0] != "C" else " " * sign.isspace() for sign in text)
    return " ".join("".join(kept).split())


def _lines(texts: Iterable[str]) -> list[str]:
    """Return the texts as lines, without duplicates and empty ones."""
    return list(dict.fromkeys(filter(None, map(plain, texts))))


def _fields(title: str, language: str, shown: list[str], names: list[str]) -> dict[str, str]:
    """Return the values of an entry's columns."""
    return {
        "language": language,
        "title": title,
        "text": "\n".join(shown),
        "folded_title": fold(title),
        "folded_text": "\n".join(f" {fold(line)} " for line in [*shown, *names]),
    }


def index_page(page: Page) -> None:
    """Update the tables for a live page."""
    specific, language = page.specific, page.locale.language_code
    fields = specific.get_search_fields()
    shown = _lines([page.title, getattr(specific, "summary", ""), *texts_of(specific, fields)])
    entry = _fields(page.title, language, shown, _lines(names_of(specific, fields)))
    SearchEntry.objects.update_or_create(page_id=page.pk, defaults=entry)
    learn_words(shown, language)


def learn_words(lines: list[str], language: str) -> None:
    """Add the words of a page to those of its language, each in the spelling in which it appears first.

    The words of the title (the first line) are also added without segmentation by dictionary: many are names.
    """
    spellings: dict[str, str] = {}
    for word in chain(CHUNK.findall(lines[0]), *(cut(line, language) for line in lines)):
        spellings.setdefault(fold(word), word)
    KnownWord.objects.bulk_create(
        [
            KnownWord(language=language, folded=folded, spelling=spelling)
            for folded, spelling in sorted(spellings.items())  # always in the same order, to prevent deadlocks
            if SHORTEST_WORD <= len(folded) <= LONGEST_WORD and len(spelling) <= LONGEST_WORD and not folded.isdigit()
        ],
        ignore_conflicts=True,
    )


def language_of(tag: str) -> str:
    """Return the site's language for the language tag of a file, for example fa for fa-IR; empty if there is none."""
    code = tag.replace("_", "-").lower()
    near = [row.code for row in LANGUAGES if row.code.split("-")[0] == code.split("-")[0]]
    return code if code in near else next(iter(near), "")


def index_document(document: SiteDocument) -> None:
    """Update the table for a document, with the title from the editor and the one from the file."""
    shown = _lines([document.title, document.pdf_title])
    entry = _fields(plain(document.title), language_of(document.pdf_language), shown, [])
    SearchEntry.objects.update_or_create(document_id=document.pk, defaults=entry)


@transaction.atomic
def rebuild() -> int:
    """Rebuild the tables, for example after a change of folding, and return the number of entries.

    Apps that store folded text themselves rebuild it in a function registered with the hook ``rebuild_search``.
    """
    KnownWord.objects.all().delete()
    SearchEntry.objects.exclude(page__live=True).exclude(document__isnull=False).delete()
    for page in Page.objects.live().filter(depth__gt=1).select_related("locale").order_by("path").iterator():
        index_page(page)
    for document in SiteDocument.objects.order_by("pk").iterator():
        index_document(document)
    for rebuild_own in hooks.get_hooks("rebuild_search"):
        rebuild_own()
    return SearchEntry.objects.count()


def on_page_published(sender: type, instance: Page, **kwargs: Any) -> None:
    index_page(instance)


def on_page_unpublished(sender: type, instance: Page, **kwargs: Any) -> None:
    SearchEntry.objects.filter(page_id=instance.pk).delete()


def on_document_saved(sender: type, instance: SiteDocument, **kwargs: Any) -> None:
    index_document(instance)


def connect() -> None:
    page_published.connect(on_page_published)
    page_unpublished.connect(on_page_unpublished)
    post_save.connect(on_document_saved, sender=SiteDocument)
