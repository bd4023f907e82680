"""``make bench``: what pages and admin lists cost with a hundred pages in each language, and with ten thousand.

Times of the same run are compared, because they depend mostly on the machine.
"""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from amf_site.demo.builders import page_of
from amf_site.demo.editor import NAME
from tests.prepared import copies

from .large_site import make_large

PAGES = 10_000
ROUNDS = 3
#: With a hundred times as many pages, nothing costs more than so many times as much and so many milliseconds.
MOST, CONSTANT = 2, 25
#: There are more kinds of pages among more that are found.
MORE_QUERIES = 3
#: These have everything in them, so what they cost for each byte is compared.
WHOLE = ("calendar of events", "members as JSON", "sitemap of a language")
#: How many times as much these may cost, which look at every page: a search reads all texts, the index of the sitemaps
#: tells of all pages, the latest news are sorted, and Wagtail's lists and the desk's board count what they show.
MORE = {
    "landing page": 3,
    "news, last": 4,
    "search, many": 6,
    "search, misspelt": 5,
    "sitemap index": 25,
    "start of the admin": 10,
    "list of news": 4,
    "list of profiles": 4,
    "search in the admin": 5,
    "translations": 20,
    "translations, found": 30,
    "report: history": 10,
    "report: ageing": 4,
}
PUBLIC = {
    "chooser": "/",
    "landing page": "/en/",
    "page of text": "/en/who-we-are/governance/",
    "plan": "/en/who-we-are/strategic-plan/",
    "directory": "/en/members/",
    "directory, last": "/en/members/?page=9999",
    "directory, filtered": "/en/members/?country=IR&theme=environment",
    "city": "/en/members/tabriz/",
    "projects": "/en/members/projects/",
    "news": "/en/news/",
    "news, last": "/en/news/?page=9999",
    "news, filtered": "/en/news/?city=tabriz&year=2012",
    "article": "/en/news/general-assembly-in-bangkok/",
    "events": "/en/events/",
    "events, last": "/en/events/?page=9999",
    "event": "/en/events/general-assembly-bangkok-2012/",
    "search, few": "/en/search/?q=bazaar",
    "search, many": "/en/search/?q=forum",
    "search, misspelt": "/en/search/?q=munisipality",
    "feed": "/en/news/feed/",
    "calendar of events": "/en/events/ics/",
    "members as JSON": "/en/members/data/members/json/",
    "sitemap index": "/sitemap.xml",
    "sitemap of a language": "/sitemap-en.xml",
}
ADMIN = {
    "start of the admin": lambda: reverse("wagtailadmin_home"),
    "explorer": lambda: reverse("wagtailadmin_explore", args=[page_of("home").pk]),
    "explorer of news": lambda: reverse("wagtailadmin_explore", args=[page_of("news").pk]),
    "list of news": lambda: reverse("news:index"),
    "list of cities": lambda: reverse("wagtailsnippets_members_city:list"),
    "list of profiles": lambda: reverse("city_profiles:index"),
    "editor of an article": lambda: reverse(
        "wagtailadmin_pages:edit", args=[page_of("news/general-assembly-in-bangkok").pk]
    ),
    "editor of a city": lambda: reverse("wagtailadmin_pages:edit", args=[page_of("tabriz").pk]),
    "search in the admin": lambda: reverse("wagtailadmin_pages:search") + "?q=bangkok",
    "page chooser": lambda: reverse("wagtailadmin_choose_page"),
    "calendar": lambda: reverse("calendar:index"),
    "translations": lambda: reverse("translation:board"),
    "translations, found": lambda: reverse("translation:board") + "?q=tabriz",
    "report: history": lambda: reverse("wagtailadmin_reports:site_history"),
    "report: ageing": lambda: reverse("wagtailadmin_reports:aging_pages"),
    "report: types": lambda: reverse("wagtailadmin_reports:page_types_usage"),
    "report: locked": lambda: reverse("wagtailadmin_reports:locked_pages"),
    "report: members": lambda: reverse("members_upkeep"),
}


@pytest.fixture
def _all_languages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo in fourteen languages; what is changed is committed, because the site keeps nothing of the rest."""
    with django_db_blocker.unblock():
        copies.start_with("languages")
        yield
        copies.start_with("demo")


def milliseconds_used() -> float:
    """Return the processor time of this process and, with PostgreSQL, of its server's process for it (on Linux)."""
    used = time.process_time() * 1000
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        pid = connection.connection.info.backend_pid
        used += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1_000_000
    return used


def measure(client: Client, address: str) -> tuple[int, float, int]:
    """Return the queries with an empty cache, the median milliseconds of processor time, and the bytes."""
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        asked = len(queries)
    assert response.status_code == 200, address
    times = []
    for _ in range(ROUNDS):
        begun = milliseconds_used()
        client.get(address)
        times.append(milliseconds_used() - begun)
    return asked, statistics.median(times), len(response.content)


def measure_all() -> dict[str, tuple[int, float, int]]:
    reader = Client(headers={"authorization": "none"})  # so that pages are made and not kept
    staff = Client()
    staff.force_login(get_user_model().objects.get(username=NAME), backend="django.contrib.auth.backends.ModelBackend")
    public = {name: measure(reader, address) for name, address in PUBLIC.items()}
    return public | {name: measure(staff, address()) for name, address in ADMIN.items()}


@pytest.mark.usefixtures("_all_languages")
def test_ten_thousand_pages_cost_little_more_than_a_hundred(capsys):
    few = measure_all()
    begun = time.monotonic()
    with transaction.atomic():
        make_large(PAGES)
    made = time.monotonic() - begun
    many = measure_all()
    too_much = {}
    with capsys.disabled():
        print(f"\n{connection.vendor}, {PAGES} pages in 14 languages, made in {made:.0f} s")
        for name, (queries, milliseconds, size) in few.items():
            more_queries, more, more_size = many[name]
            ratio = more / milliseconds / (max(more_size / size, 1) if name in WHOLE else 1)
            cost, more_cost = f"{queries:4} queries{milliseconds:8.1f} ms", f"{more_queries:6} queries{more:8.1f} ms"
            print(f"{name:24}{cost}{more_cost}{ratio:7.2f} ×")
            if more_queries > queries + MORE_QUERIES or (
                ratio > MORE.get(name, MOST) and more > milliseconds * MOST + CONSTANT
            ):
                too_much[name] = ratio
    assert not too_much
