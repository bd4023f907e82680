"""``make bench``: the cost of a search with very many pages in one language. Not part of ``make test``."""

import random
import time
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from amf_site.demo.builders import page_of
from amf_site.search.folding import fold
from amf_site.search.models import SearchEntry

pytestmark = pytest.mark.django_db

PAGES, ROUNDS = 2000, 9
#: Maximum milliseconds per response on one core. PostgreSQL decompresses a long text each time that it reads it.
MOST = {"sqlite": 50, "postgresql": 150}
BUDGET = 7
QUERIES = {
    "in every page": "city",
    "in a few pages": "w1234",
    "four words": "city forum mayors w1234",
    "Arabic script, across spaces": "شهرداران آسیایی",
    "misspelt": "munisipality",
    "nothing found": "qqqqqqqq zzzzzzzz",
}


def add_pages() -> None:
    """Create pages of 350 words, like the longest page of the demo."""
    about = page_of("about")
    first = about.get_children().first() or about
    values = {
        field.attname: getattr(first, field.attname) for field in Page._meta.concrete_fields if field.name != "id"
    }
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    chance = random.Random(8)
    vocabulary = [f"w{number}" for number in range(3000)]
    rows = [
        Page(
            **values
            | {
                "path": f"{about.path}2{alphabet[n // 1296]}{alphabet[n // 36 % 36]}{alphabet[n % 36]}",
                "depth": about.depth + 1,
                "slug": f"bench-{n}",
                "translation_key": uuid.uuid4(),
                "url_path": f"{about.url_path}bench-{n}/",
                "latest_revision_id": None,
                "live_revision_id": None,
            }
        )
        for n in range(PAGES)
    ]
    entries = []
    for page in Page.objects.bulk_create(rows):
        lines = [f"Page {page.slug}", *(" ".join(chance.choices(vocabulary, k=50)) for _ in range(6))]
        lines.append("The city belongs to the Forum of mayors. " + " ".join(chance.choices(vocabulary, k=50)))
        folded = "\n".join(f" {fold(line)} " for line in lines)
        text = "\n".join(lines)
        entries.append(
            SearchEntry(page=page, language="en", title=lines[0], text=text, folded_title="page", folded_text=folded)
        )
    SearchEntry.objects.bulk_create(entries)


def test_a_search_is_fast_among_two_thousand_pages(client, capsys):
    add_pages()
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")  # PostgreSQL does this automatically after so many inserts
    with capsys.disabled():
        print(f"\n{'':30}{PAGES} pages, {connection.vendor}")
        figures = {name: measure(client, query) for name, query in QUERIES.items()}
        for name, (queries, milliseconds, count) in figures.items():
            print(f"{name:30}{queries:3} queries {milliseconds:6.1f} ms {count:6} found")
    for name, (queries, milliseconds, _count) in figures.items():
        assert queries <= BUDGET, name
        assert milliseconds <= MOST[connection.vendor], name


def measure(client, query: str) -> tuple[int, float, int]:
    """Return the queries with an empty cache, the milliseconds of the fastest response, and the number of results."""
    client.get("/en/search/", {"q": query})
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/en/search/", {"q": query})
        asked = len(queries)
    # SQLite runs in this process, so its CPU time is more reliable than the clock of a shared machine.
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    times = []
    for _ in range(ROUNDS):
        started = clock()
        client.get("/en/search/", {"q": query})
        times.append(clock() - started)
    return asked, min(times) * 1000, response.context["count"]
