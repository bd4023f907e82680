"""A language's life: what readers and staff are served of it, how it is opened, and by whom."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from amf_site.demo.builders import page_of
from amf_site.demo.translations import is_loaded
from amf_site.translation.models import Job, LanguageStage

pytestmark = pytest.mark.django_db

Stage = LanguageStage.Stage
PERSIAN_PAGES = ("/fa/", "/fa/members/tabriz/", "/fa/members/data/members/json/", "/fa/search/?q=x")


@pytest.fixture
def reader() -> Client:
    return Client()


def persian() -> LanguageStage:
    return LanguageStage.objects.get(locale__language_code="fa")


def set_stage(stage: Stage) -> None:
    LanguageStage.objects.filter(locale__language_code="fa").update(stage=stage)


def test_a_loaded_language_is_public_and_a_new_one_hidden():
    assert persian().stage == Stage.PUBLIC
    assert Locale.objects.create(language_code="ar").stage.stage == Stage.HIDDEN
    assert not LanguageStage.objects.filter(locale__language_code="en").exists()
    assert is_loaded("fa")
    assert not is_loaded("ar")


@pytest.mark.parametrize("stage", [Stage.HIDDEN, Stage.PREVIEW])
class TestReaders:
    def test_are_served_nothing_of_a_language_that_is_not_public(self, reader, stage):
        addresses = [address for address in PERSIAN_PAGES if reader.get(address).status_code == 200]
        assert addresses == list(PERSIAN_PAGES)
        set_stage(stage)
        for address in addresses:
            response = reader.get(address)
            assert response.status_code == 404
            assert response["Content-Language"] == "en"

    def test_find_it_nowhere(self, reader, stage):
        places = ("/", "/en/", "/en/members/tabriz/", "/en/search/?q=تبریز", "/en/who-we-are/strategic-plan/")
        places += ("/sitemap.xml", "/en/nowhere/")
        named = [place for place in places if "/fa/" in reader.get(place).content.decode()]
        assert named == list(places)
        set_stage(stage)
        assert [place for place in places if "/fa/" in reader.get(place).content.decode()] == []


class TestStaff:
    def test_are_served_what_is_shown_to_them(self, editor):
        set_stage(Stage.PREVIEW)
        for address in PERSIAN_PAGES:
            response = editor.get(address)
            assert response.status_code == 200, address
            assert {"private", "no-store"} & set(response["Cache-Control"].replace(",", "").split())
            assert response["X-Robots-Tag"] == "noindex"
        page = editor.get("/fa/members/tabriz/").content.decode()
        assert '<p class="notice wrap">' in page
        assert 'href="/fa/members/"' in page
        assert "/fa/" in editor.get("/").content.decode()
        assert "/fa/members/tabriz/" in editor.get("/fa/search/?q=تبریز").content.decode()

    def test_are_not_served_a_hidden_language(self, editor):
        set_stage(Stage.HIDDEN)
        for address in PERSIAN_PAGES:
            assert editor.get(address).status_code == 404
        assert "/fa/" not in editor.get("/").content.decode()

    def test_preview_a_hidden_language_in_the_admin(self, editor):
        set_stage(Stage.HIDDEN)
        page = page_of("about").get_translation(Locale.objects.get(language_code="fa"))
        response = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert response.status_code == 200
        assert 'lang="fa"' in response.content.decode()

    def test_see_no_notice_on_a_public_page(self, editor):
        assert '<p class="notice wrap">' not in editor.get("/fa/").content.decode()


def test_a_logged_in_user_without_the_admin_is_a_reader(reader, django_user_model):
    set_stage(Stage.PREVIEW)
    reader.force_login(
        django_user_model.objects.create_user("mina", password="x"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    assert reader.get("/fa/").status_code == 404
