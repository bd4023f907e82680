"""What surrounds a page: its languages, the menu, the footer, the way up, and what its head says.

Templates get one ``PageFrame`` per request by ``{% page_frame as frame %}``. Everything in it is asked for once, in a
number of queries that depends neither on the number of languages nor on that of pages or menu entries.
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

from .models import SiteNavigation
from .querysets import pages_in_language
from .seo import PageHead, head_of

#: Seconds that menu and footer of a language are kept. Publishing anything drops them at once (``signals``).
NAVIGATION_SECONDS = 600


@dataclass(frozen=True)
class Link:
    """A link of the menu, the footer or the breadcrumbs."""

    label: str
    url: str


@dataclass(frozen=True)
class LanguageLink:
    """An entry of the language switcher."""

    language: Language
    #: The same page in that language; its landing page if the page does not exist there.
    url: str
    #: Whether the page itself exists in that language.
    exists: bool
    is_current: bool


@dataclass(frozen=True)
class Navigation:
    """Menu and footer of one language, ready to be printed and kept in the cache."""

    record: SiteNavigation | None = None
    menu: list[Link] = field(default_factory=list)
    footer: list[Link] = field(default_factory=list)
    social: list[Link] = field(default_factory=list)


def navigation_cache_key(code: str) -> str:
    return f"navigation-{code}"


def load_navigation(code: str) -> Navigation:
    """Menu and footer of a language, in two queries. An entry whose page is not live there is left out."""
    record = SiteNavigation.objects.filter(live=True, locale__language_code=code).first()
    if record is None:
        return Navigation()
    menu, footer = ([entry["value"] for entry in stream.raw_data] for stream in (record.menu, record.footer))
    pages = pages_in_language([entry["page"] for entry in (*menu, *footer)], code)

    def links(entries: list[dict]) -> list[Link]:
        return [
            Link(entry.get("label") or pages[entry["page"]].title, page_path(pages[entry["page"]], code))
            for entry in entries
            if entry["page"] in pages
        ]

    social = [Link(account["value"]["network"], account["value"]["url"]) for account in record.social.raw_data]
    return Navigation(record, links(menu), links(footer), social)


class PageFrame:
    """Lazily, everything around one page; around an error page, ``page`` is nothing and the address is all there is."""

    def __init__(self, request: HttpRequest, page: Page | None = None) -> None:
        self.request = request
        self.page = page
        self.language = language(get_language())

    @property
    def code(self) -> str:
        return self.language.code

    @property
    def home_url(self) -> str:
        return f"/{self.code}/"

    @cached_property
    def site(self) -> Site:
        return Site.find_for_request(self.request)

    @cached_property
    def _translations(self) -> tuple[dict[str, Page], dict[str, Page]]:
        """Live home pages and live versions of this page, each by language code, in one query."""
        home = self.site.root_page
        wanted = Q(translation_key=home.translation_key)
        if self.page is not None and self.page.pk:
            wanted |= Q(translation_key=self.page.translation_key)
        elif path := self._path_below_home:
            wanted |= Q(slug=path[-1], depth=home.depth + len(path), url_path__endswith=f"/{'/'.join(path)}/")
        homes: dict[str, Page] = {}
        versions: dict[str, Page] = {}
        for found in Page.objects.live().filter(wanted).select_related("locale"):
            code = found.locale.language_code
            if found.translation_key == home.translation_key:
                homes[code] = found
            if self.page is None or found.translation_key == self.page.translation_key:
                versions[code] = found
        if self.page is None:
            versions = {code: page for code, page in versions.items() if page.depth > home.depth}
        return homes, {code: page for code, page in versions.items() if code in homes}

    @property
    def _path_below_home(self) -> list[str]:
        """The slugs that an address without a page asks for."""
        return [part for part in self.request.path_info.split("/")[2:] if part][:10]

    @property
    def open_languages(self) -> list[Language]:
        """Languages whose landing page is live; no other is offered anywhere."""
        return [row for row in LANGUAGES if row.code in self._translations[0]]

    @cached_property
    def languages(self) -> list[LanguageLink]:
        """The switcher: every open language, in the order of the table."""
        versions = self._translations[1]
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
        """The languages in which this page exists, this one apart."""
        return [link for link in self.languages if link.exists and not link.is_current]

    @cached_property
    def navigation(self) -> Navigation:
        key = navigation_cache_key(self.code)
        navigation = cache.get(key)
        if navigation is None:
            navigation = load_navigation(self.code)
            cache.set(key, navigation, NAVIGATION_SECONDS)
        return navigation

    @cached_property
    def breadcrumbs(self) -> list[Link]:
        """The way from the landing page down to the page's parent; nothing on the landing page itself."""
        if self.page is None or not self.page.pk or self.page.depth <= 2:
            return []
        ancestors = self.page.get_ancestors().filter(depth__gte=2)
        return [Link(page.title, page_path(page, self.code)) for page in ancestors]

    @cached_property
    def head(self) -> PageHead:
        return head_of(self)

    def is_current(self, link: Link) -> bool:
        """Whether a menu entry leads to this page or to a page above it."""
        return self.request.path_info.startswith(link.url) and link.url != self.home_url
