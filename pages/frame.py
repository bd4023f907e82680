"""Everything around a page's content: language switcher, menu, footer, breadcrumbs and ``<head>`` metadata.

Templates get one ``PageContext`` per request with ``{% page_frame as frame %}``. Each part is queried once; the number
of queries does not grow with the number of languages, pages or menu entries.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from amf_site.addresses import page_path
from amf_site.languages import LANGUAGES, Language, language
from amf_site.visibility.languages import open_to
from amf_site.visibility.pages import reachable
from amf_site.visibility.records import published

from .choosers import chosen_page_ids
from .models.navigation import SiteNavigation
from .querysets import LINKED, by_chosen_id, chosen_and_local, pages_in_language
from .seo import PageHead, head_of

#: Seconds for which a language's menu and footer are cached. Saving them invalidates the cache (``signals``).
NAVIGATION_SECONDS = 600


@dataclass(frozen=True)
class Link:
    """A link in the menu, the footer or the breadcrumbs."""

    label: str
    url: str


@dataclass(frozen=True)
class LanguageLink:
    """An entry of the language switcher."""

    language: Language
    #: The page in that language, or the language's landing page if it has no such page.
    url: str
    #: Whether the page itself exists in that language.
    exists: bool
    is_current: bool


@dataclass(frozen=True)
class Navigation:
    """Menu and footer of one language, ready to render."""

    record: SiteNavigation | None = None
    menu: list[Link] = field(default_factory=list)
    footer: list[Link] = field(default_factory=list)
    social: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Neighbours:
    """The reachable pages that a page links to: landing pages, its translations and chosen pages."""

    #: Language code -> landing page, for open languages.
    homes: dict[str, Page]
    #: Language code -> version of the page itself.
    versions: dict[str, Page]
    #: Id of a chosen page -> its version in the reader's language.
    local: dict[int, Page]


def navigation_cache_key(code: str) -> str:
    return f"navigation-{code}"


class PageContext:
    """Everything around one page, computed lazily. On an error page, ``page`` is ``None`` and only the URL is known."""

    def __init__(
        self,
        request: HttpRequest,
        page: Page | None = None,
        ancestors: list[Page] | None = None,
        record: SiteNavigation | None = None,
        is_public: bool = True,
    ) -> None:
        self.request = request
        self.page = page if page is not None and page.pk else None
        self.language = language(get_language())
        #: Whether readers can see the page. If not, its language is open to staff only.
        self.is_public = is_public
        self._ancestors = ancestors
        if record is not None:
            self._navigation_record = record

    @property
    def code(self) -> str:
        return self.language.code

    @property
    def home_url(self) -> str:
        return f"/{self.code}/"

    @cached_property
    def ancestors(self) -> list[Page]:
        """The ancestors, starting with the landing page. Empty on a landing page and on an error page."""
        if self._ancestors is not None:
            return self._ancestors
        if self.page is None:
            return []
        return list(self.page.get_ancestors().filter(depth__gt=1))

    @cached_property
    def home(self) -> Page:
        """A landing page in any language; all of them share one ``translation_key``."""
        if self.ancestors:
            return self.ancestors[0]
        return self.page or Site.find_for_request(self.request).root_page

    @cached_property
    def neighbours(self) -> Neighbours:
        """Landing pages, translations and chosen pages, all fetched with one query."""
        home, page, chosen = self.home, self.page, self._chosen_page_ids
        wanted = Q(translation_key=home.translation_key)
        if page is not None:
            wanted |= Q(translation_key=page.translation_key)
        elif slugs := self._slugs_below_home:
            wanted |= Q(slug=slugs[-1], depth=home.depth + len(slugs), url_path__endswith=f"/{'/'.join(slugs)}/")
        if chosen:
            wanted |= chosen_and_local(chosen, self.code)
        pages = Page.objects.filter(wanted).select_related("locale").only(*LINKED)
        passed = getattr(page, "passed_restrictions", ())
        found = list(pages.annotate(is_open=open_to(self.request), is_reachable=reachable(passed)))
        homes: dict[str, Page] = {}
        versions: dict[str, Page] = {}
        for version in found:
            code = version.locale.language_code
            if version.is_reachable and version.is_open and version.translation_key == home.translation_key:
                homes[code] = version
            if version.is_reachable and self._is_version(version, page):
                versions[code] = version
        return Neighbours(
            homes=homes,
            versions={code: version for code, version in versions.items() if code in homes},
            local=by_chosen_id(found, chosen, self.code),
        )

    def _is_version(self, found: Page, page: Page | None) -> bool:
        """Whether ``found`` is a version of this page or, on an error page, a page whose path matches the URL."""
        if page is not None:
            return found.translation_key == page.translation_key
        return bool(self._slugs_below_home) and found.url_path.endswith(f"/{'/'.join(self._slugs_below_home)}/")

    @property
    def _slugs_below_home(self) -> list[str]:
        """The slugs in the URL after the language code (at most ten), for an error page."""
        return [part for part in self.request.path_info.split("/")[2:] if part][:10]

    @cached_property
    def _chosen_page_ids(self) -> set[int]:
        """The ids of the pages chosen in the menu, in the footer or on this page."""
        record, page = self._navigation_record, self.page
        return (chosen_page_ids(record) if record else set()) | (chosen_page_ids(page) if page else set())

    @property
    def local_pages(self) -> dict[int, Page]:
        """Id of a chosen page -> its version in the reader's language."""
        return self.neighbours.local

    def local_page(self, pk: int) -> Page | None:
        """Return the version of a page in the reader's language. Costs a query only if it was not chosen here."""
        if pk not in self._chosen_page_ids:
            self._chosen_page_ids.add(pk)
            self.local_pages.update(pages_in_language([pk], self.code))
        return self.local_pages.get(pk)

    @property
    def open_languages(self) -> list[Language]:
        """The languages open to this user that have a reachable landing page. No other language is ever offered."""
        return [row for row in LANGUAGES if row.code in self.neighbours.homes]

    @cached_property
    def languages(self) -> list[LanguageLink]:
        """The entries of the language switcher: every open language, in the order of ``LANGUAGES``."""
        versions = self.neighbours.versions
        return [
            LanguageLink(
                language=row,
                url=page_path(versions[row.code], row.code) if row.code in versions else f"/{row.code}/",
                exists=row.code in versions,
                is_current=row.code == self.code,
            )
            for row in self.open_languages
        ]

    @property
    def other_versions(self) -> list[LanguageLink]:
        """The other languages in which this page exists."""
        return [link for link in self.languages if link.exists and not link.is_current]

    @cached_property
    def _navigation_record(self) -> SiteNavigation | None:
        """The published record of this language, cached between requests."""
        key = navigation_cache_key(self.code)
        record = cache.get(key)
        if record is None:
            record = SiteNavigation.objects.filter(published(), locale__language_code=self.code).first() or False
            cache.set(key, record, NAVIGATION_SECONDS)
        return record or None

    @cached_property
    def navigation(self) -> Navigation:
        """Menu and footer, without entries whose page is not reachable in this language."""
        record, local = self._navigation_record, self.local_pages
        if record is None:
            return Navigation()
        menu, footer = (
            [
                Link(entry.get("label") or local[entry["page"]].title, page_path(local[entry["page"]], self.code))
                for entry in (block["value"] for block in stream.raw_data)
                if entry["page"] in local
            ]
            for stream in (record.menu, record.footer)
        )
        social = [Link(account["value"]["network"], account["value"]["url"]) for account in record.social.raw_data]
        return Navigation(record, menu, footer, social)

    @property
    def breadcrumbs(self) -> list[Link]:
        """Links from the landing page down to the page's parent. Empty on the landing page."""
        return [Link(page.title, page_path(page, self.code)) for page in self.ancestors]

    @cached_property
    def head(self) -> PageHead:
        return head_of(self)

    def is_current(self, link: Link) -> bool:
        """Whether this is the menu entry with the longest path that contains the current page."""
        above = [entry for entry in self.navigation.menu if self._is_above(entry)]
        return link == max(above, key=lambda entry: len(entry.url), default=None)

    def _is_above(self, link: Link) -> bool:
        return self.request.path_info.startswith(link.url) and link.url != self.home_url


def frame_of(request: HttpRequest, page: Page | None) -> PageContext:
    """Return the request's frame for the page. Create it where ``serving`` has not, as in a preview."""
    frame = getattr(request, "page_frame", None)
    if frame is None or (page is not None and frame.page is not page):
        frame = request.page_frame = PageContext(request, page)  # type: ignore[attr-defined]
    return frame
