"""A page that is private in one language is private in all, and named nowhere; who may see it gets to it."""

import re
import uuid
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Locale, Page, PageViewRestriction

from amf_site.addresses import page_path
from amf_site.demo.builders import page_of
from amf_site.demo.translations import make_public
from amf_site.printing.models import PagePdf
from amf_site.visibility.pages import private, restrictions_of
from pages.models import SectionPage, StandardPage
from tests.reading import Reader, body_of, everything_in_sitemaps

pytestmark = pytest.mark.django_db

KINDS = [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS]
#: Where a page of members may be named.
LISTS = (
    "/{}/",
    "/{}/members/",
    "/{}/members/projects/",
    "/{}/members/partnerships/",
    "/{}/members/urmia/",
    *(f"/{{}}/members/data/{what}/{form}/" for what in ("members", "projects") for form in ("csv", "json", "geojson")),
    "/{}/search/?q=bazaar",
    "/{}/search/?q=بازار",
    "/{}/nowhere/",
    "/sitemap-{}.xml",
)


def in_language(name: str, code: str) -> Page:
    return page_of(name).get_translations(inclusive=True).get(locale__language_code=code)


def restrict(page: Page, kind: str = PageViewRestriction.LOGIN) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="open sesame")
    if kind == PageViewRestriction.GROUPS:
        restriction.groups.add(Group.objects.create(name="Mayors"))
    return restriction


def reader(group: str = "") -> Client:
    user = get_user_model().objects.create_user(f"reader-{uuid.uuid4()}", password="long-enough-word")
    if group:
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def is_open(address: str, client: Client | None = None) -> bool:
    """Whether the page is shown; else a login or a question for the password is."""
    answer = (client or Client()).get(address)
    if answer.status_code == 302:
        assert "/_util/login/?next=" in answer["Location"]
        assert "no-store" in answer["Cache-Control"]
        return False
    assert answer.status_code == 200
    if b'name="return_url"' in answer.content:
        assert "no-store" in answer["Cache-Control"]
        return False
    return True


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("set_in", ["en", "fa"])
@pytest.mark.parametrize("name", ["tabriz", "members", "about", "strategic-plan", "tabriz-bazaar-rehabilitation"])
def test_it_is_private_in_all_languages_and_public_again(name, set_in, kind):
    page = in_language(name, set_in)
    addresses = [page_path(in_language(name, code), code) for code in ("en", "fa")]
    assert [is_open(address) for address in addresses] == [True, True]
    restriction = restrict(page, kind)
    assert [is_open(address) for address in addresses] == [False, False]
    restriction.delete()
    assert [is_open(address) for address in addresses] == [True, True]


@pytest.mark.parametrize("set_in", ["en", "fa"])
def test_so_is_whatever_stands_below_it_and_every_address_of_it(set_in):
    restrict(in_language("tabriz", set_in))
    for code in ("en", "fa"):
        for rest in ("", "download/", "bazaar-rehabilitation/"):
            assert not is_open(f"/{code}/members/tabriz/{rest}")


@pytest.mark.parametrize("set_in", ["en", "fa"])
@pytest.mark.parametrize(("name", "address"), [("tabriz", "/members/tabriz/"), ("members", "/members/")])
def test_nothing_names_it(client, name, address, set_in):
    def named() -> set[str]:
        found = set()
        for place in {place.format(code) for place in LISTS for code in ("en", "fa")}:
            answer = client.get(place)
            links = Reader(answer.content.decode()).links if "<html" in answer.content.decode() else []
            text = answer.content.decode() if not links else " ".join(links)
            found |= {place for code in ("en", "fa") if f"/{code}{address}" in text}
        return found

    before = named()
    assert {place.format(code) for place in LISTS[1:2] for code in ("en", "fa")} <= before
    restriction = restrict(in_language(name, set_in))
    if name == "members":
        return_only = {place for place in named() if not place.startswith(("/en/members/", "/fa/members/"))}
        assert return_only == set()
    else:
        assert named() == set()
    restriction.delete()
    assert named() == before


