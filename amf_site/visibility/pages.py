"""Filters and queries for the pages that readers can reach, and for those that search and the sitemap list."""

from collections.abc import Collection
from typing import Any

from django.db.models import BooleanField, Func, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from .languages import open_to

#: Tree depth of the home pages.
HOME_DEPTH = 2
#: Ancestors down to this depth are looked up by exact path, which is fastest; deeper pages hardly exist.
USUAL_DEPTH = 9

#: Translation keys of pages that not everybody may see: restricted pages, their versions in all languages, the aliases
#: of these, and all descendants. Raw SQL because the ORM cannot join this way; it starts from the restrictions, which
#: are few, and is free if there are none. Paths consist of digits and capital letters in steps of four, and Z sorts
#: last in every collation, so the path followed by five Zs is an upper bound of the paths of all descendants. SQLite
#: keeps the order of tables that are joined by CROSS JOIN; otherwise it would start from all pages.
_PRIVATE_KEYS = """
    SELECT below.translation_key
    FROM wagtailcore_pageviewrestriction restriction
    CROSS JOIN wagtailcore_page restricted
    CROSS JOIN wagtailcore_page version
    CROSS JOIN wagtailcore_page shown
    CROSS JOIN wagtailcore_page below
    WHERE restricted.id = restriction.page_id
    AND version.translation_key = restricted.translation_key
    AND {shown} = version.id
    AND below.path >= shown.path AND below.path <= shown.path || 'ZZZZZ'
"""


def private(passed: Collection[int] = ()) -> Q:
    """Return a filter for pages that are not open to everybody because of a restriction in any language.

    It matches the translation key that all versions of a page share, so versions cannot differ. ``passed`` are the ids
    of the restrictions that the visitor has passed.
    """
    others = f"AND restriction.id NOT IN ({', '.join(['%s'] * len(passed))})" if passed else ""
    both = " UNION ALL ".join(_PRIVATE_KEYS.format(shown=f"shown.{name}") + others for name in ("id", "alias_of_id"))
    return Q(translation_key__in=RawSQL(both, [*passed, *passed]))  # noqa: S611 numbers are parameters


#: Pages that close those below them, and themselves:
#: - Those that are not live, or out of their time. Wagtail's scheduled command sets ``live`` at the minutes of
#:   publication and of the end, but it may be late, and a page can become live without it.
#: - Aliases of pages in another language, with which Wagtail can fill a language, and which wagtail-localize creates as
#:   parents of a page that is translated before its parents. Their content is in the other language.
_CLOSED = """
    SELECT 1 FROM wagtailcore_page above LEFT JOIN wagtailcore_page original ON original.id = above.alias_of_id
    WHERE (NOT above.live OR above.go_live_at > %s OR above.expire_at <= %s OR original.locale_id <> above.locale_id)
"""
_STEPS = ", ".join(f"SUBSTR({{path}}, 1, {Page.steplen * depth})" for depth in range(HOME_DEPTH, USUAL_DEPTH + 1))
_ADDRESSED = f"""(
    NOT EXISTS ({_CLOSED} AND above.path IN ({_STEPS}))
    AND ({{depth}} <= {USUAL_DEPTH} OR NOT EXISTS (
        {_CLOSED} AND above.path BETWEEN SUBSTR({{path}}, 1, {Page.steplen * USUAL_DEPTH}) AND {{path}}
        AND above.path = SUBSTR({{path}}, 1, LENGTH(above.path))
    ))
)"""


class Addressed(Func):
    """Whether the page at a path is live and in its own language, as are all its ancestors.

    The text of the condition is fixed: it is part of nearly every query, and the ORM would compose it each time.
    """

    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        path, depth = (compiler.compile(expression)[0] for expression in self.get_source_expressions())
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        return _ADDRESSED.format(path=path, depth=depth), (now,) * 4


def addressed() -> Q:
    """Return a filter for pages that are live and in their own language, as are all their ancestors.

    Only these have a URL: Wagtail routes a request through every ancestor, so a live page below a draft has none.
    """
    return Q(Addressed("path", "depth"))


def reachable(passed: Collection[int] = ()) -> Q:
    """Return a filter for pages that have a URL and are open to everybody or, with ``passed``, to this visitor."""
    return addressed() & ~private(passed)


def restrictions_of(page: Page) -> QuerySet[PageViewRestriction]:
    """Return all restrictions on a page: its own and its ancestors', including those of their other language versions.

    An alias has the restrictions of its original.
    """
    paths = Page.objects.filter(translation_key=page.translation_key).values_list("path", flat=True)
    steps = {path[:end] for path in paths for end in range(Page.steplen, len(path) + 1, Page.steplen)}
    keys = Page.objects.filter(path__in=steps).values(key=Coalesce("alias_of__translation_key", "translation_key"))
    return PageViewRestriction.objects.filter(page__translation_key__in=keys)


def listed_pages(request: HttpRequest | None = None) -> PageQuerySet:
    """Return the pages for search and the sitemap: reachable, and in a language open to the request's user.

    Pages that an app shows at another page's URL, such as the current edition of the plan, are left out; functions
    registered with the hook ``pages_shown_elsewhere`` return a queryset of them.
    """
    pages = Page.objects.filter(reachable(), open_to(request))
    for shown_elsewhere in hooks.get_hooks("pages_shown_elsewhere"):
        pages = pages.exclude(pk__in=shown_elsewhere().values("pk"))
    return pages
