"""A page below a withdrawn or private one is linked from nowhere, in no language."""

import uuid
from collections.abc import Callable

import pytest
from wagtail.models import Locale, Page, PageViewRestriction

from amf_site.demo.builders import page_of
from pages.models import SectionPage, StandardPage
from tests.reading import Reader, everything_in_sitemaps

pytestmark = pytest.mark.django_db

BELOW = "/{}/outer/inner/"
LEADING = "/{}/leading/"


def in_persian(page: Page) -> Page:
    copy = page.copy_for_translation(Locale.objects.get(language_code="fa"))
    copy.save_revision().publish()
    return copy


@pytest.fixture
def outer() -> dict[str, Page]:
    """A section with a page below it, and a page that leads to that page in every way; all in both languages."""
    home = page_of("home")
    section = home.add_child(instance=SectionPage(title="Outer", slug="outer"))
    inner = section.add_child(instance=StandardPage(title="Inner", slug="inner", body=[]))
    value = {"title": "To", "text": "", "label": "On", "page": inner.pk, "url": ""}
    cards = {
        "title": "",
        "cards": [{"type": "item", "id": str(uuid.uuid4()), "value": {"title": "C", "page": inner.pk}}],
    }
    body = [
        {"type": "text", "id": str(uuid.uuid4()), "value": f'<p>To <a linktype="page" id="{inner.pk}">it</a>.</p>'},
        {"type": "call_to_action", "id": str(uuid.uuid4()), "value": value},
        {"type": "cards", "id": str(uuid.uuid4()), "value": cards},
    ]
    leading = home.add_child(instance=StandardPage(title="Leading", slug="leading", body=body))
    pages = {"en": section}
    for page in (section, inner, leading):
        page.save_revision().publish()
        copy = in_persian(page)
        pages.setdefault("fa", copy)
    return pages


def unpublish(page: Page) -> None:
    Page.objects.get(pk=page.pk).unpublish()


def lock(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def everything_said_at(client, address: str) -> set[str]:
    """All addresses in a page: of its links, its head, its switcher."""
    reader = Reader(client.get(address).content.decode())
    found = {value for _, values in reader.elements for key, value in values.items() if key in {"href", "content"}}
    return {value.removeprefix("http://localhost") for value in found}


@pytest.mark.parametrize(("close", "closed"), [(unpublish, {"fa"}), (lock, {"en", "fa"})])
def test_nothing_leads_to_a_page_below_a_closed_one(client, outer, close: Callable, closed: set[str]):
    for code in ("en", "fa"):
        other = "fa" if code == "en" else "en"
        assert client.get(BELOW.format(code)).status_code == 200
        assert BELOW.format(code) in everything_said_at(client, LEADING.format(code))
        assert BELOW.format(other) in everything_said_at(client, BELOW.format(code))
    close(outer["fa"])
    sitemap = everything_in_sitemaps(client)
    for code in ("en", "fa"):
        assert (BELOW.format(code) in sitemap) == (code not in closed)
        assert (BELOW.format(code) in everything_said_at(client, LEADING.format(code))) == (code not in closed)
    if "en" not in closed:
        said = everything_said_at(client, BELOW.format("en"))
        assert BELOW.format("fa") not in said
        missing = everything_said_at(client, BELOW.format("fa"))
        assert BELOW.format("en") in missing, "the 404 offers the language that has it"


def test_a_page_that_is_not_there_offers_no_language_in_which_it_cannot_be_reached(client, outer):
    unpublish(outer["en"])
    Page.objects.get(slug="inner", locale__language_code="fa").unpublish()
    assert BELOW.format("en") not in everything_said_at(client, BELOW.format("fa"))


def test_others_keep_the_sitemap_no_longer_than_a_page(client):
    for address in ("/sitemap.xml", "/sitemap-en.xml"):
        assert client.get(address)["Cache-Control"] == client.get("/en/members/")["Cache-Control"]


def test_the_plan_offers_no_edition_and_no_file_that_cannot_be_reached(client):
    """The file of a language whose plan is withdrawn is not offered by the other languages."""
    plan = page_of("strategic-plan").get_translation(Locale.objects.get(language_code="fa"))
    address = "/en/who-we-are/strategic-plan/"
    assert any(link.startswith("/fa/who-we-are/strategic-plan/") for link in everything_said_at(client, address))
    plan.unpublish()
    assert not [
        link for link in everything_said_at(client, address) if link.startswith("/fa/who-we-are/strategic-plan/")
    ]
