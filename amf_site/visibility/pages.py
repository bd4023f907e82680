"""Which pages a reader can reach, and which of them lists name."""

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Length, Substr
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from .languages import open_to

#: The landing pages' depth.
HOME_DEPTH = 2
#: Down to here, pages above a page are looked up by their paths. Deeper ones, which hardly exist, are searched for.
USUAL_DEPTH = 9

#: Wagtail can fill a language with aliases of another's pages, and wagtail-localize does so above a page that is
#: translated before its parents. Their words are the other language's, so they are shown nowhere.
OWN_WORDS = Q(alias_of=None) | Q(alias_of__locale=F("locale"))

#: Translation keys of the pages that not everybody may see: those with a restriction, their versions in every language
#: and their aliases, and whatever stands below any of these. One statement that starts from the few restrictions, which
#: the ORM has no join for: without one it costs nothing. Paths are digits and capital letters, of which Z is the last
#: in every collation; no step of a path is as long as these five.
_PRIVATE_KEYS = """
    SELECT below.translation_key
    FROM wagtailcore_pageviewrestriction restriction
    JOIN wagtailcore_page restricted ON restricted.id = restriction.page_id
    JOIN wagtailcore_page version ON version.translation_key = restricted.translation_key
    JOIN wagtailcore_page shown ON shown.id = version.id OR shown.alias_of_id = version.id
    JOIN wagtailcore_page below ON below.path >= shown.path AND below.path <= shown.path || 'ZZZZZ'
"""


def private(passed: Collection[int] = ()) -> Q:
    """For a filter of pages: those that are not open to everybody, because of a restriction in whichever language.

    It is asked for by the key that all versions of a page share, so no version can get out of step. ``passed`` are the
    ids of restrictions that whoever asks has fulfilled.
    """
    others = f"WHERE restriction.id NOT IN ({', '.join(['%s'] * len(passed))})" if passed else ""
    return Q(translation_key__in=RawSQL(_PRIVATE_KEYS + others, list(passed)))  # noqa: S611 numbers are parameters


def addressed() -> Q:
    """For a filter of pages: they, and all pages above them, are live and in their own words.

    An address leads down through every page above, so a live page below a draft has none.
    """
    closed = Page.objects.filter(Q(live=False) | ~OWN_WORDS).order_by()
    steps = [Substr(OuterRef("path"), 1, Page.steplen * depth) for depth in range(HOME_DEPTH, USUAL_DEPTH + 1)]
    deep_step = Substr(OuterRef("path"), 1, Length("path"))
    is_open = ~Exists(closed.filter(path__in=steps))
    return is_open & (Q(depth__lte=USUAL_DEPTH) | ~Exists(closed.filter(depth__gt=USUAL_DEPTH, path=deep_step)))


def reachable(passed: Collection[int] = ()) -> Q:
    """For a filter of pages: those that have an address and are open to everybody.

    On a private page, also those that are open to whoever has ``passed`` its restrictions.
    """
    return addressed() & ~private(passed)


def restrictions_of(page: Page) -> QuerySet[PageViewRestriction]:
    """Everything that must be fulfilled to see a page: its restrictions and those of all pages above it, those of their
    versions in other languages included. An alias has those of its original.
    """
    paths = Page.objects.filter(translation_key=page.translation_key).values_list("path", flat=True)
    steps = {path[:end] for path in paths for end in range(Page.steplen, len(path) + 1, Page.steplen)}
    keys = Page.objects.filter(path__in=steps).values(key=Coalesce("alias_of__translation_key", "translation_key"))
    return PageViewRestriction.objects.filter(page__translation_key__in=keys)


def listed_pages(request: HttpRequest | None = None) -> PageQuerySet:
    """The reachable pages that search and the sitemap name: those of languages that are open to whoever asks.

    An app can show a page at another page's address, as the plan shows its current edition: the hook
    ``pages_shown_elsewhere`` gives the query of such pages, which would otherwise be named twice.
    """
    pages = Page.objects.filter(reachable(), open_to(request))
    for shown_elsewhere in hooks.get_hooks("pages_shown_elsewhere"):
        pages = pages.exclude(pk__in=shown_elsewhere().values("pk"))
    return pages
