"""Questions about pages, by their meaning."""

from collections.abc import Collection, Iterable

from django.db.models import Model, OuterRef, Q, Subquery
from wagtail.models import Page
from wagtail.models import PageManager as WagtailPageManager
from wagtail.query import PageQuerySet as WagtailPageQuerySet

from amf_site.visibility.pages import reachable
from amf_site.visibility.records import published


class PageQuerySet(WagtailPageQuerySet):
    """Pages of one type."""

    def with_records(self) -> "PageQuerySet":
        """With the records that stand in one row each and that the page prints."""
        return self.select_related("picture", "locale")

    def reachable(self, passed: Collection[int] = ()) -> "PageQuerySet":
        """Those that a reader can reach: live, open to all and in their own words, like every page above them.

        ``passed`` are restrictions that the reader has fulfilled, see ``BasePage.passed_restrictions``.
        """
        return self.filter(reachable(passed))


PageManager = WagtailPageManager.from_queryset(PageQuerySet)


def name_in(code: str, model: type[Model], path: str = "", field: str = "name") -> Subquery:
    """What the published row of a language says for a translated record; nothing if there is none.

    ``path`` leads from the rows that are asked for to the record, ``"source__"`` from figures to their sources.
    """
    rows = model._default_manager.filter(
        published(), locale__language_code=code, translation_key=OuterRef(f"{path}translation_key")
    )
    return Subquery(rows.values(field)[:1])


def chosen_and_local(ids: Iterable[int], code: str) -> Q:
    """For a filter of pages: those with these ids, and of the same pages the versions in a language."""
    ids = set(ids)
    keys = Page.objects.filter(pk__in=ids).values("translation_key")
    return Q(pk__in=ids) | Q(translation_key__in=keys, locale__language_code=code)


def by_chosen_id(found: Iterable[Page], ids: Iterable[int], code: str) -> dict[int, Page]:
    """For each chosen page, by its id, its version in a language; left out where readers cannot reach that.

    ``found`` are the pages of ``chosen_and_local``, each with ``is_reachable``. Two chosen pages may be the same one
    in two languages: a translator can choose another page than the source does.
    """
    local = {page.translation_key: page for page in found if page.is_reachable and page.locale.language_code == code}
    chosen = {page.pk: page.translation_key for page in found if page.pk in set(ids)}
    return {pk: local[key] for pk, key in chosen.items() if key in local}


def pages_in_language(ids: Iterable[int], code: str) -> dict[int, Page]:
    """For each of these pages, by its id, the version in a language that readers can reach; one query for all.

    A page that does not exist there is left out, so nobody is led to another language unawares.
    """
    pages = Page.objects.filter(chosen_and_local(ids, code)).annotate(is_reachable=reachable())
    return by_chosen_id(pages.select_related("locale"), ids, code)
