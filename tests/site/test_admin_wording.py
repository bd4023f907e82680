"""Words of the admin that would come in the wrong language; each second test fails once the package has mended it."""

import inspect
from datetime import UTC, datetime

import pytest
from django.utils import translation
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.pages.listing import PageListingMixin
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser
from wagtail_localize.models import StringTranslation
from wagtail_localize.views.report import TranslationsReportFilterSet

from amf_site.cldr.names import country_choices, language_choices
from members.models import City


def test_a_snippet_chooser_speaks_the_language_of_its_reader():
    with translation.override("en"):
        chooser = AdminSnippetChooser(City)
        assert str(chooser.choose_one_text) == "Choose city"
    with translation.override("fa"):
        assert str(chooser.choose_one_text) == "انتخاب شهر"


def test_wagtail_still_words_it_once():
    chooser = AdminSnippetChooser.__new__(AdminSnippetChooser)
    with translation.override("en"):
        AdminSnippetChooser.__init__.__wrapped__(chooser, City)
    with translation.override("fa"):
        assert str(chooser.choose_one_text) == "Choose city"


def test_the_way_back_from_snippets_speaks_the_language_of_its_reader():
    with translation.override("en"):
        (home, *_) = City.snippet_viewset.breadcrumbs_items
    with translation.override("fa"):
        assert str(home["label"]) == "خانه"


def test_wagtail_still_words_it_at_the_start():
    with translation.override("en"):
        (home, *_) = SnippetViewSet.breadcrumbs_items.fget.__wrapped__(City.snippet_viewset)
    with translation.override("fa"):
        assert str(home["label"]) == "Home"


@pytest.mark.parametrize("name", ["source_locale", "target_locale"])
def test_the_report_of_translations_is_filtered_in_persian(name):
    with translation.override("fa"):
        assert str(TranslationsReportFilterSet.base_filters[name].label).startswith("زبان ")
    declared = inspect.getsource(TranslationsReportFilterSet).split(f"{name} = LocaleFilter(")[1].split(")\n")[0]
    assert " label=" not in declared, "wagtail-localize names its filter now: delete ours"


def test_countries_and_languages_are_named_and_ordered_in_the_language_of_the_admin():
    with translation.override("en"):
        english = dict(country_choices())
    with translation.override("fa"):
        persian, languages = country_choices(), dict(language_choices())
    assert english.keys() == dict(persian).keys()
    assert (english["AF"], dict(persian)["AF"], languages["fa"]) == ("Afghanistan", "افغانستان", "فارسی")
    names = [name for _, name in persian]
    assert names.index("پرتغال") < names.index("چین") < names.index("ژاپن") < names.index("گرجستان")


def test_a_translation_is_dated_in_the_language_of_its_reader():
    segment = StringTranslation(updated_at=datetime(2026, 11, 26, 12, tzinfo=UTC), tool_name="PO")
    with translation.override("en"):
        assert segment.get_comment() == "Translated with PO on 26 November 2026"
    with translation.override("fa"):
        assert "نوامبر 2026" in segment.get_comment()
        assert "November" in StringTranslation.get_comment.__wrapped__(segment), "wagtail-localize dates it now"


@pytest.mark.parametrize("words", ["choose_one_text", "search_tab_label", "create_action_label"])
def test_the_words_around_a_chooser_are_persian(words):
    with translation.override("fa"):
        assert not str(getattr(ChooserViewSet, words)).isascii()


def test_wagtail_still_words_them_at_the_start():
    source = inspect.getsource(ChooserViewSet)
    assert "search_tab_label = _(" in source
    assert "gettext_lazy" not in inspect.getsource(inspect.getmodule(ChooserViewSet))


def test_pages_that_were_found_have_a_name():
    with translation.override("fa"):
        assert (str(SearchView.verbose_name), str(SearchView.verbose_name_plural)) == ("صفحه", "صفحه‌ها")


def test_wagtail_still_has_none_for_them():
    assert BaseListingView.verbose_name is None
    assert "verbose_name" not in vars(PageListingMixin)
