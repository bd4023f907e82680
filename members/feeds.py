"""Atom and RSS feeds of news and events, one of each for every language."""

import copy
import datetime
import hashlib
import re
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from wagtail.models import Page

from amf_site.addresses import page_address
from amf_site.caching import SUBSCRIPTION_CACHE_CONTROL, allow_shared_cache
from members.event_names import NamedEvent, named_events

if TYPE_CHECKING:
    from members.models import EventIndexPage, NewsIndexPage, NewsPage

NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
#: How many entries a feed has.
ENTRIES = 20
#: What XML 1.0 cannot hold, not even as a character reference.
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Elements that mean nothing outside the site, and the attributes that mean something.
LEFT_OUT = ("script", "style", "svg", "button", "form", "source")
KEPT = {"href", "src", "alt", "width", "height", "lang", "dir", "datetime", "colspan", "rowspan", "scope", "start"}


def xml_text(value: Any) -> Any:
    """Return a text without the signs that would make the whole feed unreadable; other values unchanged."""
    return NO_XML.sub("", str(value)) if isinstance(value, str) else value


def portable_html(html: str, address: str) -> str:
    """Return the HTML of a page as feed readers can show it: absolute URLs, no classes, one source of each picture."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup(LEFT_OUT):
        element.decompose()
    for element in soup("picture"):
        element.unwrap()
    for element in soup(True):
        element.attrs = {name: value for name, value in element.attrs.items() if name in KEPT}
        for name in ("href", "src"):
            if name in element.attrs:
                element[name] = urljoin(address, str(element[name]))
    return str(soup).strip()


class Clean:
    """What both formats share: texts that XML can hold, and a date also for a feed without entries."""

    feed: dict[str, Any]
    items: list[dict[str, Any]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        values = {name: xml_text(value) for name, value in kwargs.items()}
        super().__init__(*args, **values)

    def add_item(self, *args: Any, categories: Iterable[Any] | None = None, **kwargs: Any) -> None:
        values = {name: xml_text(value) for name, value in kwargs.items()}
        super().add_item(*args, categories=[xml_text(str(name)) for name in categories or ()], **values)  # type: ignore[misc]

    def latest_post_date(self) -> datetime.datetime:
        return max((item["updateddate"] for item in self.items), default=self.feed["changed"])


class Atom(Clean, Atom1Feed):
    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class Rss(Clean, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class ListFeed(Feed):
    """The feed of a list page in its language. ``page`` is that page, ``items`` are what is listed."""

    item_guid_is_permalink = False

    def __init__(self, feed_type: type[Atom] | type[Rss]) -> None:
        self.feed_type = feed_type

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.request = request
        response = super().__call__(request, *args, **kwargs)
        # The newest date says nothing of an entry that was withdrawn, so the content itself is compared.
        del response["Last-Modified"]
        etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        response["ETag"] = etag
        allow_shared_cache(request, response, SUBSCRIPTION_CACHE_CONTROL)
        return get_conditional_response(request, etag=etag, response=response) or response

    def get_object(self, request: HttpRequest, page: Page) -> Page:
        return page

    def title(self, page: Page) -> str:
        return _("%(title)s · Asian Mayors Forum") % {"title": page.title}

    def link(self, page: Page) -> str:
        return page_address(page)

    def description(self, page: Any) -> str:
        return page.description

    subtitle = description

    def feed_url(self, page: Page) -> str:
        return urljoin(page_address(page), self.request.path)

    def feed_guid(self, page: Page) -> str:
        return identity_of(page)

    def author_name(self, page: Page) -> str:
        return _("Asian Mayors Forum")

    def author_link(self, page: Page) -> str:
        return settings.WAGTAILADMIN_BASE_URL

    def feed_extra_kwargs(self, page: Page) -> dict[str, Any]:
        return {"changed": changed_at(page)}

    def content(self, template: str, page: Page, **values: Any) -> str:
        """Return the full text of an entry. Each has a request of its own, in which no picture has been shown yet."""
        return portable_html(render_to_string(template, values, copy.copy(self.request)), page_address(page))


class NewsFeed(ListFeed):
    """The latest articles of a language."""

    def items(self, page: "NewsIndexPage") -> "list[NewsPage]":
        articles = page.articles().filter(locale=page.locale)
        return list(articles.with_records().prefetch_related("sources").latest_first()[:ENTRIES])

    def item_title(self, item: "NewsPage") -> str:
        return item.title

    def item_link(self, item: "NewsPage") -> str:
        return page_address(item)

    def item_description(self, item: "NewsPage") -> str:
        return escape(item.summary)

    def item_guid(self, item: "NewsPage") -> str:
        return identity_of(item)

    def item_pubdate(self, item: "NewsPage") -> datetime.datetime:
        if item.published_at or item.partial_date is None:
            return item.published_at or changed_at(item)
        return datetime.datetime.combine(item.partial_date.first_day, datetime.time(), tzinfo=datetime.UTC)

    def item_updateddate(self, item: "NewsPage") -> datetime.datetime:
        return changed_at(item)

    def item_categories(self, item: "NewsPage") -> list[str]:
        return [item.get_kind_display()]

    def item_extra_kwargs(self, item: "NewsPage") -> dict[str, Any]:
        return {"content": self.content("members/feed_article.html", item, article=item)}


class EventFeed(ListFeed):
    """The events of which a page of this language tells, the latest first. Items are ``NamedEvent`` with a page."""

    def items(self, page: "EventIndexPage") -> list[NamedEvent]:
        from members.models import Event, EventPage  # the models use this module

        pages = EventPage.objects.reachable(page.passed_restrictions).filter(locale=page.locale)
        events = Event.objects.with_records().filter(pages__in=pages).distinct().order_by("-first_day", "key")[:ENTRIES]
        return [named for named in named_events(events, page.locale.language_code, whole=True) if named.page]

    def item_title(self, item: Any) -> str:
        return item.title

    def item_link(self, item: Any) -> str:
        return page_address(item.page)

    def item_description(self, item: Any) -> str:
        return escape(item.page.summary)

    def item_guid(self, item: Any) -> str:
        return identity_of(item.page)

    def item_pubdate(self, item: Any) -> datetime.datetime:
        return item.page.first_published_at or changed_at(item.page)

    def item_updateddate(self, item: Any) -> datetime.datetime:
        return max(changed_at(item.page), item.event.modified_at)

    def item_categories(self, item: Any) -> list[str]:
        return [item.event.get_kind_display()]

    def item_extra_kwargs(self, item: Any) -> dict[str, Any]:
        return {"content": self.content("members/feed_event.html", item.page, named=item, event=item.event)}


def changed_at(page: Page) -> datetime.datetime:
    """Return when a page was last published. A page that a program made live has no such moment."""
    return page.last_published_at or page.latest_revision_created_at or NEVER


def identity_of(page: Page) -> str:
    """Return the identifier of a page in one language, which stays the same when its address changes."""
    return uuid.uuid5(page.translation_key, page.locale.language_code).urn
