"""Wagtail's edit address of what is translated leads to the editor of its translation.

wagtail-localize answers there itself, with an editor of its own, and fails where an object has two sources (its
issue 878). This stands before it. To be deleted when the package has an editor that can do what ours does.
"""

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import TranslatableMixin
from wagtail_localize.models import Translation

#: Before wagtail-localize's own hooks, which have none.
FIRST = -10


def translation_into(instance: Any) -> Translation | None:
    """The translation that an object comes from: of two, the one whose source is no translation itself."""
    if not isinstance(instance, TranslatableMixin):
        return None
    every = list(
        Translation.objects.filter(source__object_id=instance.translation_key).select_related("source").order_by("pk")
    )
    translated = {translation.target_locale_id for translation in every}
    here = [one for one in every if one.enabled and one.target_locale_id == instance.locale_id]
    return min(here, key=lambda one: one.source.locale_id in translated, default=None)


@hooks.register("before_edit_page", order=FIRST)
@hooks.register("before_edit_snippet", order=FIRST)
def edit_a_translation_in_its_own_editor(request: HttpRequest, instance: Any) -> HttpResponseRedirect | None:
    translation = translation_into(instance)
    return redirect("translation:edit", translation.pk) if translation else None
