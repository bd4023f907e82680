"""Questions about pages, by their meaning."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, OuterRef, Q, Subquery
from wagtail.models import Page
from wagtail.models import PageManager as WagtailPageManager
from wagtail.query import PageQuerySet as WagtailPageQuerySet

from amf_site.reachable import OWN_WORDS, reachable


class PageQuerySet(WagtailPageQuerySet):
    """Pages of one type."""

    def with_records(self) -> "PageQuerySet":
        """With the records that stand in one row each and that the page prints."""
        return self.select_related("picture", "locale")

    def reachable(self) -> "PageQuerySet":
        """Those that a reader can reach: live, open to all and in their own words, like every page above them."""
        return self.filter(reachable())


PageManager = WagtailPageManager.from_queryset(PageQuerySet)


def name_in(code: str, model: type[Model], path: str = "", field: str = "name") -> Subquery:
    """What the live row of a language says for a translated record; nothing if there is none.

    ``path`` leads from the rows that are asked for to the record, ``"source__"`` from figures to their sources.
    """
    rows = model._default_manager.filter(
        live=True, locale__language_code=code, translation_key=OuterRef(f"{path}translation_key")
    )
    return Subquery(rows.values(field)[:1])


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
    found = Page.objects.live().filter(OWN_WORDS, translations_of(ids), locale__language_code=code)
    return {page.origin_id: page for page in by_origin(found, ids)}


def page_ids_in(raw: Any) -> set[int]:
    """The pages that choosers of a stream's raw data name: every number under the key ``page``."""
    if isinstance(raw, dict):
        chosen = {raw["page"]} if isinstance(raw.get("page"), int) else set()
        return chosen.union(*(page_ids_in(value) for value in raw.values()))
    if isinstance(raw, list | tuple):
        return set().union(*(page_ids_in(value) for value in raw))
    return set()
