"""Words of the admin that would come in the wrong language; each second test fails once the package has mended it."""

from django.utils import translation
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
