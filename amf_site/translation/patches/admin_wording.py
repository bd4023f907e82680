"""Words of the admin that come in the wrong language, whatever a catalogue says.

Wagtail words a snippet chooser in the language of whoever opens its form first, and the way back from snippets and the
words around every chooser when the process starts; it counts the pages of a search as "1-1 of 1 None". wagtail-localize
marks two filters of its report for no translation and writes the months of its dates in English. They are said here
when they are read. To be deleted when the packages do so: ``tests/site/test_admin_wording.py`` tells.
"""

from copy import copy
from datetime import datetime
from functools import wraps
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_lazy, override
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import Page
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser
from wagtail_localize.models import StringTranslation
from wagtail_localize.views.report import TranslationsReportFilterSet

#: Wagtail's own words, by the attribute of its widget.
CHOOSER_WORDS = {
    "choose_one_text": "Choose %(object)s",
    "choose_another_text": "Choose another %(object)s",
    "link_to_chosen_text": "Edit this %(object)s",
}
#: The words around every chooser, by the attribute of its view set.
CHOOSER_FRAME = {
    "choose_one_text": "Choose",
    "choose_another_text": "Choose another",
    "edit_item_text": "Edit",
    "search_tab_label": "Search",
    "create_action_label": "Create",
}
#: What django-filters makes of the names of the fields.
FILTER_WORDS = {"source_locale": "Source locale", "target_locale": "Target locale"}


def _say(words: str, name: Any) -> str:
    return gettext(words) % {"object": name}


say_later = lazy(_say, str)


def word_snippet_choosers_when_they_are_read() -> None:
    once = AdminSnippetChooser.__init__

    @wraps(once)
    def set_up(self: AdminSnippetChooser, model: Any = None, **kwargs: Any) -> None:
        once(self, model, **kwargs)
        for attribute, words in CHOOSER_WORDS.items():
            if attribute not in kwargs:
                setattr(self, attribute, say_later(words, self.model._meta.verbose_name))

    AdminSnippetChooser.__init__ = set_up


def patch_breadcrumbs() -> None:
    once = SnippetViewSet.breadcrumbs_items.fget

    @wraps(once)
    def breadcrumbs_items(self: SnippetViewSet) -> list[dict[str, Any]]:
        with override(None):
            return [{**item, "label": gettext_lazy(item["label"])} for item in once(self)]

    SnippetViewSet.breadcrumbs_items = property(breadcrumbs_items)


def translate_filters_of_the_translations_report() -> None:
    for name, words in FILTER_WORDS.items():
        TranslationsReportFilterSet.base_filters[name].label = gettext_lazy(words)


class DateOfItsReader:
    """The time of a translation, which wagtail-localize asks to write itself as if there were only English."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def strftime(self, pattern: str) -> str:
        return date_format(localtime(self.moment), "j F Y")


def date_translations_in_the_language_of_their_reader() -> None:
    in_english = StringTranslation.get_comment

    @wraps(in_english)
    def get_comment(self: StringTranslation) -> str | None:
        said = copy(self)
        said.updated_at = DateOfItsReader(self.updated_at)
        return in_english(said)

    StringTranslation.get_comment = get_comment


def word_choosers_when_they_are_read() -> None:
    for attribute, words in CHOOSER_FRAME.items():
        setattr(ChooserViewSet, attribute, gettext_lazy(words))


def name_pages_that_were_found() -> None:
    SearchView.verbose_name = Page._meta.verbose_name
    SearchView.verbose_name_plural = Page._meta.verbose_name_plural


def patch_admin_wording() -> None:
    word_snippet_choosers_when_they_are_read()
    patch_breadcrumbs()
    translate_filters_of_the_translations_report()
    date_translations_in_the_language_of_their_reader()
    word_choosers_when_they_are_read()
    name_pages_that_were_found()
