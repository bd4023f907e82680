"""How often public pages ask the database, with an empty cache; and that the number does not grow with the site."""

import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from amf_site.demo.builders import page_of
from amf_site.demo.translations import make_public
from amf_site.languages import LANGUAGES
from members.models import City, CityPage
from pages.models import StandardPage
from tests.costs import counted
from tests.large_site import count_rows

pytestmark = pytest.mark.django_db

#: The most queries that each kind of page may need.
BUDGETS = {
    "/{}/": 15,
    "/{}/who-we-are/": 10,
    # About lists the assemblies and the titles of cities, Governance the bodies: two or three queries for each list.
    "/{}/who-we-are/about/": 11,
    "/{}/who-we-are/governance/": 11,
    "/{}/who-we-are/strategic-plan/": 13,
    "/{}/members/": 15,
    "/{}/members/?q=tabriz&region=034&theme=environment": 15,
    "/{}/members/tabriz/": 17,
    "/{}/members/tabriz/bazaar-rehabilitation/": 12,
    "/{}/members/partnerships/": 9,
    "/{}/members/projects/": 12,
    "/{}/members/data/": 8,
    "/{}/members/data/members/json/": 12,
    "/{}/contact/": 7,
    "/{}/join/": 8,
    "/{}/join/apply/": 7,
    "/{}/letters/": 7,
    "/{}/events/": 12,
    "/{}/events/?kind=assembly&year=2012&city=bangkok": 12,
    "/{}/events/ics/": 8,
    "/{}/events/general-assembly-bangkok-2012/": 14,
    "/{}/events/general-assembly-bangkok-2012/ics/": 8,
    "/{}/who-we-are/general-assemblies/": 12,
    "/{}/search/?q=Tabriz": 5,
    # Nothing is found, known words are looked up, and these are searched for: two questions more.
    "/{}/search/?q=asian+mayors+fourm": 7,
    "/{}/nowhere/": 9,
    "/": 5,
    "/sitemap.xml": 1,
    "/sitemap-{}.xml": 3,
}


def cost(client, address: str) -> int:
    """Queries of a page that has been asked for before (its pictures exist), with the cache emptied since."""
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.mark.parametrize("code", ["en", "fa"])
@pytest.mark.parametrize(("address", "budget"), BUDGETS.items())
def test_budget(client, address, budget, code):
    assert cost(client, address.format(code)) <= budget


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite tells what its queries look at")
@pytest.mark.parametrize("address", ["/en/", "/en/who-we-are/about/", "/en/who-we-are/strategic-plan/", "/en/news/"])
def test_queries_look_at_no_more_rows_with_a_thousand_pages(client, address):
    """The bound leaves room for the new pages that are shown; reading all pages would multiply the steps."""
    client.get(address)
    count_rows()
    with counted() as before:
        client.get(address)
    add_a_thousand_pages()
    count_rows()
    with counted() as after:
        client.get(address)
    assert after.steps < 1.5 * before.steps + 20_000


@pytest.mark.parametrize("address", [*BUDGETS, "/{}/news/", "/{}/documents/"])
def test_reading_a_page_begins_no_transaction(client, address):
    """On SQLite it would wait for whoever writes."""
    begun = []

    def note(execute, sql, *rest):
        begun.extend([sql] if sql.startswith(("BEGIN", "SAVEPOINT")) else [])
        return execute(sql, *rest)

    client.get(address.format("en"))
    cache.clear()
    with connection.execute_wrapper(note):
        client.get(address.format("en"))
    assert begun == []


def test_the_cost_is_the_same_with_fourteen_languages_and_a_thousand_pages(client):
    addresses = [address.format("en") for address in BUDGETS]
    before = [cost(client, address) for address in addresses]
    open_all_languages()
    add_a_thousand_pages()
    assert [cost(client, address) for address in addresses] == before


def open_all_languages() -> None:
    """The landing page, the directory and a city live in every language of the table."""
    for row in LANGUAGES:
        locale, created = Locale.objects.get_or_create(language_code=row.code)
        if created:
            for name in ("home", "members", "tabriz"):
                copy = page_of(name).specific.copy_for_translation(locale)
                copy.save_revision().publish()
    make_public([row.code for row in LANGUAGES])


def add_a_thousand_pages() -> None:
    """Thirty cities in the directory, and the rest as pages of text below "About"."""
    directory, about = page_of("members"), page_of("about")
    for number in range(30):
        city = City.objects.create(
            name=f"City {number}",
            native_name="شهر",
            native_language="fa",
            country="IR",
            sub_region="034",
            latitude=30,
            longitude=50,
        )
        directory.add_child(instance=CityPage(title=f"City {number}", slug=f"city-{number}", city=city))
    first = Page.objects.get(pk=about.add_child(instance=StandardPage(title="Text", slug="text-0", body="[]")).pk)
    values = {
        field.attname: getattr(first, field.attname) for field in Page._meta.concrete_fields if field.name != "id"
    }
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    rows = []
    for number in range(1, 970):
        step = f"1{alphabet[number // 1296]}{alphabet[number // 36 % 36]}{alphabet[number % 36]}"
        own = {
            "path": first.path[: -Page.steplen] + step,
            "slug": f"text-{number}",
            "translation_key": uuid.uuid4(),
            "url_path": f"{about.url_path}text-{number}/",
        }
        rows.append(Page(**values | own))
    Page.objects.bulk_create(rows)
    assert Page.objects.count() > 1000
