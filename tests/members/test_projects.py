"""The project data bank: each project with figures and sources, found by theme, country and city."""

import pytest
from wagtail.models import Locale

from amf_site.demo.builders import page_of
from amf_site.demo.content import PROJECTS
from members.models import City, ProjectPage
from tests.reading import Reader

pytestmark = pytest.mark.django_db


def found(client, code: str = "en", **query: str) -> set[str]:
    return {page.slug for page in client.get(f"/{code}/members/projects/", query).context["listing"].part}


def test_the_data_bank_lists_all_projects_in_both_languages(client):
    assert len(PROJECTS) >= 4
    expected = {page_of(name).slug for name in PROJECTS}
    assert found(client) == found(client, "fa") == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"theme": "culture-and-tourism", "city": "tabriz"}, {"bazaar-rehabilitation"}),
        ({"country": "TR"}, {"seismic-safety"}),
        ({"city": "tabriz"}, {"bazaar-rehabilitation"}),
        ({"city": "tabriz", "country": "TR"}, set()),
    ],
)
def test_filters(client, query, expected):
    assert found(client, **query) == found(client, "fa", **query) == expected


def test_results_have_year_and_source_in_the_reader_s_language(client):
    english = Reader(client.get("/en/members/tabriz/bazaar-rehabilitation/").content.decode())
    assert "5,500" in english.own_text
    assert "Aga Khan Award for Architecture, 2013" in english.own_text
    persian = Reader(client.get("/fa/members/tabriz/bazaar-rehabilitation/").content.decode())
    assert "۵٬۵۰۰" in persian.own_text
    assert "جایزهٔ معماری آقاخان" in persian.own_text
    assert "Aga Khan" not in persian.own_text


def test_documents_and_contact_are_shown(client):
    from django.core.files.base import ContentFile

    from amf_site.media.models import SiteDocument
    from members.models import ProjectDocument

    document = SiteDocument(title="Report", file=ContentFile(b"Results of the bazaar.\n", name="report.txt"))
    document.save()
    page = page_of("tabriz-bazaar-rehabilitation").specific
    page.documents.add(ProjectDocument(title="The report of 2013", document=document, locale=page.locale))
    page.contact = "Office of the bazaar"
    page.save_revision().publish()
    reader = Reader(client.get("/en/members/tabriz/bazaar-rehabilitation/").content.decode())
    assert "The report of 2013" in reader.own_text
    assert "Office of the bazaar" in reader.own_text
    assert document.url in reader.links


def test_a_profile_shows_its_projects(client):
    reader = Reader(client.get("/fa/members/tabriz/").content.decode())
    assert "/fa/members/tabriz/bazaar-rehabilitation/" in reader.links


def test_a_project_that_moves_becomes_the_other_city_s():
    project = page_of("tabriz-bazaar-rehabilitation").specific
    assert project.city == City.objects.get(name="Tabriz")
    project.move(page_of("yazd"), pos="last-child")
    assert ProjectPage.objects.get(pk=project.pk).city == City.objects.get(name="Yazd")


def test_a_profile_that_gets_another_record_takes_its_projects_with_it():
    tabriz = page_of("tabriz").specific
    tabriz.city = City.objects.create(name="Maragheh", country="IR", latitude=37.39, longitude=46.24)
    tabriz.save_revision().publish()
    project = ProjectPage.objects.get(pk=page_of("tabriz-bazaar-rehabilitation").pk)
    assert project.city.name == "Maragheh"


def test_a_withdrawn_project_is_listed_nowhere(client):
    page_of("tabriz-bazaar-rehabilitation").unpublish()
    assert "bazaar-rehabilitation" not in found(client)
    assert "bazaar-rehabilitation" in found(client, "fa")
    page_of("tabriz-bazaar-rehabilitation").get_translation(Locale.objects.get(language_code="fa")).unpublish()
    assert "bazaar-rehabilitation" not in found(client, "fa")
