"""Questions about pages, by their meaning."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from wagtail.models import Page
from wagtail.models import PageManager as WagtailPageManager
from wagtail.query import PageQuerySet as WagtailPageQuerySet


class PageQuerySet(WagtailPageQuerySet):
    """Pages of one type."""

    def in_language(self, code: str) -> "PageQuerySet":
        """Live pages of one language."""
        return self.live().filter(locale__language_code=code)


PageManager = WagtailPageManager.from_queryset(PageQuerySet)


def pages_in_language(ids: Iterable[int], code: str) -> dict[int, Page]:
    """For each of these pages, by its id, its live version in a language; one query for all.

    A page that does not exist there or is not live is left out, so nobody is led to another language unawares.
    """
    ids = set(ids)
    if not ids:
        return {}
    origin = Page.objects.filter(pk__in=ids, translation_key=OuterRef("translation_key")).values("pk")[:1]
    found = Page.objects.live().filter(locale__language_code=code).annotate(origin_id=Subquery(origin))
    return {page.origin_id: page for page in found.filter(origin_id__isnull=False)}