def test_a_section_does_not_show_it_as_a_card_nor_does_a_text_or_a_menu_lead_to_it(client):
    restrict(in_language("about", "fa"))
    for code in ("en", "fa"):
        for address in (f"/{code}/", f"/{code}/who-we-are/", f"/{code}/who-we-are/governance/"):
            assert f"/{code}/who-we-are/about/" not in Reader(client.get(address).content.decode()).links


def test_the_plan_does_not_offer_a_private_edition_nor_its_files(client):
    restrict(page_of("plan-2026"))
    for code in ("en", "fa"):
        html = client.get(f"/{code}/who-we-are/strategic-plan/").content.decode()
        assert in_language("plan-2026", code).specific.goals.first().title not in html
        assert not [
            link for link in Reader(html).links if link.startswith(page_path(in_language("plan-2026", code), code))
        ]
        assert client.get(f"/{code}/who-we-are/strategic-plan/download/").status_code == 404
        own = page_path(in_language("plan-2026", code), code)
        assert not is_open(f"{own}download/")


def test_a_pdf_that_names_a_private_project_is_not_given_any_longer(client, django_capture_on_commit_callbacks):
    city = page_of("tabriz")
    PagePdf.objects.filter(page=city).delete()
    with django_capture_on_commit_callbacks(execute=True):
        city.specific.save_revision().publish()
    before = PagePdf.objects.get(page=city)
    with django_capture_on_commit_callbacks() as callbacks:
        restrict(in_language("tabriz-bazaar-rehabilitation", "fa"))
        assert client.get("/en/members/tabriz/download/").status_code == 404
    for callback in callbacks:
        callback()
    made = PagePdf.objects.get(page=city)
    assert made.sha256 != before.sha256
    assert body_of(client.get("/en/members/tabriz/download/"))


class TestMovesAndCopies:
    @pytest.fixture
    def private_section(self) -> dict[str, Page]:
        section = page_of("home").add_child(instance=SectionPage(title="Inner", slug="inner", live=True))
        copy = section.copy_for_translation(Locale.objects.get(language_code="fa"))
        copy.save_revision().publish()
        restrict(section)
        return {"en": section, "fa": copy}

    @pytest.mark.parametrize("moved", ["en", "fa"])
    def test_moved_into_a_private_place_in_one_language_it_is_private_in_all(self, private_section, moved):
        page = in_language("about", moved)
        page.move(private_section[moved], pos="last-child")
        for code in ("en", "fa"):
            assert not is_open(page_path(in_language("about", code), code))
        in_language("about", moved).move(in_language("who-we-are", moved), pos="last-child")
        for code in ("en", "fa"):
            assert is_open(page_path(in_language("about", code), code))

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("copied", ["en", "fa"])
    @pytest.mark.parametrize("restricted", ["about", "who-we-are"])
    def test_a_copy_of_a_private_page_is_private(self, restricted, copied, kind):
        """Also of a page that another language made private, and of one below the page that is copied."""
        restrict(in_language(restricted, "en"), kind)
        values = {"slug": "copied", "title": "Copied"}
        original = in_language("who-we-are", copied)
        copy = CopyPageAction(original.specific, recursive=True, update_attrs=values, keep_live=True).execute()
        below = copy.get_children().get(slug="about")
        assert not is_open(page_path(below, copied))
        assert restrictions_of(below).first().groups.count() == (kind == PageViewRestriction.GROUPS)

    def test_a_new_translation_of_a_private_page_is_private(self):
        arabic = Locale.objects.create(language_code="ar")
        make_public(["ar"])
        restrict(in_language("about", "fa"))
        for name in ("home", "who-we-are", "about"):
            page_of(name).specific.copy_for_translation(arabic).save_revision().publish()
        assert is_open("/ar/who-we-are/")
        assert not is_open("/ar/who-we-are/about/")

    def test_an_alias_of_a_private_page_is_private(self, client):
        restrict(in_language("about", "fa"))
        page_of("about").create_alias(parent=page_of("home"), update_slug="another-about")
        assert not is_open("/en/another-about/")
        assert "/en/another-about/" not in everything_in_sitemaps(client)


