"""Feeds of news and events: complete, valid, and as new as the records."""

import datetime
import email.utils
import re
import xml.etree.ElementTree as ET

import feedparser
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page

from amf_site.addresses import page_path
from amf_site.demo.builders import page_of
from amf_site.demo.translations import make_public
from amf_site.languages import LANGUAGES
from members.feeds import ENTRIES
from members.models import EventIndexPage, NewsIndexPage, NewsPage
from pages.models import StandardPage
from tests.reading import Reader

from .forum_pages import event_index, event_page, event_record
from .news_pages import news_draft, news_index, news_page

pytestmark = pytest.mark.django_db

ATOM, CONTENT = "{http://www.w3.org/2005/Atom}", "{http://purl.org/rss/1.0/modules/content/}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
FEEDS = ("news/feed/", "news/rss/", "events/feed/", "events/rss/")
#: What XML cannot hold, and what it can hold but marks up.
HOSTILE = "a\x01\x0b\x1b\x7f\x85\ufffe\uffff <b>&amp; ]]> \u202e\u2028 𝒳"


@pytest.fixture(autouse=True)
def two_lists(db):
    """The lists of two languages, without the articles of the demo."""
    NewsPage.objects.update(live=False)
    for code in ("en", "fa"):
        news_index(code)
        event_index(code).save_revision().publish()


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def newest(client, address: str):
    return feedparser.parse(text_of(client, address)).entries[0]


def body_of_text(words: str = "Words.") -> list:
    about = page_of("about")
    picture = page_of("tabriz").specific.picture
    link = f'<a linktype="page" id="{about.pk}">about</a> <a href="#part">part</a> <a href="/en/members/">list</a>'
    return [
        ("heading", {"text": "A part"}),
        ("text", f"<p>{words} {link}</p>"),
        ("picture", {"image": picture, "caption": "A picture"}),
        ("accordion", {"items": [{"title": "More", "text": "<p>Inside</p>"}]}),
    ]


def examine(text: str, code: str) -> None:
    """Assert what the specifications of Atom (RFC 4287) and RSS 2.0 and the W3C's validator ask for."""
    root = ET.fromstring(text)
    parsed = feedparser.parse(text)
    assert not parsed.bozo, parsed.get("bozo_exception")
    is_atom = root.tag == f"{ATOM}feed"
    selves = [link.get("href") for link in root.iter(f"{ATOM}link") if link.get("rel") == "self"]
    assert len(selves) == 1
    assert selves[0].startswith(settings.WAGTAILADMIN_BASE_URL)
    now = timezone.now()
    if is_atom:
        assert root.get(LANGUAGE) == code
        entries = root.findall(f"{ATOM}entry")
        ids = [element.text for element in (root.find(f"{ATOM}id"), *(entry.find(f"{ATOM}id") for entry in entries))]
        dates = [element.text for element in root.iter() if element.tag in (f"{ATOM}updated", f"{ATOM}published")]
        moments = [datetime.datetime.fromisoformat(date) for date in dates]
        assert root.find(f"{ATOM}author/{ATOM}name").text
        for entry in entries:
            assert entry.find(f"{ATOM}content").get("type") == "html"
            assert entry.find(f"{ATOM}updated") is not None
    else:
        assert root.get("version") == "2.0"
        assert root.findtext("channel/language") == code
        entries = root.findall("channel/item")
        assert {guid.get("isPermaLink") for guid in root.iter("guid")} <= {"false"}
        ids = [entry.findtext("guid") for entry in entries]
        dates = [root.findtext("channel/lastBuildDate"), *(entry.findtext("pubDate") for entry in entries)]
        moments = [email.utils.parsedate_to_datetime(date) for date in dates]
        for name in ("title", "link", "description"):
            assert root.find(f"channel/{name}") is not None
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) for name in ids)
    assert all(moment.tzinfo and moment <= now for moment in moments)
    for entry in parsed.entries:
        assert entry.title
        assert entry.link.startswith(f"{settings.WAGTAILADMIN_BASE_URL}/{code}/")
        html = entry.content[0].value
        assert html
        addresses = re.findall(r'(?:href|src)="([^"]*)"', html)
        assert all(re.match(r"(https?|mailto|tel):", address) for address in addresses), addresses
        assert not re.search(r"<(script|style|button|svg)|\s(class|style|srcset|on\w+|data-\w+)=", html)


