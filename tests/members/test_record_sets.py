"""Numbers of records on the landing page: nobody types them, so they follow the records at once."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Locale

from members.models import Body, Theme

pytestmark = pytest.mark.django_db


def landing_page(client, code: str) -> BeautifulSoup:
    response = client.get(f"/{code}/")
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def numbers(client, code: str) -> dict[str, str]:
    """Return the large numbers of the landing page by their labels."""
    found = landing_page(client, code).select("main .facts .fact")
    return {fact.find(class_="fact__label").get_text(): fact.find(class_="fact__value").get_text() for fact in found}


def a_body(kind: str, **values) -> Body:
    return Body.objects.create(kind=kind, slug="trial", locale=Locale.objects.get(language_code="en"), **values)


def test_a_new_committee_is_counted_at_the_next_request(client):
    assert numbers(client, "fa")["کمیتهٔ تخصصی"] == "۶"
    trial = a_body("committee", theme=Theme.objects.originals().first())
    assert numbers(client, "fa")["کمیتهٔ تخصصی"] == "۷"
    assert numbers(client, "en")["Technical committees"] == "7"
    trial.delete()
    assert numbers(client, "fa")["کمیتهٔ تخصصی"] == "۶"


def test_a_new_network_is_counted_and_no_committee(client):
    a_body("network", name="Rivers")
    found = numbers(client, "en")
    assert (found["Networks"], found["Technical committees"]) == ("4", "6")
    assert numbers(client, "fa")["شبکه"] == "۴"


def test_a_body_that_is_not_published_is_not_counted(client):
    Body.objects.filter(slug="city-councils").update(live=False)
    assert numbers(client, "fa")["شبکه"] == "۲"


def test_without_any_network_the_landing_page_has_no_number_of_them(client):
    Body.objects.filter(kind="network").update(live=False)
    assert set(numbers(client, "en")) == {"The secretariat opens", "General assemblies", "Technical committees"}