def test_the_two_questions_agree():
    """Whether a page is private, asked of many pages at once, and what makes one page private."""
    for name, code in (("tabriz", "fa"), ("about", "en"), ("plan-2026", "fa")):
        restrict(in_language(name, code))
    found = set(Page.objects.filter(private()).values_list("pk", flat=True))
    assert found
    for page in Page.objects.filter(depth__gt=1):
        assert bool(restrictions_of(page)) == (page.pk in found), page


class TestWhoMaySeeIt:
    @pytest.mark.parametrize("code", ["en", "fa"])
    def test_the_login_is_in_the_page_s_language_and_look_and_comes_back(self, client, code):
        restrict(in_language("tabriz", "fa"))
        get_user_model().objects.create_user("mayor", password="long-enough-word")
        address = f"/{code}/members/tabriz/?from=letter"
        asked = client.get(address, follow=True)
        html = asked.content.decode()
        page = Reader(html)
        assert asked.status_code == 200
        assert asked.redirect_chain[0][0].startswith(f"/{code}/_util/login/")
        assert (page.language, page.headings.count("h1")) == (code, 1)
        (said,) = re.findall("<h1>(.+)</h1>", html)
        assert f"<title>{said} · " in html
        assert f"/{code}/members/" in page.links, "the menu stands around it"
        assert page_of("tabriz").title not in page.own_text
        assert "noindex" in asked["X-Robots-Tag"]
        (form,) = page.named("form", method="post")
        (onward,) = page.named("input", name="next")
        wrong = client.post(form["action"], {"username": "mayor", "password": "no", "next": onward["value"]})
        assert 'role="alert"' in wrong.content.decode()
        right = {"username": "mayor", "password": "long-enough-word", "next": onward["value"]}
        back = client.post(form["action"], right, follow=True)
        assert back.redirect_chain[-1][0] == address
        assert "no-store" in back["Cache-Control"]
        assert in_language("tabriz", code).title in back.content.decode()

    def test_the_login_leads_nowhere_else(self, client):
        get_user_model().objects.create_user("mayor", password="long-enough-word")
        words = {"username": "mayor", "password": "long-enough-word"}
        for onward in (
            "https://example.org/",
            "//example.org/",
            "",
            "javascript:alert(1)",
            "here",
            "wagtailadmin_home",
        ):
            answer = client.post("/en/_util/login/", words | {"next": onward})
            assert (answer.status_code, answer["Location"]) == (302, "/")

    @pytest.mark.parametrize("code", ["en", "fa"])
    def test_the_password_is_asked_for_in_the_page_s_language_and_look(self, client, code):
        restrict(in_language("tabriz", "fa"), PageViewRestriction.PASSWORD)
        address = f"/{code}/members/tabriz/?from=letter"
        asked = client.get(address)
        page = Reader(asked.content.decode())
        assert (page.language, page.headings.count("h1")) == (code, 1)
        assert f"/{code}/members/" in page.links
        assert page_of("tabriz").title not in asked.content.decode().split("<main", 1)[1].split("</main", 1)[0]
        assert page_of("tabriz").title not in asked.content.decode().split("</head>", 1)[0]
        (form,) = page.named("form", method="post")
        assert form["action"].startswith(f"/{code}/_util/")
        (onward,) = page.named("input", name="return_url")
        wrong = client.post(form["action"], {"password": "no", "return_url": onward["value"]})
        assert 'role="alert"' in wrong.content.decode()
        back = client.post(form["action"], {"password": "open sesame", "return_url": onward["value"]}, follow=True)
        assert back.redirect_chain[-1][0] == address
        other = "fa" if code == "en" else "en"
        assert is_open(f"/{other}/members/tabriz/", client), "one password opens it in every language"

    def test_a_password_without_a_page_to_go_back_to(self, client):
        restriction = restrict(page_of("tabriz"), PageViewRestriction.PASSWORD)
        address = f"/fa/_util/authenticate_with_password/{restriction.pk}/{page_of('tabriz').pk}/"
        (onward,) = Reader(client.get(address).content.decode()).named("input", name="return_url")
        assert onward["value"] == "/fa/"
        for onward in ("https://example.org/", "//example.org/", "here"):
            answer = client.post(address, {"password": "open sesame", "return_url": onward})
            assert (answer.status_code, answer["Location"]) == (302, "/")

    def test_only_members_of_the_group(self):
        restrict(in_language("tabriz", "en"), PageViewRestriction.GROUPS)
        assert is_open("/fa/members/tabriz/", reader("Mayors"))
        stranger = reader()
        assert not is_open("/fa/members/tabriz/", stranger)
        login = stranger.get("/fa/members/tabriz/", follow=True).content.decode()
        assert Reader(login).named("form", method="post")

    def test_a_private_section_shows_its_pages_and_languages_to_whoever_may_see_it(self):
        restrict(in_language("who-we-are", "en"))
        page = Reader(reader().get("/fa/who-we-are/").content.decode())
        assert "/fa/who-we-are/about/" in page.links
        assert "/en/who-we-are/" in page.links

    def test_but_not_those_that_ask_for_more(self):
        restrict(in_language("who-we-are", "en"))
        restrict(in_language("about", "fa"), PageViewRestriction.GROUPS)
        page = Reader(reader().get("/fa/who-we-are/").content.decode())
        assert "/fa/who-we-are/governance/" in page.links
        assert "/fa/who-we-are/about/" not in page.links

    def test_a_public_page_names_nothing_private_even_to_them(self):
        restrict(in_language("about", "en"))
        assert "/fa/who-we-are/about/" not in Reader(reader().get("/fa/who-we-are/").content.decode()).links

    @pytest.mark.parametrize("address", ["members/", "members/data/members/json/", "who-we-are/strategic-plan/"])
    def test_private_lists_are_whole_to_whoever_may_see_them(self, address):
        name = "members" if address.startswith("members") else "strategic-plan"
        public = reader().get(f"/fa/{address}").content.decode()
        restrict(in_language(name, "en"))
        shown = reader().get(f"/fa/{address}").content.decode()
        for word in ("/fa/members/tabriz/",) if name == "members" else ("/download/",):
            assert (word in public, word in shown) == (True, True)

    @pytest.mark.parametrize("name", ["home", "xx"])
    def test_a_language_that_is_not_open_has_no_login(self, client, name):
        if name == "home":
            in_language("home", "fa").unpublish()
        assert client.get(f"/{'fa' if name == 'home' else 'ar'}/_util/login/").status_code == 404

    def test_a_site_that_is_private_as_a_whole_has_a_login(self, client):
        restrict(page_of("home"))
        for code in ("en", "fa"):
            assert client.get(f"/{code}/", follow=True).status_code == 200
            assert not is_open(f"/{code}/members/")


