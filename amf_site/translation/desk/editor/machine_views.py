"""The button that lets the machine begin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail_localize.models import Translation

from ...machine import translator
from ...machine.service import MachineError
from ...machine.translating import AT_ONCE, CHARACTERS_AT_ONCE, left_of, outcome, translate_segments
from ...models import Job
from ...permissions.rules import may_translate
from ...workflow.jobs import start


@require_POST
def machine(request: HttpRequest, translation_id: int, **kwargs: Any) -> HttpResponse:
    """Translate what is left: a little at once, more by the worker. Then back to the editor."""
    if translator() is None:
        raise Http404
    translation = get_object_or_404(
        Translation.objects.select_related("source__locale", "target_locale"), pk=translation_id, enabled=True
    )
    if not may_translate(request.user, translation):
        raise PermissionDenied
    segments = list(left_of(translation))
    if not segments:
        messages.warning(request, _("Nothing was left to do."))
    elif len(segments) > AT_ONCE or sum(len(segment.string.data) for segment in segments) > CHARACTERS_AT_ONCE:
        ids = [segment.pk for segment in segments]
        items = [ids[place : place + AT_ONCE] for place in range(0, len(ids), AT_ONCE)]
        start(Job.Kind.MACHINE, request.user, items, {"translation": translation.pk})
        messages.success(
            request, _("%(count)s segments are being translated by the machine.") % {"count": len(segments)}
        )
    else:
        try:
            done, left = translate_segments(translation, segments, request.user)
        except MachineError as error:
            messages.error(request, _("Nothing was translated. %(reason)s") % {"reason": error})
        else:
            (messages.warning if left else messages.success)(request, outcome(done, left))
    return redirect("translation:edit", translation.pk)
