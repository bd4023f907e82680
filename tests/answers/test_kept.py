"""What is kept for whom."""

import gzip
import re
import threading
from datetime import timedelta

import brotli
import html5lib
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amf_site.answers import version
from amf_site.answers.kept import key_of, store_for
from amf_site.demo.editor import NAME
from amf_site.media.models import SiteImage

from .reading import keep, read, was_kept

HOME = "/en/"
DECOMPRESS = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


def test_a_kept_answer_costs_one_query_for_the_version():
    """Without a shared cache; with one, it costs none."""
    keep(HOME)
    with CaptureQueriesContext(connection) as queries:
        assert was_kept(read(HOME))
    assert ["answers_contentversion" in query["sql"] for query in queries.captured_queries] == [True]


def test_it_has_all_headers_of_the_answer_that_was_made():
    made, again = read(HOME), read(HOME)
    assert was_kept(again)
    differing = {"Server-Timing", "Content-Length"}
    assert {k: v for k, v in made.headers.items() if k not in differing} == {
        k: v for k, v in again.headers.items() if k not in differing
    }


def test_a_reader_who_has_it_gets_a_304():
    etag = read(HOME).headers["ETag"]
    for asked in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        answer = read(HOME, if_none_match=asked)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == etag
    assert read(HOME, if_none_match='W/"other"').status_code == 200


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("BR;q=0.5, gzip", "br"),
        ("zstd, GZIP;q=0.5", "gzip"),
        ("br; q=0, gzip", "gzip"),
        ("gzip;q=0, br;q=0.00", None),
        (",;,br x", None),
        ("identity", None),
        ("", None),
        ("x-gzip", None),
    ],
)
def test_it_is_compressed_for_whoever_takes_that(accepted: str, expected: str | None):
    plain = keep(HOME)
    answer = read(HOME, accept_encoding=accepted)
    assert answer.headers.get("Content-Encoding") == expected
    assert DECOMPRESS[expected](answer.content) == plain
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "address", [HOME, "/fa/", "/en/members/", "/fa/members/tabriz/", "/en/news/", "/fa/who-we-are/strategic-plan/"]
)
def test_a_minified_page_is_the_same_document(address: str):
    """The same elements, attributes and words in the same order; only white space differs."""

    def document(page: str) -> list:
        found = []
        for element in html5lib.parse(page, namespaceHTMLElements=False).iter():
            pairs = {(name, re.sub(r"\s+", " ", value).strip()) for name, value in element.attrib.items()}
            words = [(text or "").split() for text in (element.text, element.tail)]
            found.append((str(element.tag), pairs, words))
        return found

    kept_page, page = keep(address), read(address, authorization="none").content
    assert len(kept_page) < len(page)
    assert document(kept_page.decode()) == document(page.decode())


def test_a_head_request_has_the_headers_only():
    length = len(keep(HOME))
    answer = Client().head(HOME)
    assert was_kept(answer)
    assert (answer.content, answer.headers["Content-Length"]) == (b"", str(length))


@pytest.mark.parametrize(
    "address",
    [
        "/en/search/?q=tabriz&anything=1",
        "/en/members/?q=tabriz",
        "/en/members/?anything=1",
        "/en/?page=2",
        "/en/contact/",
        "/en/nowhere/",
        "/",
        "/admin/login/",
        "/sitemap-en.xml?anything=1",
        "/sitemap-xx.xml",
        "/en/members/?country=" + "a" * 400,
    ],
)
def test_not_kept(address: str):
    read(address)
    assert not was_kept(read(address))


def test_a_search_is_kept_for_a_minute_and_by_the_site_only(monkeypatch):
    address = "/en/search/?q=tabriz&kind=city"
    keep(address)
    assert read(address).headers["Cache-Control"] == "no-store"
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=61))
    assert not was_kept(read(address))


def test_searches_take_no_room_from_pages():
    keep(HOME)
    for number in range(130):
        read(f"/en/search/?q={number}")
    assert was_kept(read(HOME))
    assert not was_kept(read("/en/search/?q=0"))  # the store is small: the first searches have gone
    assert was_kept(read("/en/search/?q=0"))


@pytest.mark.parametrize("address", ["/robots.txt", "/sitemap.xml", "/sitemap-fa.xml", "/sitemap-en.xml?p=1"])
def test_what_is_the_same_for_everybody_is_kept_whatever_language_they_read(address: str):
    made = read(address, accept_language="fa")
    again = read(address, accept_language="en")
    assert was_kept(again)
    assert again.content == made.content
    assert again.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert "Content-Language" not in again.headers


def test_staff_get_nothing_kept_and_leave_nothing():
    client = Client()
    client.force_login(get_user_model().objects.get(username=NAME), backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert not was_kept(client.get("/en/about/"))
    assert not was_kept(read("/en/about/"))
    assert not was_kept(client.get("/en/about/"))
    assert not was_kept(Client(headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}=made-up"}).get("/en/about/"))


def test_hosts_and_schemes_are_kept_apart():
    keep(HOME)
    assert not was_kept(Client().get(HOME, SERVER_NAME="localhost"))
    assert not was_kept(Client().get(HOME, secure=True))


def test_who_asks_while_it_is_made_waits_for_it():

    request = RequestFactory().get(HOME)
    key = key_of(request, version.current())
    keep(HOME)
    store = store_for(request)
    answer = store.get(key)
    caches["answers"].clear()
    store.add(f"{key}.making", True, 5)

    def finish():
        store.set(key, answer, 60)

    timer = threading.Timer(0.3, finish)
    timer.start()
    assert was_kept(read(HOME))
    timer.join()


def test_a_page_that_lacks_a_picture_is_made_again_soon(monkeypatch):

    address = "/en/members/bangkok/"
    keep(address)
    caches["answers"].clear()
    for image in SiteImage.objects.all():
        caches["default"].set(image._silence_key, True, 60)
    SiteImage.get_rendition_model().objects.all().delete()
    keep(address)
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=31))
    assert not was_kept(read(address))
