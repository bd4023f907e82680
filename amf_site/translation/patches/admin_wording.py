"""Words of the admin that come in the wrong language, whatever a catalogue says.

Wagtail words a snippet chooser in the language of whoever opens its form first, and the way back from snippets when
the process starts. They are said here when they are read. To be deleted when Wagtail does so:
``tests/site/test_admin_wording.py`` tells.
"""

from functools import wraps
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy, override
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

#: Wagtail's own words, by the attribute of its widget.
CHOOSER_WORDS = {
    "choose_one_text": "Choose %(object)s",
    "choose_another_text": "Choose another %(object)s",
    "link_to_chosen_text": "Edit this %(object)s",
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


def patch_admin_wording() -> None:
    patch_snippet_choosers()
    patch_breadcrumbs()
