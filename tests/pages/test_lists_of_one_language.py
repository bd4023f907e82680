"""Lists of the admin show one language, say which, and switch to another one and to all."""

from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.admin.views.pages.bulk_actions import UnpublishBulkAction
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.snippets.models import get_snippet_models

from amf_site.demo.builders import page_of
from amf_site.demo.editor import NAME
from amf_site.translation.models import Term
from amf_site.translation.permissions.groups import translators_of
from members.models import ForumTitle, MembershipCategory, Partnership, Theme
from pages.models import SiteNavigation, Source
from strategy.models import Goal, Indicator
from tests.translation.people import client_of

pytestmark = pytest.mark.django_db

RECORDS = [model for model in get_snippet_models() if issubclass(model, TranslatableMixin)]


def addresses() -> dict[str, str]:
    """Of every list of records and of pages of a type, whatever is registered."""
    found = {model._meta.label: reverse(model.snippet_viewset.get_url_name("list")) for model in RECORDS}
    for viewset in viewsets.viewsets:
        if isinstance(viewset, PageListingViewSet) and not isinstance(viewset, PageViewSet):
            found[viewset.name] = reverse(viewset.get_url_name("index"))
    return found


def languages(shown) -> set[str]:
    """Of all rows of a list, also those of its further pages."""
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    return {codes[row.locale_id] for row in shown.context["page_obj"].paginator.object_list}


@pytest.fixture
def everything(editor):
    """A record of each kind in English and Persian."""
    english, persian = (Locale.objects.get(language_code=code) for code in ("en", "fa"))
    numbers = {"baseline": 1, "baseline_year": 2020, "target": 2, "target_year": 2030}
    source = Source.objects.filter(locale=english).first()
    indicator = Indicator.objects.create(
        goal=Goal.objects.filter(locale=english).first(), label="Trees", locale=english, source=source, **numbers
    )
    indicator.copy_for_translation(persian).save()
    return editor


@pytest.mark.parametrize("name", [label for label in addresses() if label != Term._meta.label])
def test_a_list_begins_with_the_language_of_the_source(everything, name):
    address = addresses()[name]
    assert languages(everything.get(address)) == {"en"}
    assert languages(everything.get(address, {"locale": "fa"})) == {"fa"}
    assert languages(everything.get(address, {"locale": ""})) == {"en", "fa"}


def test_the_glossary_begins_with_a_language_that_has_terms(editor):
    Term.objects.create(locale=Locale.objects.create(language_code="ar"), term="harbour", words="ميناء")
    address = reverse("wagtailsnippets_translation_term:list")
    assert languages(editor.get(address)) == {"fa"}
    assert languages(editor.get(address, {"locale": "ar"})) == {"ar"}
    assert languages(editor.get(address, {"locale": ""})) == {"fa", "ar"}
    assert languages(client_of("of_arabic").get(address)) == {"ar"}


def test_menu_and_footer_is_one_row(editor):
    shown = editor.get("/admin/snippets/pages/sitenavigation/")
    assert [row.pk for row in shown.context["object_list"]] == [
        SiteNavigation.objects.get(locale__language_code="en").pk
    ]


def test_it_says_which_language_and_how_to_see_all(editor):
    shown = editor.get("/admin/snippets/pages/source/")
    (active,) = shown.context["view"].active_filters
    assert active.value == "English"
    everything = editor.get(active.removed_filter_url)
    assert languages(everything) == {"en", "fa"}


def test_a_filter_of_another_kind_keeps_the_language(editor):
    shown = editor.get("/admin/snippets/members/partnership/", {"kind": "sister-cities"})
    assert languages(shown) == {"en"}
    assert {row.kind for row in shown.context["object_list"]} == {"sister-cities"}


def test_a_search_keeps_the_language(editor):
    shown = editor.get("/admin/city_profiles/results/", {"q": "tabriz"})
    assert languages(shown) == {"en"}


@pytest.mark.parametrize("language", ["xx", "fa'", "\u06f1"])
def test_an_unknown_language_is_not_found(editor, language):
    assert editor.get("/admin/snippets/pages/source/", {"locale": language}).status_code == 404


def test_a_translator_who_keeps_records_begins_with_her_own(editor):
    user = get_user_model().objects.get(username=NAME)
    user.groups.add(Group.objects.get(name=translators_of(Locale.objects.get(language_code="fa"))))
    assert languages(editor.get("/admin/snippets/members/partnership/")) == {"fa"}


