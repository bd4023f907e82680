"""A record leads to the profiles of its cities, and says what is to be written next."""

from html import unescape

import pytest
from django.urls import reverse
from wagtail.models import Locale

from amf_site.demo.builders import page_of
from members.models import City, CityPage, MembershipCategory, Partnership, ProjectPage
from pages.models import Source
from tests.reading import Reader

from .test_members_admin import post_of_city

pytestmark = pytest.mark.django_db

ADD = "/admin/snippets/members/city/add/"


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def added(editor, **changes):
    source = Source.objects.filter(locale__language_code="en").first()
    return editor.post(ADD, post_of_city(**{"figures-0-source": source.pk, **changes}), follow=True)


def test_a_new_city_asks_for_its_profile(editor):
    shown = Reader(added(editor).content.decode())
    city = City.objects.get(name="Almaty")
    (next_step,) = [link for link in shown.links if "/add/members/citypage/" in link]
    assert "still to be written" in shown.own_text
    form = editor.get(unescape(next_step)).context["form"]
    assert form["city"].value() == city.pk
    assert (form["title"].value(), form["slug"].value()) == ("Almaty", "almaty")


def test_the_same_in_persian(persian_editor):
    shown = added(persian_editor).content.decode()
    assert "نوشتن معرفی شهر" in shown
    assert "هنوز باید نوشته شود" in shown


@pytest.mark.parametrize("number", ["0", "999999", "x", "-1", "\u06f1", "9" * 30, ""])
def test_a_number_of_no_city_begins_an_empty_profile(editor, number):
    address = reverse("wagtailadmin_pages:add", args=["members", "citypage", page_of("members").pk])
    assert editor.get(address, {"city": number}).context["form"]["city"].value() is None


def test_a_city_leads_to_its_profiles_in_every_language(editor):
    city = City.objects.get(name="Tabriz")
    links = Reader(editor.get(f"/admin/snippets/members/city/edit/{city.pk}/").content.decode()).links
    pages = CityPage.objects.filter(city=city)
    assert len(pages) == 2
    assert {edit_url(page) for page in pages} <= set(links)
    assert not [link for link in links if "/add/members/citypage/" in link], "it has one"


def test_a_city_without_a_profile_offers_to_write_it(editor):
    added(editor)
    city = City.objects.get(name="Almaty")
    links = Reader(editor.get(f"/admin/snippets/members/city/edit/{city.pk}/").content.decode()).links
    assert [link for link in links if link.endswith(f"?city={city.pk}")]


def test_a_partnership_leads_to_both_profiles(editor):
    partnership = Partnership.objects.filter(locale__language_code="en").first()
    links = Reader(editor.get(f"/admin/snippets/members/partnership/edit/{partnership.pk}/").content.decode()).links
    pages = CityPage.objects.filter(city__in=partnership.cities, locale__language_code="en")
    assert {edit_url(page) for page in pages} <= set(links)


def test_who_may_not_write_pages_is_not_led_to_them(client, django_user_model):
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("reader")
    user.user_permissions.add(*Permission.objects.filter(codename__in=("access_admin", "change_city", "add_city")))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    city = City.objects.get(name="Tabriz")
    shown = client.get(f"/admin/snippets/members/city/edit/{city.pk}/")
    assert shown.status_code == 200
    assert not [link for link in Reader(shown.content.decode()).links if "/admin/pages/" in link]


def test_a_project_asks_for_its_city_once(editor):
    """The profiles of one language, in the order of the alphabet, not a tree of all pages."""
    address = reverse("projects:choose_parent")
    choices = list(editor.get(address).context["form"]["parent_page"].field.queryset)
    assert {page.locale.language_code for page in choices} == {"en"}
    assert [page.title for page in choices] == sorted(page.title for page in choices)
    assert len(choices) == CityPage.objects.filter(locale__language_code="en").count()
    tabriz = page_of("tabriz")
    answer = editor.post(address, {"parent_page": tabriz.pk})
    assert answer.url == reverse("wagtailadmin_pages:add", args=["members", "projectpage", tabriz.pk])
    persian = tabriz.get_translation(Locale.objects.get(language_code="fa"))
    assert editor.post(address, {"parent_page": persian.pk}).status_code == 200
    assert editor.post(address, {"parent_page": "x"}).status_code == 200
    assert not ProjectPage.objects.filter(title="").exists()


def test_categories_have_their_names_in_the_language_of_the_admin(persian_editor):
    city = City.objects.get(name="Tabriz")
    persian = MembershipCategory.objects.get(
        translation_key=city.membership.translation_key, locale__language_code="fa"
    )
    shown = persian_editor.get(f"/admin/snippets/members/city/edit/{city.pk}/").content.decode()
    assert f">{persian.name}</option>" in shown
    assert f">{city.membership.name}</option>" not in shown
    assert persian.name in persian_editor.get("/admin/snippets/members/city/").content.decode()
