"""What a reader cannot reach is offered nowhere: not in a list, a file, the search or the sitemap."""

import pytest
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.models import TranslationSource
from wagtail_localize.operations import TranslationCreator

from amf_site.demo.builders import page_of
from amf_site.demo.translations import make_public
from tests.reading import Reader, everything_in_sitemaps

pytestmark = pytest.mark.django_db

PROJECT = "/en/members/tabriz/bazaar-rehabilitation/"
PLACES = (
    "/en/members/",
    "/en/members/projects/",
    "/en/members/partnerships/",
    "/en/members/urmia/",
    "/en/members/data/members/json/",
    "/en/members/data/projects/json/",
    "/en/members/data/partnerships/json/",
    "/en/search/?q=bazaar",
    "/sitemap-en.xml",
)


def places_that_name(client, address: str) -> list[str]:
    return [place for place in PLACES if f"{address}" in client.get(place).content.decode()]


def test_a_project_below_a_draft(client):
    assert len(places_that_name(client, PROJECT)) == 4
    page_of("tabriz").unpublish()
    assert client.get(PROJECT).status_code == 404
    assert places_that_name(client, PROJECT) == []


def test_a_profile_that_not_everybody_may_see(client):
    assert len(places_that_name(client, "/en/members/tabriz/")) > 4
    PageViewRestriction.objects.create(page=page_of("tabriz"), restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/en/members/tabriz/").status_code == 302
    assert places_that_name(client, "/en/members/tabriz/") == []


def test_english_words_never_stand_in_another_language(client):
    """wagtail-localize fills the way down to a translated page with live aliases of English pages."""
    arabic = Locale.objects.create(language_code="ar")
    make_public(["ar"])
    project = page_of("tabriz-bazaar-rehabilitation").specific
    TranslationSource.get_or_create_from_instance(project)
    TranslationCreator(user=None, target_locales=[arabic]).create_translations(project)
    assert page_of("home").get_translation(arabic).live
    for address in ("/ar/", "/ar/members/", "/ar/members/tabriz/"):
        assert client.get(address).status_code == 404
    reader = Reader(client.get("/en/members/tabriz/").content.decode())
    assert not [link for link in reader.links if link.startswith("/ar/")]
    assert "/ar/" not in everything_in_sitemaps(client)
    assert "/ar/" not in client.get("/").content.decode()