def test_years_are_in_the_digits_of_the_reader(persian_editor):
    Partnership.objects.filter(locale__language_code="en").update(since=2011)
    html = persian_editor.get("/admin/snippets/members/partnership/").content.decode()
    assert "۲۰۱۱" in html
    assert ">2011<" not in html.replace(" ", "").replace("\n", "")
    assert "True" not in html


class TestSelectAll:
    """As the browser asks for it: with the address of the list, and what it is filtered by, as ``next``."""

    def delete_all(self, model: str, address: str) -> None:
        client_of("superuser").post(f"/admin/bulk/{model}/delete/?id=all&next={quote(address)}")

    @pytest.fixture
    def unused(self) -> None:
        for code in ("en", "fa"):
            locale = Locale.objects.get(language_code=code)
            for name in ("Unused one", "Unused two", "Needless"):
                Source.objects.create(name=name, locale=locale)

    @pytest.mark.parametrize(
        ("query", "left"),
        [
            ("?q=Unused", {"en Needless", "fa Unused one", "fa Unused two", "fa Needless"}),
            ("?q=two&locale=fa", {"en Unused one", "en Unused two", "en Needless", "fa Unused one", "fa Needless"}),
            ("?q=Unused&locale=", {"en Needless", "fa Needless"}),
        ],
    )
    def test_of_records_it_is_what_the_list_shows(self, unused, query, left):
        new = Source.objects.filter(name__in=("Unused one", "Unused two", "Needless"))
        before = Source.objects.count() - new.count()
        self.delete_all("pages/source", f"/admin/snippets/pages/source/{query}")
        assert {f"{source.locale.language_code} {source.name}" for source in new.all()} == left
        assert Source.objects.count() == before + len(left)

    @pytest.mark.parametrize(
        "address", ["/admin/projects/", "/admin/projects/?locale=fa", "/admin/city_profiles/?q=tabriz"]
    )
    def test_of_pages_it_is_not_the_whole_site(self, address):
        browser = client_of("superuser")
        shown = {page.pk for page in browser.get(address).context["object_list"]}
        asked = browser.get(f"/admin/bulk/wagtailcore/page/unpublish/?id=all&next={quote(address)}")
        assert {entry["item"].pk for entry in asked.context["items"]} == shown

    def test_of_the_tree_it_is_wagtails_own(self):
        section = page_of("who-we-are")
        address = f"/admin/pages/{section.pk}/"
        asked = client_of("superuser").get(
            f"/admin/bulk/wagtailcore/page/unpublish/?id=all&childOf={section.pk}&next={address}"
        )
        assert {entry["item"].pk for entry in asked.context["items"]} == {page.pk for page in section.get_children()}

    @pytest.mark.parametrize("address", ["/admin/nowhere/", "/admin/", "https://example.org/", ""])
    def test_from_elsewhere_it_is_wagtails_own(self, unused, address):
        asked = client_of("superuser").get(f"/admin/bulk/wagtailcore/page/unpublish/?id=all&next={quote(address)}")
        assert asked.status_code == 200

    def test_wagtail_still_takes_everything(self, rf):
        request = rf.get("/admin/", {"id": "all", "next": "/admin/projects/"})
        action = UnpublishBulkAction(request, Page)
        wagtails_own = PageBulkAction.get_all_objects_in_listing_query.__wrapped__
        assert len(wagtails_own(action, None)) == Page.objects.count()


