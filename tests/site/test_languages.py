"""Choosing a language, and pages that a language does not have."""

import pytest
from wagtail.models import Locale, Page

from amf_site.demo.builders import page_of
from amf_site.visibility.pages import listed_pages
from tests.reading import Reader, everything_in_sitemaps

pytestmark = pytest.mark.django_db


def persian(name: str) -> Page:
    return page_of(name).get_translation(Locale.objects.get(language_code="fa")).specific


def read(client, address, **headers):
    response = client.get(address, headers=headers)
    return response, Reader(response.content.decode())


class TestChooser:
    def test_the_best_match_stands_first(self, client):
        _, reader = read(client, "/", **{"accept-language": "fa-IR,fa;q=0.9,en;q=0.5"})
        assert [link for link in reader.links if link in ("/en/", "/fa/")] == ["/fa/", "/en/"]
        assert (reader.language, reader.direction) == ("fa", "rtl")

    def test_a_language_that_is_not_open_is_not_offered(self, client):
        _, reader = read(client, "/", **{"accept-language": "ja"})
        assert reader.language == "en"
        assert "/ja/" not in reader.links

    def test_nobody_is_redirected_and_caches_know_what_it_depends_on(self, client):
        response, _ = read(client, "/", **{"accept-language": "fa"})
        assert response.status_code == 200
        assert "Accept-Language" in response["Vary"]
        assert "Cookie" not in response["Vary"]

    @pytest.mark.parametrize(
        "address", ["/robots.txt", "/sitemap.xml", "/sitemap-en.xml", "/-/live", "/.well-known/security.txt"]
    )
    def test_what_has_no_language_is_the_same_for_everybody(self, client, settings, address):
        settings.SECURITY_CONTACT = "mailto:security@example.org"
        answers = [client.get(address, headers={"accept-language": code}) for code in ("fa", "en")]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].content == answers[1].content
        for answer in answers:
            assert "Accept-Language" not in answer.get("Vary", "")
            assert "Content-Language" not in answer

    @pytest.mark.parametrize("address", ["/", "/admin/login/", "/nowhere/", "/sitemap-xx.xml"])
    def test_a_page_without_a_language_says_that_it_is_in_the_reader_s(self, client, address):
        response, reader = read(client, address, **{"accept-language": "fa"})
        assert "Accept-Language" in response["Vary"]
        assert response["Content-Language"] == reader.language

    def test_an_address_without_a_language_is_not_redirected(self, client):
        assert client.get("/members/", headers={"accept-language": "fa"}).status_code == 404


class TestSwitcher:
    def test_it_leads_to_the_same_page_by_the_language_s_own_name(self, client):
        _, reader = read(client, "/en/members/tabriz/")
        (link,) = [values for values in reader.named("a", href="/fa/members/tabriz/") if "hreflang" in values][:1]
        assert (link["lang"], link["dir"], link["hreflang"]) == ("fa", "rtl", "fa")

    def test_a_missing_translation_is_said_and_leads_to_the_landing_page(self, client):
        persian("tabriz").unpublish()
        _, reader = read(client, "/en/members/tabriz/")
        assert "/fa/members/tabriz/" not in reader.links
        assert "/fa/" in reader.links
        assert "hreflang" not in {key for link in reader.named("link", rel="alternate") for key in link}

    def test_no_flags(self, client):
        text = client.get("/en/").content.decode()
        assert not any(0x1F1E6 <= ord(sign) <= 0x1F1FF for sign in text)


class TestMissingPages:
    def test_404_speaks_the_language_of_the_address_and_offers_the_others(self, client):
        persian("governance").unpublish()
        response, reader = read(client, "/fa/who-we-are/governance/")
        assert response.status_code == 404
        assert (reader.language, reader.direction) == ("fa", "rtl")
        assert "/en/who-we-are/governance/" in reader.links

    def test_404_of_a_page_that_exists_nowhere(self, client):
        response, reader = read(client, "/fa/nowhere/")
        assert response.status_code == 404
        assert reader.language == "fa"

    def test_a_language_without_a_live_landing_page_serves_nothing(self, client):
        """Wagtail would answer with the English pages (its issue 12775)."""
        persian("home").unpublish()
        for address in ("/fa/", "/fa/members/", "/fa/members/tabriz/"):
            response, reader = read(client, address)
            assert response.status_code == 404
            assert reader.language == "en"
        _, english = read(client, "/en/")
        assert "/fa/" not in english.links
        assert "/fa/" not in read(client, "/")[1].links
        assert "/fa/" not in everything_in_sitemaps(client)

    def test_a_page_under_a_draft_is_not_served(self, client):
        Page.objects.filter(pk=persian("members").pk).update(live=False)
        assert client.get("/fa/members/tabriz/").status_code == 404

    def test_a_language_that_the_site_does_not_know(self, client):
        response, reader = read(client, "/xx/")
        assert response.status_code == 404
        assert reader.language == "en"


def test_an_unlisted_page_asks_for_a_login(client):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=page_of("members"), restriction_type=PageViewRestriction.LOGIN)
    response = client.get("/en/members/tabriz/")
    assert response.status_code == 302
    assert "no-store" in response["Cache-Control"]
    assert "/en/members/" not in everything_in_sitemaps(client)


def test_sitemap_names_every_page_with_its_translations(client):
    text = everything_in_sitemaps(client)
    assert text.count("<url>") == listed_pages().filter(depth__gt=1).count()
    assert '<xhtml:link rel="alternate" hreflang="fa" href="http://localhost/fa/members/tabriz/"/>' in text
    assert 'hreflang="x-default" href="http://localhost/en/members/tabriz/"' in text


def test_readers_get_no_cookie(client):
    for address in ("/", "/en/", "/fa/members/tabriz/", "/fa/search/?q=a", "/fa/nowhere/"):
        assert not client.get(address).cookies
