"""What surrounds a page: its languages, the menu, the footer, the way up, and what its head says.

Templates get one ``PageContext`` per request by ``{% page_frame as frame %}``. Everything in it is asked for once, in a
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
from amf_site.visibility.languages import open_to
from amf_site.visibility.pages import reachable
from amf_site.visibility.records import published

from .choosers import chosen_page_ids
from .models.navigation import SiteNavigation
from .querysets import by_chosen_id, chosen_and_local, pages_in_language
from .seo import PageHead, head_of

#: Seconds that a language's menu and footer are kept. Saving them drops them at once (``signals``).
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
    """Menu and footer of one language, ready to be printed."""

    record: SiteNavigation | None = None
    menu: list[Link] = field(default_factory=list)
    footer: list[Link] = field(default_factory=list)
    social: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Neighbours:
    """Pages that a page must know of and that readers can reach, by what they are to it."""

    #: Landing pages of open languages, by language code.
    homes: dict[str, Page]
    #: The page itself by language code.
    versions: dict[str, Page]
    #: Pages of the reader's language by the id of the page that an editor chose.
    local: dict[int, Page]


def navigation_cache_key(code: str) -> str:
    return f"navigation-{code}"


class PageContext:
    """Lazily, everything around one page; around an error page, ``page`` is nothing and the address is all there is."""

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
        #: Whether readers see it; else its language is shown to staff only.
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
        """The pages above this one, its landing page first; empty on a landing page and on an error page."""
        if self._ancestors is not None:
            return self._ancestors
        if self.page is None:
            return []
        return list(self.page.get_ancestors().filter(depth__gt=1))

    @cached_property
    def home(self) -> Page:
        """A landing page, of whichever language is at hand."""
        if self.ancestors:
            return self.ancestors[0]
        return self.page or Site.find_for_request(self.request).root_page

    @cached_property
    def neighbours(self) -> Neighbours:
        """Homes, translations and linked pages, in one query for all of them."""
        home, page, chosen = self.home, self.page, self._chosen_page_ids
        wanted = Q(translation_key=home.translation_key)
        if page is not None:
            wanted |= Q(translation_key=page.translation_key)
        elif slugs := self._slugs_below_home:
            wanted |= Q(slug=slugs[-1], depth=home.depth + len(slugs), url_path__endswith=f"/{'/'.join(slugs)}/")
        if chosen:
            wanted |= chosen_and_local(chosen, self.code)
        pages = Page.objects.filter(wanted).select_related("locale")
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
        """Whether a found page is this page, or of an error page, the page that the address would be."""
        if page is not None:
            return found.translation_key == page.translation_key
        return bool(self._slugs_below_home) and found.url_path.endswith(f"/{'/'.join(self._slugs_below_home)}/")

    @property
    def _slugs_below_home(self) -> list[str]:
        """The slugs that an address without a page asks for."""
        return [part for part in self.request.path_info.split("/")[2:] if part][:10]

    @cached_property
    def _chosen_page_ids(self) -> set[int]:
        """Pages that were chosen for the menu and the footer, or on this page."""
        record, page = self._navigation_record, self.page
        return (chosen_page_ids(record) if record else set()) | (chosen_page_ids(page) if page else set())

    @property
    def local_pages(self) -> dict[int, Page]:
        """The reader's version of every page that an editor chose on this page, by the chosen page's id."""
        return self.neighbours.local

    def local_page(self, pk: int) -> Page | None:
        """The reader's version of a chosen page; one that stands elsewhere than on this page is asked for by itself."""
        if pk not in self._chosen_page_ids:
            self._chosen_page_ids.add(pk)
            self.local_pages.update(pages_in_language([pk], self.code))
        return self.local_pages.get(pk)

    @property
    def open_languages(self) -> list[Language]:
        """Languages that are open to whoever asks and have a landing page to reach; no other is offered anywhere."""
        return [row for row in LANGUAGES if row.code in self.neighbours.homes]

    @cached_property
    def languages(self) -> list[LanguageLink]:
        """The switcher: every open language, in the order of the table."""
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
        """The languages in which this page exists, this one apart."""
        return [link for link in self.languages if link.exists and not link.is_current]

    @cached_property
    def _navigation_record(self) -> SiteNavigation | None:
        """The published record of this language, kept between requests."""
        key = navigation_cache_key(self.code)
        record = cache.get(key)
        if record is None:
            record = SiteNavigation.objects.filter(published(), locale__language_code=self.code).first() or False
            cache.set(key, record, NAVIGATION_SECONDS)
        return record or None

    @cached_property
    def navigation(self) -> Navigation:
        """Menu and footer. An entry whose page readers cannot reach in this language is left out."""
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
        """The way from the landing page down to the page's parent; nothing on the landing page itself."""
        return [Link(page.title, page_path(page, self.code)) for page in self.ancestors]

    @cached_property
    def head(self) -> PageHead:
        return head_of(self)

    def is_current(self, link: Link) -> bool:
        """Whether a menu entry leads to this page or to a page above it, and no other entry leads to a nearer one."""
        above = [entry for entry in self.navigation.menu if self._is_above(entry)]
        return link == max(above, key=lambda entry: len(entry.url), default=None)

    def _is_above(self, link: Link) -> bool:
        return self.request.path_info.startswith(link.url) and link.url != self.home_url


def frame_of(request: HttpRequest, page: Page | None) -> PageContext:
    """The one frame of a page in a request; a preview has a page that no address led to."""
    frame = getattr(request, "page_frame", None)
    if frame is None or (page is not None and frame.page is not page):
        frame = request.page_frame = PageContext(request, page)  # type: ignore[attr-defined]
    return frame
