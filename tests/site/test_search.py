"""Search in one language, in the many ways that readers type."""

import pytest

from amf_site.demo.builders import page_of
from amf_site.search.folding import fold
from amf_site.search.views import bounded
from tests.reading import Reader

pytestmark = pytest.mark.django_db


def found(client, code: str, query: str) -> list[str]:
    """Addresses of the results, best first."""
    page = client.get(f"/{code}/search/", {"q": query})
    assert page.status_code == 200
    context = page.context[-1] if isinstance(page.context, list) else page.context
    return [result.url for result in context["results"]]


@pytest.mark.parametrize(
    ("code", "query", "address"),
    [
        ("en", "Tabriz", "/en/members/tabriz/"),
        ("en", "tabriz MUNICIPALITY", "/en/members/tabriz/"),
        ("en", "تبریز", "/en/members/tabriz/"),
        ("en", "istanbul", "/en/members/istanbul/"),
        ("en", "resilience", "/en/who-we-are/governance/"),
        ("fa", "تبریز", "/fa/members/tabriz/"),
        ("fa", "تبريز", "/fa/members/tabriz/"),
        ("fa", "كميته", "/fa/who-we-are/governance/"),
        ("fa", "سی وسه پل", "/fa/members/isfahan/"),
        ("fa", "سی‌وسه‌پل", "/fa/members/isfahan/"),
        ("fa", "2011", "/fa/who-we-are/about/"),
        ("fa", "۲۰۱۱", "/fa/who-we-are/about/"),
    ],
)
def test_a_page_is_found(client, code, query, address):
    assert address in found(client, code, query)


def test_results_are_of_one_language(client):
    assert all(address.startswith("/fa/") for address in found(client, "fa", "Tabriz"))


def test_the_title_counts_before_the_text(client):
    assert found(client, "en", "Tabriz")[0] == "/en/members/tabriz/"


def test_nothing_found_is_said_kindly(client):
    reader = Reader(client.get("/en/search/?q=zzzzqqq").content.decode())
    assert "zzzzqqq" in reader.own_text


def test_drafts_and_private_pages_are_not_found(client):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=page_of("governance"), restriction_type=PageViewRestriction.LOGIN)
    page_of("tabriz").unpublish()
    assert "/en/members/tabriz/" not in found(client, "en", "Tabriz")
    assert "/en/who-we-are/governance/" not in found(client, "en", "resilience")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("كتاب ي", "کتاب ی"),
        ("۱۴۰۳", "1403"),
        ("می‌شود", "میشود"),
        ("İstanbul", "istanbul"),
        ("Ｔａｂｒｉｚ", "tabriz"),
        ("é", "e"),
    ],
)
def test_two_spellings_of_one_word_are_one(left, right):
    assert fold(left) == fold(right)


def test_a_query_is_bounded():
    assert len(bounded("x" * 5000)) == 100
    assert len(bounded("word " * 500).split()) == 10
    assert bounded("a\0b\x07c") == "a b c"