class TestSearch:
    """In the admin's own search, and in the window that a page is chosen in."""

    @pytest.fixture(params=["admin", "chooser"])
    def search(self, request):
        """What is found, by language."""

        def search(client, **query) -> list[str]:
            if request.param == "admin":
                answer = client.get(reverse("wagtailadmin_pages:search"), {"q": "Tabriz", **query})
                found = answer.context["object_list"]
            else:
                answer = client.get(reverse("wagtailadmin_choose_page_search"), {"q": "Tabriz", **query})
                found = answer.context["pages"]
            return sorted(page.locale.language_code for page in found)

        return search

    @pytest.fixture(autouse=True)
    def twins(self):
        """The name is written in Latin letters in both languages."""
        city = page_of("tabriz")
        for page in city.get_translations(inclusive=True).specific():
            page.title = page.draft_title = "Tabriz"
            page.save()

    def test_it_begins_with_the_language_of_the_source(self, editor, search):
        assert set(search(editor)) == {"en"}

    def test_it_switches_to_another_and_to_all(self, editor, search):
        assert set(search(editor, locale="fa")) == {"fa"}
        assert set(search(editor, locale="")) == {"en", "fa"}

    def test_who_works_in_one_language_begins_with_it(self, editor, search):
        user = get_user_model().objects.get(username=NAME)
        user.groups.add(Group.objects.get(name=translators_of(Locale.objects.get(language_code="fa"))))
        assert set(search(editor)) == {"fa"}

    @pytest.mark.parametrize(
        "more", [{"p": 2}, {"content_type": "members.citypage"}, {"page_type": "members.CityPage"}]
    )
    def test_the_language_stays_with_what_else_is_asked(self, editor, search, more):
        assert set(search(editor, locale="fa", **more)) <= {"fa"}

    def test_the_switch_is_shown(self, editor):
        html = editor.get(reverse("wagtailadmin_choose_page_search"), {"q": "Tabriz"}).content.decode()
        assert "<strong>English</strong>" in html
        assert 'class="navigate-pages" href="/admin/choose-page/search/?q=Tabriz&amp;locale=fa"' in html
        shown = editor.get(reverse("wagtailadmin_pages:search"), {"q": "Tabriz"})
        (active,) = shown.context["view"].active_filters
        assert active.value == "English"
        assert 'name="locale"' in shown.content.decode()

    @pytest.mark.parametrize("language", ["xx", "fa'", "۱"])
    def test_an_unknown_language_is_not_a_fault(self, editor, search, language):
        for name in ("wagtailadmin_pages:search", "wagtailadmin_choose_page_search"):
            assert editor.get(reverse(name), {"q": "Tabriz", "locale": language}).status_code in (200, 404)

    def test_browsing_leads_from_language_to_language_as_before(self, editor):
        html = editor.get(reverse("wagtailadmin_choose_page")).json()["html"]
        assert html.count("navigate-parent") >= 2 or "data-locale-selector-link" in html


def test_the_language_is_a_column_where_several_are_shown(editor):
    for address in ("/admin/snippets/members/partnership/", "/admin/projects/"):
        columns = {
            code: [
                str(column.label) for column in editor.get(address, {"locale": code}).context["table"].columns.values()
            ]
            for code in ("en", "")
        }
        assert "Language" not in columns["en"]
        assert "Language" in columns[""]


class TestNames:
    """What is chosen from a list is called as in the reader's language."""

    @pytest.fixture
    def names(self) -> dict[str, tuple[str, str]]:
        """Of a record of each kind: in English and in Persian."""
        found = {}
        for model in (MembershipCategory, Theme, ForumTitle):
            english = model.objects.filter(locale__language_code="en").first()
            found[model.__name__] = (english.name, english.get_translation(Locale.objects.get(language_code="fa")).name)
        return found

    @pytest.mark.parametrize("place", ["", "add/"])
    def test_a_persian_reader_chooses_by_persian_names(self, persian_editor, names, place):
        html = persian_editor.get(f"/admin/snippets/members/city/{place}").content.decode()
        kinds = ("MembershipCategory", "Theme") if not place else names
        for english, persian in (names[kind] for kind in kinds):
            assert f">{english}<" not in html.replace("\n", "").replace("  ", "")
            assert persian in html

    def test_so_does_who_writes_a_project(self, persian_editor, names):
        html = persian_editor.get(f"/admin/pages/add/members/projectpage/{page_of('tabriz').pk}/").content.decode()
        assert names["Theme"][0] not in html
        assert names["Theme"][1] in html

    def test_so_does_who_measures_a_goal(self, persian_editor):
        english = Goal.objects.filter(locale__language_code="en").first()
        persian = Goal.objects.get(translation_key=english.translation_key, locale__language_code="fa")
        html = persian_editor.get("/admin/snippets/strategy/indicator/add/").content.decode()
        assert str(persian) in html
        assert str(english) not in html

    def test_an_english_reader_by_english_ones(self, editor, names):
        html = editor.get("/admin/snippets/members/city/").content.decode()
        assert names["Theme"][0].replace("&", "&amp;") in html
        assert names["Theme"][1] not in html

    def test_what_was_chosen_is_said_in_persian_too(self, persian_editor, names):
        record = MembershipCategory.objects.get(name=names["MembershipCategory"][0])
        shown = persian_editor.get("/admin/snippets/members/city/", {"membership": record.pk})
        (active,) = shown.context["view"].active_filters
        assert active.value == names["MembershipCategory"][1]

    def test_what_has_no_name_in_the_language_keeps_its_own(self, persian_editor, names):
        Theme.objects.get(name=names["Theme"][1]).delete()
        assert names["Theme"][0] in persian_editor.get("/admin/snippets/members/city/").content.decode()
