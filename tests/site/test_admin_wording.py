"""Words of the admin that would come in the wrong language; each second test fails once the package has mended it."""

import inspect

import pytest
from django.utils import translation
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.pages.listing import PageListingMixin
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

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


def test_countries_and_languages_are_named_and_ordered_in_the_language_of_the_admin():
    with translation.override("en"):
        english = dict(country_choices())
    with translation.override("fa"):
        persian, languages = country_choices(), dict(language_choices())
    assert english.keys() == dict(persian).keys()
    assert (english["AF"], dict(persian)["AF"], languages["fa"]) == ("Afghanistan", "افغانستان", "فارسی")
    names = [name for _, name in persian]
    assert names.index("پرتغال") < names.index("چین") < names.index("ژاپن") < names.index("گرجستان")


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
