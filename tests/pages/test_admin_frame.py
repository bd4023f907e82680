"""The frame of the admin: the Forum's own name, a menu that tells its entries apart, one menu and footer, guides."""

import pytest
from django.urls import reverse
from wagtail.admin.menu import admin_menu

from amf_site.media.models import SiteImage
from pages.models import SiteNavigation
from tests.reading import Reader
from tests.translation.people import client_of, user_of

pytestmark = pytest.mark.django_db

NAVIGATION = "/admin/snippets/pages/sitenavigation/"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Sign in to the Asian Mayors Forum"), ("fa", "ورود به مجمع شهرداران آسیایی")],
)
def test_the_forum_asks_to_sign_in(client, language, words):
    html = client.get("/admin/login/", headers={"accept-language": language}).content.decode()
    assert words in Reader(html).own_text
    assert "Sign in to Wagtail" not in Reader(html).own_text
    assert "img/emblem.svg" in html


def test_the_dashboard_has_the_forums_name(persian_editor):
    html = persian_editor.get("/admin/").content.decode()
    heading = html[html.index("<h1") : html.index("</h1>")]
    assert "مجمع شهرداران آسیایی" in heading
    assert "Asian Mayors Forum" not in heading


@pytest.mark.parametrize("role", ["editor", "superuser", "translator"])
def test_no_two_entries_of_the_menu_look_alike(rf, role):
    request = rf.get("/admin/")
    request.user = user_of(role)
    items = admin_menu.menu_items_for_request(request)
    icons = [item.icon_name for item in items]
    assert len(icons) == len(set(icons)) > 1, sorted((item.icon_name, str(item.label)) for item in items)


@pytest.mark.parametrize("role", ["editor", "translator"])
def test_the_glossary_is_in_the_menu_itself(rf, role):
    request = rf.get("/admin/")
    request.user = user_of(role)
    labels = [str(item.label) for item in admin_menu.menu_items_for_request(request)]
    assert "Glossary" in labels
    assert "Snippets" not in labels


def test_its_own_icons_are_served(client):
    response = client_of("editor").get(reverse("wagtailadmin_sprite"))
    assert 'id="icon-city"' in response.content.decode()


@pytest.mark.parametrize("role", ["editor", "administrator", "superuser"])
class TestMenuAndFooter:
    def test_there_is_no_second_one(self, role):
        browser = client_of(role)
        assert f"{NAVIGATION}add/" not in browser.get(NAVIGATION).content.decode()
        record = SiteNavigation.objects.first()
        for address in ("add/", f"copy/{record.pk}/"):
            browser.get(f"{NAVIGATION}{address}")
            browser.post(f"{NAVIGATION}{address}", {"menu-count": 0, "footer-count": 0, "social-count": 0})
        assert SiteNavigation.objects.count() == 2

    def test_it_is_not_deleted(self, role):
        browser = client_of(role)
        for record in SiteNavigation.objects.all():
            address = f"{NAVIGATION}delete/{record.pk}/"
            assert address not in browser.get(f"{NAVIGATION}edit/{record.pk}/", follow=True).content.decode()
            browser.post(address)
            browser.post(f"/admin/bulk/pages/sitenavigation/delete/?id={record.pk}&next=/admin/")
        assert SiteNavigation.objects.count() == 2

    def test_it_is_edited(self, role):
        record = SiteNavigation.objects.get(locale__language_code="en")
        assert client_of(role).get(f"{NAVIGATION}edit/{record.pk}/").status_code == 200


def test_the_first_one_can_be_added():
    SiteNavigation.objects.all().delete()
    assert client_of("editor").get(f"{NAVIGATION}add/").status_code == 200


@pytest.mark.parametrize("query", ["Tabriz", "Karbala", "a"])
def test_found_pages_are_counted_by_name(editor, query):
    text = Reader(editor.get("/admin/pages/search/", {"q": query}).content.decode()).own_text
    assert "None" not in text


def test_words_for_a_picture_are_never_the_name_of_its_file(editor):
    image = SiteImage.objects.first()
    address = reverse("wagtailimages_chooser:chosen", args=[image.pk])
    assert editor.get(address).json()["result"]["default_alt_text"] == ""
    SiteImage.objects.filter(pk=image.pk).update(description="A clock tower")
    assert editor.get(address).json()["result"]["default_alt_text"] == "A clock tower"


@pytest.mark.parametrize("field", ["summary", "hero_text"])
def test_sentences_have_room(editor, field):
    from amf_site.demo.builders import page_of

    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page_of("home").pk])).content.decode()
    assert Reader(html).named("textarea", name=field)


@pytest.mark.parametrize(
    ("browser", "name", "title"),
    [
        ("editor", "editing", "Guide for editors"),
        ("editor", "translating", "Guide for translators"),
        ("persian_editor", "editing", "راهنمای ویراستاران"),
        ("persian_editor", "translating", "راهنمای مترجمان"),
    ],
)
def test_the_guides_are_in_the_help_menu(request, browser, name, title):
    client = request.getfixturevalue(browser)
    address = reverse("translation:guide_of", args=[name])
    assert address in client.get("/admin/").content.decode()
    shown = Reader(client.get(address).content.decode())
    title = {"editing": ("Guide for editors", "راهنمای ویراستاران")}.get(
        name, ("Guide for translators", "راهنمای مترجمان")
    )
    assert title[browser != "editor"] in shown.own_text
    targets = {values["id"] for _tag, values in shown.elements if values.get("id")}
    inner = [link for link in shown.links if link.startswith("#") and link != "#main"]
    assert len(inner) > 5
    assert {link.removeprefix("#") for link in inner} <= targets


@pytest.mark.parametrize("name", ["nothing", "pictures", "translation", ".."])
def test_there_is_no_other_guide(editor, name):
    assert editor.get(f"/admin/translations/guide/{name}/").status_code == 404