def fill() -> None:
    news_page("a", body=body_of_text(), summary="<Short> & sweet", picture=page_of("tabriz").specific.picture)
    news_page("b", body=body_of_text(), date="2019")
    news_page("b", "fa", body=body_of_text("کلمه"), date="2019")
    event = event_record()
    event_page(event, body=body_of_text(), theme="Water", venue="Hall", bring="<p>Papers</p>")
    event_page(event, "fa", body=body_of_text())


@pytest.mark.parametrize("code", ["en", "fa"])
@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_is_valid(client, feed, code):
    fill()
    examine(text_of(client, f"/{code}/{feed}"), code)


@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_without_entries_is_valid_and_stays_the_same(client, feed):
    Page.objects.filter(depth=4, url_path__contains="/events/").update(live=False)
    first = client.get(f"/en/{feed}")
    examine(first.content.decode(), "en")
    assert feedparser.parse(first.content.decode()).entries == []
    assert client.get(f"/en/{feed}")["ETag"] == first["ETag"]


def test_all_languages_have_valid_feeds(client):
    fill()
    make_public([row.code for row in LANGUAGES])
    for row in LANGUAGES:
        locale, _ = Locale.objects.get_or_create(language_code=row.code)
        make_public([row.code])
        for name in (page_of("home"), news_index(), event_index(), *Page.objects.filter(slug__in=["b", "trial"])):
            source = name.specific
            if source.locale.language_code == "en" and not source.has_translation(locale):
                copy = source.copy_for_translation(locale)
                copy.save_revision().publish()
        for feed in FEEDS:
            text = text_of(client, f"/{row.code}/{feed}")
            examine(text, row.code)
            assert feedparser.parse(text).entries


@pytest.mark.parametrize("feed", FEEDS[:2])
def test_signs_that_no_feed_can_hold_break_none(client, feed):
    news_page("a", title=f"Title {HOSTILE}", summary=HOSTILE, body=[("text", f"<p>{HOSTILE} &#1;&#x1b;</p>")])
    examine(text_of(client, f"/en/{feed}"), "en")
    assert newest(client, f"/en/{feed}").title.startswith("Title a")


def test_signs_that_no_feed_can_hold_break_none_of_events(client):
    event_page(event_record(first_day=DAY, last_day=DAY), title=f"Title {HOSTILE}", theme=HOSTILE, venue=HOSTILE)
    for feed in FEEDS[2:]:
        examine(text_of(client, f"/en/{feed}"), "en")


DAY = datetime.date(2040, 1, 1)


def test_an_entry_has_the_whole_text(client):
    fill()
    for feed in FEEDS[:2]:
        entry = next(row for row in feedparser.parse(text_of(client, f"/en/{feed}")).entries if row.title == "a in en")
        html = entry.content[0].value
        for words in (
            "A part",
            "Words.",
            "A picture",
            "Inside",
            f'href="{settings.WAGTAILADMIN_BASE_URL}/en/members/"',
        ):
            assert words in html
        assert html.count("<img") == 2
        assert "/en/news/a/#part" in html
        assert entry.summary == "&lt;Short&gt; &amp; sweet"


def test_it_holds_the_latest_twenty_of_its_language(client):
    for number in range(22):
        news_page(f"n{number:02}", date=f"2026-10-{number + 1:02}")
    links = [entry.link for entry in feedparser.parse(text_of(client, "/en/news/feed/")).entries]
    assert [link.split("/")[-2] for link in links] == [f"n{number:02}" for number in range(21, 1, -1)]
    assert "/n21/" not in text_of(client, "/fa/news/feed/")


def test_the_sources_of_all_entries_cost_one_query(client):
    def cost() -> int:
        client.get("/en/news/feed/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/en/news/feed/").status_code == 200
        return len(queries)

    source = {"publisher": "Mehr", "url": "https://www.example.org/"}
    news_page("first", date="2026-11", sources=[source])
    before = cost()
    for number in range(ENTRIES):
        news_page(f"more-{number}", date="2026-11", sources=[source, source])
    assert cost() <= before


