"""Translate admin labels that Wagtail translates too early, or not at all.

Wagtail translates the labels of a snippet chooser in the language of the first user who opens its form, and the
snippets breadcrumb and the labels around choosers at process start; search results are counted as "1-1 of 1 None". Here
they are translated when rendered. Delete this when Wagtail does so; ``tests/site/test_admin_wording.py`` will fail
then.
"""

from functools import wraps
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy, override
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import Page
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

#: Wagtail's messages, by attribute of its widget.
CHOOSER_WORDS = {
    "choose_one_text": "Choose %(object)s",
    "choose_another_text": "Choose another %(object)s",
    "link_to_chosen_text": "Edit this %(object)s",
}
#: The labels of every chooser, by attribute of its viewset.
CHOOSER_FRAME = {
    "choose_one_text": "Choose",
    "choose_another_text": "Choose another",
    "edit_item_text": "Edit",
    "search_tab_label": "Search",
    "create_action_label": "Create",
}


def _say(words: str, name: Any) -> str:
    return gettext(words) % {"object": name}


say_later = lazy(_say, str)


def patch_snippet_choosers() -> None:
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


def word_choosers_when_they_are_read() -> None:
    for attribute, words in CHOOSER_FRAME.items():
        setattr(ChooserViewSet, attribute, gettext_lazy(words))


def name_pages_that_were_found() -> None:
    SearchView.verbose_name = Page._meta.verbose_name
    SearchView.verbose_name_plural = Page._meta.verbose_name_plural


def patch_admin_wording() -> None:
    patch_snippet_choosers()
    patch_breadcrumbs()
    word_choosers_when_they_are_read()
    name_pages_that_were_found()
