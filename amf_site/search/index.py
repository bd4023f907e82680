"""Keep the tables of search: written when a page is published and when a document is saved, read by nobody else."""

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

#: Longer words are names of files and the like; shorter ones are too easily taken for others.
SHORTEST_WORD, LONGEST_WORD = 3, 40


def texts_of(instance: Any, fields: Iterable[Any]) -> Iterator[str]:
    """Every text that a model's ``search_fields`` name, those of its rows included."""
    for field in fields:
        if isinstance(field, index.SearchField):
            value = field.get_value(instance)
            yield from (str(part) for part in (value if isinstance(value, list | tuple) else [value]) if part)
        elif isinstance(field, index.RelatedFields):
            related = getattr(instance, field.field_name)
            for row in related.all() if hasattr(related, "all") else ():
                yield from texts_of(row, field.fields)


def names_of(instance: Any, fields: Iterable[Any]) -> Iterator[str]:
    """What a page is found by but does not show in these words: those of a record that it points at."""
    for field in fields:
        if isinstance(field, index.RelatedFields):
            record = getattr(instance, field.field_name)
            if record is not None and not hasattr(record, "all"):
                yield from texts_of(record, field.fields)


def plain(text: str) -> str:
    """A text in one line, without control characters and marks of direction, which would reach beyond an excerpt."""
    kept = (sign if sign in JOINERS or unicodedata.category(sign)[0] != "C" else " " * sign.isspace() for sign in text)
    return " ".join("".join(kept).split())


def _lines(texts: Iterable[str]) -> list[str]:
    """Each text once, in its order."""
    return list(dict.fromkeys(filter(None, map(plain, texts))))


def _fields(title: str, language: str, shown: list[str], names: list[str]) -> dict[str, str]:
    """An entry's columns."""
    return {
        "language": language,
        "title": title,
        "text": "\n".join(shown),
        "folded_title": fold(title),
        "folded_text": "\n".join(f" {fold(line)} " for line in [*shown, *names]),
    }


def index_page(page: Page) -> None:
    """Write the words of a live page to the tables."""
    specific, language = page.specific, page.locale.language_code
    fields = specific.get_search_fields()
    shown = _lines([page.title, getattr(specific, "summary", ""), *texts_of(specific, fields)])
    entry = _fields(page.title, language, shown, _lines(names_of(specific, fields)))
    SearchEntry.objects.update_or_create(page_id=page.pk, defaults=entry)
    learn_words(shown, language)


def learn_words(lines: list[str], language: str) -> None:
    """Add the words to those of the language, each in the spelling in which it was met first.

    The title, the first line, is also taken as it stands: many are names that no dictionary knows.
    """
    spellings: dict[str, str] = {}
    for word in chain(CHUNK.findall(lines[0]), *(cut(line, language) for line in lines)):
        spellings.setdefault(fold(word), word)
    KnownWord.objects.bulk_create(
        [
            KnownWord(language=language, folded=folded, spelling=spelling)
            for folded, spelling in sorted(spellings.items())  # in one order, so that two publications cannot block
            if SHORTEST_WORD <= len(folded) <= LONGEST_WORD and len(spelling) <= LONGEST_WORD and not folded.isdigit()
        ],
        ignore_conflicts=True,
    )


def language_of(tag: str) -> str:
    """The site's language for a language tag of a file, for example fa for fa-IR; nothing for any other."""
    code = tag.replace("_", "-").lower()
    near = [row.code for row in LANGUAGES if row.code.split("-")[0] == code.split("-")[0]]
    return code if code in near else next(iter(near), "")


def index_document(document: SiteDocument) -> None:
    """Write the titles of a document to the table: the editor's, and the one in the file."""
    shown = _lines([document.title, document.pdf_title])
    entry = _fields(plain(document.title), language_of(document.pdf_language), shown, [])
    SearchEntry.objects.update_or_create(document_id=document.pk, defaults=entry)


@transaction.atomic
def rebuild() -> int:
    """Make everything anew, as after a change of folding; returns the number of entries.

    An app that stores folded words of its own names the function that makes them anew by the hook ``rebuild_search``.
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
