"""A language's life: what readers and staff are served of it, how it is opened, and by whom."""

import re
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from amf_site.demo.builders import page_of
from amf_site.demo.translations import is_loaded
from amf_site.translation.models import Job, TranslationExclusion
from amf_site.translation.workflow.coverage import coverage_of, coverages
from amf_site.translation.workflow.language_lifecycle import obstacles, open_language
from amf_site.visibility.models import LanguageStage

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


def naming(reader: Client, places: tuple[str, ...]) -> list[str]:
    """The places that name an address of the site in Persian; newspapers have such addresses too."""
    return [place for place in places if re.search(r"""(["']|//localhost)/fa/""", reader.get(place).content.decode())]


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
        places += ("/sitemap-en.xml", "/en/nowhere/")
        assert naming(reader, places) == list(places)
        set_stage(stage)
        assert naming(reader, places) == []


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


def administrator(*permissions: str) -> Client:
    user = get_user_model().objects.create_user("governor", password="x")
    group = Group.objects.create(name="Governors")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    user.groups.add(group)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def governor() -> Client:
    return administrator("change_locale")


def step(stage: str) -> str:
    return reverse("translation:language_stage", args=[persian().pk, stage])


class TestCoverage:
    def test_counts_what_is_live_of_what_is_wanted(self):
        locale = persian().locale
        before = coverage_of(locale)
        assert before.percent == 100
        assert before.wanted == before.live == before.complete == before.started > 20
        page_of("about").get_translation(locale).unpublish()
        assert coverage_of(locale).live == before.live - 1
        assert coverage_of(locale).percent == 100 * (before.live - 1) // before.live
        TranslationExclusion.objects.create(translation_key=page_of("about").translation_key, locale=locale)
        after = coverage_of(locale)
        assert (after.wanted, after.live, after.complete) == (before.wanted - 1,) * 3
        assert after.percent == 100

    def test_an_untranslated_segment_makes_a_page_incomplete(self):
        from wagtail_localize.models import StringTranslation

        locale = persian().locale
        before = coverage_of(locale)
        StringTranslation.objects.filter(context__object=page_of("about").translation_key).first().delete()
        assert coverage_of(locale).complete == before.complete - 1

    def test_takes_the_same_queries_for_all_languages(self):
        with CaptureQueriesContext(connection) as few:
            coverages()
        for code in ("ar", "tr", "ja", "ru"):
            Locale.objects.create(language_code=code)
        with CaptureQueriesContext(connection) as many:
            assert len(coverages()) == 5
        assert len(many) == len(few) <= 8


class TestSteps:
    def test_are_shown_before_they_are_taken(self, governor):
        page = governor.get(step("hidden")).content.decode()
        assert "100 %" in page
        assert persian().stage == Stage.PUBLIC
        assert governor.post(step("hidden")).status_code == 302
        assert persian().stage == Stage.HIDDEN
        assert governor.post(step("public")).status_code == 302
        assert persian().stage == Stage.PUBLIC

    def test_public_takes_the_least_coverage_and_a_live_landing_page(self, governor, reader):
        set_stage(Stage.HIDDEN)
        page_of("about").get_translation(persian().locale).unpublish()
        LanguageStage.objects.update(minimum_coverage=100)
        page = governor.get(step("public")).content.decode()
        assert "it takes at least 100 %" in page
        assert "<button class" not in page.split("help-warning")[1].split("</main>")[0]
        governor.post(step("public"))
        assert persian().stage == Stage.HIDDEN
        minimum = reverse("translation:minimum_coverage", args=[persian().pk])
        assert "Ensure this value" in governor.post(minimum, {"minimum_coverage": 101}).content.decode()
        governor.post(minimum, {"minimum_coverage": 90})
        governor.post(step("public"))
        assert persian().stage == Stage.PUBLIC
        assert reader.get("/fa/").status_code == 200
        set_stage(Stage.HIDDEN)
        page_of("home").get_translation(persian().locale).unpublish()
        governor.post(step("public"))
        assert persian().stage == Stage.HIDDEN

    def test_stand_in_the_history(self, governor):
        governor.post(step("preview"))
        governor.user = get_user_model().objects.get(username="governor")
        get_user_model().objects.filter(pk=governor.user.pk).update(is_superuser=True)
        assert "Stage of the language: Shown to staff" in governor.get("/admin/reports/site-history/").content.decode()

    def test_are_of_known_languages_and_stages_only(self, governor):
        english = Locale.objects.get(language_code="en").pk
        assert governor.get(reverse("translation:language_stage", args=[english, "hidden"])).status_code == 404
        assert governor.get(reverse("translation:language_stage", args=[99999, "hidden"])).status_code == 404
        assert governor.post(step("nonsense")).status_code == 404

    def test_are_for_those_who_may_change_languages(self):
        other = administrator()
        minimum = reverse("translation:minimum_coverage", args=[persian().pk])
        addresses = (
            step("hidden"),
            minimum,
            reverse("translation:open_language"),
            reverse("translation:languages"),
            reverse("translation:make_drafts", args=[persian().pk]),
        )
        for address in addresses:
            for ask in (other.get, other.post):
                # Wagtail leads a refused user to the dashboard.
                response: Any = ask(address)
                assert response.status_code in (302, 405)
                assert response.headers.get("Location") in (None, "/admin/")
        assert persian().stage == Stage.PUBLIC


