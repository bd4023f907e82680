"""The titles of the Capitals, by year with city and source, on a page and on the profiles of cities."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Locale

from amf_site.demo.builders import page_of
from members.models import City, ForumTitle, HeldTitle
from pages.models import Source
from pages.records import Figure, counts_of
from tests.reading import Reader

from .forum_forms import a_source

pytestmark = pytest.mark.django_db

PATH = "/{}/who-we-are/capitals/"


def rows(client, code: str = "en") -> list[list[str]]:
    """Return the cells of the table, without those that span several rows."""
    table = BeautifulSoup(client.get(PATH.format(code)).content.decode(), "html.parser").find("table")
    return [[" ".join(cell.get_text().split()) for cell in row.find_all("td")] for row in table.find_all("tr")[1:]]


def held(city: str, year: int, **values) -> HeldTitle:
    title = ForumTitle.objects.originals().first()
    values = {"title": title, "source": a_source(), **values}
    return HeldTitle.objects.create(city=City.objects.get(name=city), year=year, **values)


def test_every_title_of_the_demo_with_its_city_and_its_source(client):
    found = rows(client)
    assert len(found) == HeldTitle.objects.count() == 8
    assert ["Capital of Culture (reported)", "Dushanbe", "Caravan, 1 December 2025"] in found
    assert all(all(cells) for cells in found)
    assert len([cells for cells in found if "reported" in cells[0]]) == 1


def test_by_year_the_latest_first_in_the_reader_s_digits(client):
    held("Yazd", 2031)
    for code, years in (("en", ["2031", "2026", "2025", "2024"]), ("fa", ["۲۰۳۱ م.", "۲۰۲۶ م.", "۲۰۲۵ م.", "۲۰۲۴ م."])):
        table = BeautifulSoup(client.get(PATH.format(code)).content.decode(), "html.parser").find("table")
        headers = table.find_all("th", scope="rowgroup")
        assert [header.get_text() for header in headers] == years
        assert [int(header["rowspan"]) for header in headers] == [1, 1, 4, 3]


def test_cities_lead_to_their_profiles_and_others_have_their_own_names(client):
    reader = Reader(client.get(PATH.format("fa")).content.decode())
    assert "/fa/members/tabriz/" in reader.links
    html = client.get(PATH.format("en")).content.decode()
    assert '<bdi class="native" lang="fa" dir="rtl">همدان</bdi>' in html
    page_of("tabriz").unpublish()
    assert "/en/members/tabriz/" not in Reader(client.get(PATH.format("en")).content.decode()).links


def test_a_title_without_a_published_source_is_not_told(client):
    withdrawn = Source.objects.create(name="Withdrawn", locale=Locale.objects.get(language_code="en"), live=False)
    held("Yazd", 2031, source=withdrawn)
    assert len(rows(client)) == 8


def test_two_cities_hold_one_jointly(client):
    shared = [cells for cells in rows(client) if cells[0] == "Capital of Environment" and "9 February 2025" in cells[2]]
    assert {cells[1] for cells in shared} == {"Tabriz", "Antalya"}


def test_a_corrected_city_is_right_at_the_next_request_everywhere(client):
    assert rows(client)
    HeldTitle.objects.filter(city__name="Isfahan").update(city=City.objects.get(name="Yazd"))
    assert "Isfahan" not in {cells[1] for cells in rows(client)}
    assert "یزد" in {cells[1] for cells in rows(client, "fa")}
    assert "Titles held" not in Reader(client.get("/en/members/isfahan/").content.decode()).own_text
    assert "Capital of Tourism" in Reader(client.get("/en/members/yazd/").content.decode()).own_text


def test_pages_can_count_them():
    figures = counts_of(["titles", "bodies", "feeds", "unknown"])
    assert figures == {"titles": Figure("8", "2024–2026"), "bodies": Figure("13")}


def test_queries_do_not_grow(client, django_assert_max_num_queries):
    client.get(PATH.format("en"))
    for year in range(2030, 2060):
        held("Yazd", year)
    with django_assert_max_num_queries(8):
        client.get(PATH.format("en"))
