"""Questions about pages, by their meaning."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from wagtail.models import Page
from wagtail.models import PageManager as WagtailPageManager
from wagtail.query import PageQuerySet as WagtailPageQuerySet


class PageQuerySet(WagtailPageQuerySet):
    """Pages of one type."""

    def with_records(self) -> "PageQuerySet":
        """With the records that stand in one row each and that the page prints."""
        return self.select_related("picture", "locale")


PageManager = WagtailPageManager.from_queryset(PageQuerySet)


def translations_of(ids: Iterable[int]) -> Q:
    """All versions of these pages, in every language."""
    return Q(translation_key__in=Page.objects.filter(pk__in=set(ids)).values("translation_key"))


def by_origin(pages: WagtailPageQuerySet, ids: Iterable[int]) -> WagtailPageQuerySet:
    """Pages with ``origin_id``: which of the given pages each is a version of, if any."""
    origin = Page.objects.filter(pk__in=set(ids), translation_key=OuterRef("translation_key"))
    return pages.annotate(origin_id=Subquery(origin.values("pk")[:1]))


def pages_in_language(ids: Iterable[int], code: str) -> dict[int, Page]:
    """For each of these pages, by its id, its live version in a language; one query for all.

    A page that does not exist there or is not live is left out, so nobody is led to another language unawares.
    """
    found = Page.objects.live().filter(translations_of(ids), locale__language_code=code)
    return {page.origin_id: page for page in by_origin(found, ids)}


def page_ids_in(raw: Any) -> set[int]:
    """The pages that choosers of a stream's raw data name: every number under the key ``page``."""
    if isinstance(raw, dict):
        chosen = {raw["page"]} if isinstance(raw.get("page"), int) else set()
        return chosen.union(*(page_ids_in(value) for value in raw.values()))
    if isinstance(raw, list | tuple):
        return set().union(*(page_ids_in(value) for value in raw))
    return set()
