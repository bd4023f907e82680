"""Redirect Wagtail's edit view of a translated object to the translation editor.

wagtail-localize shows its own editor instead, and fails if an object has two sources (its issue 878); these hooks run
first. Delete this when its editor can do the same as ours.
"""

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from wagtail import hooks

from ...workflow.lookup import translations_into

#: Runs before wagtail-localize's hooks, which have the default order.
FIRST = -10


@hooks.register("before_edit_page", order=FIRST)
@hooks.register("before_edit_snippet", order=FIRST)
def edit_a_translation_in_its_own_editor(request: HttpRequest, instance: Any) -> HttpResponseRedirect | None:
    translation = translations_into(instance).filter(enabled=True).first()
    return redirect("translation:edit", translation.pk) if translation else None