def test_it_is_fetched_anew_only_if_something_changed(client):
    page = news_page("a", date="2026-11-01")
    for feed in FEEDS:
        first = client.get(f"/en/{feed}")
        assert "max-age=3600" in first["Cache-Control"]
        assert "Cookie" not in first.get("Vary", "")
        again = client.get(f"/en/{feed}", headers={"If-None-Match": f"W/{first['ETag']}"})
        assert again.status_code == 304
        assert again.content == b""
        assert again["ETag"] == first["ETag"]
        assert "max-age=3600" in again["Cache-Control"]
        assert client.head(f"/en/{feed}").status_code == 200
    tag = client.get("/en/news/feed/")["ETag"]
    identity = newest(client, "/en/news/feed/").id
    page.title, page.slug = "Another title", "another-address"
    page.save_revision().publish()
    answer = client.get("/en/news/feed/", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    entry = newest(client, "/en/news/feed/")
    assert (entry.id, entry.title) == (identity, "Another title")
    tag = answer["ETag"]
    page.unpublish()
    assert client.get("/en/news/feed/", headers={"If-None-Match": tag}).status_code == 200


def test_it_is_not_kept_for_staff(editor):
    news_page("a")
    assert "public" not in editor.get("/en/news/feed/").get("Cache-Control", "")


def test_a_corrected_day_of_an_event_is_in_the_feeds_at_once(client):
    event = event_record(first_day=DAY, last_day=DAY)
    event_page(event)
    event_page(event, "fa")
    before = {code: newest(client, f"/{code}/events/feed/") for code in ("en", "fa")}
    assert "1 January 2040" in before["en"].content[0].value
    event.last_day += datetime.timedelta(days=1)
    event.save()
    for code, days in {"en": "2 January 2040", "fa": "۱۲ دی ۱۴۱۸"}.items():
        for name in ("feed", "rss"):
            entry = newest(client, f"/{code}/events/{name}/")
            assert days in entry.content[0].value
            assert entry.id == before[code].id
        assert newest(client, f"/{code}/events/feed/").updated > before[code].updated


def test_a_cancelled_event_says_so_and_one_that_is_over_asks_for_nothing(client):
    event_page(
        event_record(first_day=DAY, last_day=DAY, status="cancelled", status_note="No hall."), bring="<p>Register</p>"
    )
    html = newest(client, "/en/events/feed/").content[0].value
    assert "Cancelled" in html
    assert "No hall." not in html
    assert "Register" not in html
    past = datetime.date(2026, 11, 1)
    event_page(event_record("past", first_day=past, last_day=past), bring="<p>Register</p>")
    entries = feedparser.parse(text_of(client, "/en/events/feed/")).entries
    assert "Register" not in next(entry for entry in entries if entry.link.endswith("/past/")).content[0].value


def test_news_of_earlier_days_are_not_new(client):
    news_page("old", date="2026-04")
    page = news_page("today", date=timezone.localdate().isoformat())
    for feed in FEEDS[:2]:
        entries = {entry.title: entry for entry in feedparser.parse(text_of(client, f"/en/{feed}")).entries}
        assert entries["old in en"].published_parsed[:3] == (2026, 4, 1)
        assert entries["today in en"].published_parsed[:6] == page.first_published_at.utctimetuple()[:6]


@pytest.mark.parametrize("path", ["news/", "news/a/", "events/", ""])
def test_it_is_discovered_from_the_head(client, path):
    news_page("a")
    found = Reader(text_of(client, f"/en/{path}")).named("link", rel="alternate")
    feeds = {row["type"]: row["href"] for row in found if "type" in row}
    assert set(feeds) == {"application/atom+xml", "application/rss+xml"}
    for kind, address in feeds.items():
        assert address.startswith(settings.WAGTAILADMIN_BASE_URL)
        response = client.get(address.removeprefix(settings.WAGTAILADMIN_BASE_URL))
        assert response["Content-Type"] == f"{kind}; charset=utf-8"


def test_a_page_lists_the_addresses(client):
    body = [("records", {"records": "feeds", "caption": "Addresses"})]
    page = StandardPage(title="Trial", slug="trial-of-feeds", body=body)
    page_of("home").add_child(instance=page)
    page.save_revision().publish()
    reader = Reader(text_of(client, "/en/trial-of-feeds/"))
    assert {f"/en/{feed}" for feed in (*FEEDS, "events/ics/")} <= set(reader.links)
    assert f"{settings.WAGTAILADMIN_BASE_URL}/en/news/feed/" in reader.own_text
    EventIndexPage.objects.get(locale__language_code="en").unpublish()
    links = Reader(text_of(client, "/en/trial-of-feeds/")).links
    assert "/en/events/feed/" not in links
    assert page_path(NewsIndexPage.objects.get(locale__language_code="en"), "en") + "rss/" in links


def test_a_language_or_list_that_is_not_public_has_no_feed(client):
    assert client.get("/ja/news/feed/").status_code == 404
    news_draft("draft")
    assert "/draft/" not in text_of(client, "/en/news/feed/")
    NewsIndexPage.objects.get(locale__language_code="fa").unpublish()
    assert client.get("/fa/news/feed/").status_code == 404
    assert client.get("/en/news/feed/extra/").status_code == 404
    assert client.get("/en/news/atom/").status_code == 404
