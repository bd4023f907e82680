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
from members.models import Partnership
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
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    return {codes[row.locale_id] for row in shown.context["object_list"]}


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