class TestOpening:
    def test_makes_drafts_of_everything_and_shows_nothing(
        self, governor, reader, settings, django_capture_on_commit_callbacks
    ):
        settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES
        page = governor.get(reverse("translation:open_language")).content.decode()
        assert 'value="ar"' in page
        assert 'value="fa"' not in page
        with django_capture_on_commit_callbacks(execute=False):
            response = governor.post(reverse("translation:open_language"), {"language": "ar"})
        job = Job.objects.get()
        assert response["Location"] == reverse("translation:job", args=[job.pk])
        arabic = Locale.objects.get(language_code="ar")
        assert job.items[0]["pk"] == str(page_of("home").pk)
        assert len(job.items) == coverage_of(arabic).wanted
        # The first few are made: the rest is the same and takes a minute.
        from amf_site.translation.workflow.jobs import run_next_item

        for _number in range(5):
            assert run_next_item(job.pk)
        job.refresh_from_db()
        assert [line["outcome"] for line in job.report] == ["done"] * 5
        row = coverage_of(arabic)
        assert (row.started, row.live, row.stage.stage, row.job) == (5, 0, Stage.HIDDEN, job)
        assert reader.get("/ar/").status_code == 404
        assert "ar" not in {row.language.code for row in coverages() if not obstacles(row, Stage.PUBLIC)}
        table = governor.get(reverse("translation:languages")).content.decode()
        assert "العربية" in table
        assert reverse("translation:job", args=[job.pk]) in table

    def test_twice_is_refused(self, governor):
        response = governor.post(reverse("translation:open_language"), {"language": "fa"})
        assert "Select a valid choice" in response.content.decode()
        assert Job.objects.count() == 0

    def test_goes_on_with_what_is_missing(self, governor):
        about = page_of("about").get_translation(persian().locale)
        about.delete()
        governor.post(reverse("translation:make_drafts", args=[persian().pk]))
        assert [item["pk"] for item in Job.objects.get().items] == [str(page_of("about").pk)]
        again = governor.post(reverse("translation:make_drafts", args=[persian().pk]))
        assert Job.objects.count() == 1
        assert again["Location"] == reverse("translation:job", args=[Job.objects.get().pk])


def test_languages_of_an_older_site_stay_open():
    migration = import_module("amf_site.visibility.migrations.0002_languages_stay_open")
    LanguageStage.objects.all().delete()
    migration.keep_stages(apps, SimpleNamespace(connection=connection))
    assert persian().stage == Stage.PUBLIC
    assert LanguageStage.objects.count() == 1


def test_languages_keep_the_stage_that_they_had_when_it_was_kept_elsewhere():
    migration = import_module("amf_site.visibility.migrations.0002_languages_stay_open")
    row = persian()
    LanguageStage.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {migration.FORMER_TABLE} (locale_id int, stage text, minimum_coverage int)")
        cursor.execute(f"INSERT INTO {migration.FORMER_TABLE} VALUES ({row.pk}, 'preview', 60)")
    migration.keep_stages(apps, SimpleNamespace(connection=connection))
    assert (persian().stage, persian().minimum_coverage) == (Stage.PREVIEW, 60)
    assert migration.FORMER_TABLE not in connection.introspection.table_names()


def test_open_language_refuses_what_is_there(django_user_model):
    from amf_site.translation.workflow.language_lifecycle import CannotOpenError

    with pytest.raises(CannotOpenError):
        open_language("fa", None)
