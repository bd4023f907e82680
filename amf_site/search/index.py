"""Keep the search table, and ask it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from wagtail.models import Page
from wagtail.search import index
from wagtail.signals import page_published, page_unpublished

from amf_site.reachable import listed_pages

from .folding import fold
from .models import SearchEntry


def texts_of(instance: Any, fields: Iterable[Any]) -> Iterator[str]:
    """Every text that a model's ``search_fields`` name, those of its rows included."""
    for field in fields:
        if isinstance(field, index.SearchField):
            value = field.get_value(instance)
            yield from (str(part) for part in (value if isinstance(value, list | tuple) else [value]) if part)
        elif isinstance(field, index.RelatedFields):
            related = getattr(instance, field.field_name)
            rows = related.all() if hasattr(related, "all") else [related]
            for row in rows:
                if row is not None:
                    yield from texts_of(row, field.fields)


def index_page(page: Page) -> None:
    """Write the words of a live page to the table."""
    specific = page.specific
    SearchEntry.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "language": page.locale.language_code,
            "title": page.title,
            "summary": getattr(specific, "summary", ""),
            "folded_title": fold(page.title),
            "folded_text": fold(" ".join(texts_of(specific, specific.get_search_fields()))),
        },
    )


def find_entries(query: str, language: str, limit: int) -> QuerySet[SearchEntry]:
    """Reachable pages of a language that hold every word of the query; those whose title is it or holds it first."""
    folded = fold(query)
    entries = SearchEntry.objects.filter(language=language, page__in=listed_pages())
    for word in folded.split():
        entries = entries.filter(folded_text__contains=word)
    rank = Case(
        When(folded_title=folded, then=Value(0)),
        When(folded_title__startswith=folded, then=Value(1)),
        When(folded_title__contains=folded, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return entries.select_related("page").annotate(rank=rank).order_by("rank", "title")[:limit]


def on_page_published(sender: type, instance: Page, **kwargs: Any) -> None:
    index_page(instance)


def on_page_unpublished(sender: type, instance: Page, **kwargs: Any) -> None:
    SearchEntry.objects.filter(page_id=instance.pk).delete()


def connect() -> None:
    page_published.connect(on_page_published)
    page_unpublished.connect(on_page_unpublished)
