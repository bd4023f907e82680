"""Querysets and queries for pages."""

from collections.abc import Collection, Iterable

from django.db.models import Model, OuterRef, Q, Subquery
from wagtail.models import Page
from wagtail.models import PageManager as WagtailPageManager
from wagtail.query import PageQuerySet as WagtailPageQuerySet

from amf_site.visibility.pages import reachable
from amf_site.visibility.records import published

#: The columns that a link to a page needs, for ``only()``: Wagtail's table has three times as many.
LINKED = ("title", "slug", "path", "depth", "url_path", "translation_key", "content_type", "locale__language_code")


class PageQuerySet(WagtailPageQuerySet):
    """Pages of one type."""

    def with_records(self) -> "PageQuerySet":
        """Join the single related rows that the page's template uses."""
        return self.select_related("picture", "locale")

    def reachable(self, passed: Collection[int] = ()) -> "PageQuerySet":
        """Filter to pages that readers can reach: live, public and not an alias of a page in another language.

        All their ancestors must be so as well.

        ``passed`` holds ids of view restrictions that the reader has passed, see ``BasePage.passed_restrictions``.
        """
        return self.filter(reachable(passed))


PageManager = WagtailPageManager.from_queryset(PageQuerySet)


def name_in(code: str, model: type[Model], path: str = "", field: str = "name") -> Subquery:
    """Return a subquery for a field of a record's published translation in a language; null if there is none.

    ``path`` is the lookup prefix from the outer rows to the record, for example ``"source__"`` for figures.
    """
    rows = model._default_manager.filter(
        published(), locale__language_code=code, translation_key=OuterRef(f"{path}translation_key")
    )
    return Subquery(rows.values(field)[:1])


def chosen_and_local(ids: Iterable[int], code: str) -> Q:
    """Return a filter for the pages with these ids and their translations in one language."""
    ids = set(ids)
    keys = Page.objects.filter(pk__in=ids).values("translation_key")
    return Q(pk__in=ids) | Q(translation_key__in=keys, locale__language_code=code)


def by_chosen_id(found: Iterable[Page], ids: Iterable[int], code: str) -> dict[int, Page]:
    """Map the id of each chosen page to its version in a language; pages without a reachable version are left out.

    ``found`` holds the pages that match ``chosen_and_local``, annotated with ``is_reachable``. Two chosen pages may be
    translations of each other, because a translator can choose a different page than the source.
    """
    local = {page.translation_key: page for page in found if page.is_reachable and page.locale.language_code == code}
    chosen = {page.pk: page.translation_key for page in found if page.pk in set(ids)}
    return {pk: local[key] for pk, key in chosen.items() if key in local}


def pages_in_language(ids: Iterable[int], code: str) -> dict[int, Page]:
    """Map the id of each page to its reachable version in a language, with one query.

    Pages without such a version are left out, so that no link leads to a page in another language.
    """
    pages = Page.objects.filter(chosen_and_local(ids, code)).annotate(is_reachable=reachable())
    return by_chosen_id(pages.select_related("locale").only(*LINKED), ids, code)
