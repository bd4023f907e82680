"""Wagtail's edit address of what is translated leads to the editor of its translation.

wagtail-localize answers there itself, with an editor of its own, and fails where an object has two sources (its
issue 878). This stands before it. To be deleted when the package has an editor that can do what ours does.
"""

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from wagtail import hooks

from ...workflow.lookup import translations_into

#: Before wagtail-localize's own hooks, which have none.
FIRST = -10


@hooks.register("before_edit_page", order=FIRST)
@hooks.register("before_edit_snippet", order=FIRST)
def edit_a_translation_in_its_own_editor(request: HttpRequest, instance: Any) -> HttpResponseRedirect | None:
    translation = translations_into(instance).filter(enabled=True).first()
    return redirect("translation:edit", translation.pk) if translation else None
