"""Which pages a reader can reach, and which of them lists name."""

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length, Substr
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page
from wagtail.query import PageQuerySet

from .languages import open_to

#: The landing pages' depth.
HOME_DEPTH = 2
#: Down to here, pages above a page are looked up by their paths. Deeper ones, which hardly exist, are searched for.
USUAL_DEPTH = 9

#: Wagtail can fill a language with aliases of another's pages, and wagtail-localize does so above a page that is
#: translated before its parents. Their words are the other language's, so they are shown nowhere.
OWN_WORDS = Q(alias_of=None) | Q(alias_of__locale=F("locale"))


def reachable() -> Q:
    """For a filter of pages: they, and all pages above them, are live, open to everybody and in their own words.

    An address leads down through every page above, so a live page below a draft has none.
    """
    closed = Page.objects.filter(Q(live=False) | Q(view_restrictions__isnull=False) | ~OWN_WORDS).order_by()
    steps = [Substr(OuterRef("path"), 1, Page.steplen * depth) for depth in range(HOME_DEPTH, USUAL_DEPTH + 1)]
    deep_step = Substr(OuterRef("path"), 1, Length("path"))
    is_open = ~Exists(closed.filter(path__in=steps))
    return is_open & (Q(depth__lte=USUAL_DEPTH) | ~Exists(closed.filter(depth__gt=USUAL_DEPTH, path=deep_step)))


def listed_pages(request: HttpRequest | None = None) -> PageQuerySet:
    """The reachable pages that search and the sitemap name: those of languages that are open to whoever asks.

    An app can show a page at another page's address, as the plan shows its current edition: the hook
    ``pages_shown_elsewhere`` gives the query of such pages, which would otherwise be named twice.
    """
    pages = Page.objects.filter(reachable(), open_to(request))
    for shown_elsewhere in hooks.get_hooks("pages_shown_elsewhere"):
        pages = pages.exclude(pk__in=shown_elsewhere().values("pk"))
    return pages