class TestAdmin:
    def test_the_lists_of_each_language_say_it(self, admin_client):
        def marked(code: str) -> int:
            parent = in_language("who-we-are", code)
            return admin_client.get(f"/admin/pages/{parent.pk}/").content.decode().count("indicator privacy-indicator")

        assert (marked("en"), marked("fa")) == (0, 0)
        restrict(in_language("about", "en"))
        assert (marked("en"), marked("fa")) == (1, 1)

    def test_set_and_lifted_in_the_dialog_of_either_language(self, admin_client):
        for code in ("en", "fa"):
            dialog = f"/admin/pages/{in_language('about', code).pk}/privacy/"
            admin_client.post(dialog, {"restriction_type": "login"})
            assert not is_open("/en/who-we-are/about/")
            assert not is_open("/fa/who-we-are/about/")
            admin_client.post(dialog, {"restriction_type": "none"})
            assert is_open("/en/who-we-are/about/")
            assert is_open("/fa/who-we-are/about/")


def test_the_bare_package_knows_restrictions_by_single_pages_only():
    """Fails once Wagtail holds a restriction for all languages: then ``restrictions_of`` may go."""
    restrict(in_language("about", "fa"))
    english: Any = page_of("about").specific
    assert not Page.get_view_restrictions(english).exists()
    assert StandardPage.get_view_restrictions(english).exists()
