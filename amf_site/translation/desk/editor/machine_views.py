"""Start machine translation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ...machine import translator
from ...machine.service import MachineError
from ...machine.translating import AT_ONCE, CHARACTERS_AT_ONCE, left_of, outcome, translate_segments
from ...models import Job
from ...workflow.jobs import start
from .base import TranslationView


class MachineView(TranslationView):
    """Translate the remaining segments: a few during the request, more in a job. Then return to the editor."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, translation_id: int) -> HttpResponse:
        if translator() is None:
            raise Http404
        segments = list(left_of(self.translation))
        if not segments:
            messages.warning(request, _("Nothing was left to do."))
        elif len(segments) > AT_ONCE or sum(len(segment.string.data) for segment in segments) > CHARACTERS_AT_ONCE:
            ids = [segment.pk for segment in segments]
            items = [ids[place : place + AT_ONCE] for place in range(0, len(ids), AT_ONCE)]
            start(Job.Kind.MACHINE, request.user, items, {"translation": translation_id})
            note = _("%(count)s segments are being translated by the machine.")
            messages.success(request, note % {"count": len(segments)})
        else:
            try:
                done, left = translate_segments(self.translation, segments, request.user)
            except MachineError as error:
                messages.error(request, _("Nothing was translated. %(reason)s") % {"reason": error})
            else:
                (messages.warning if left else messages.success)(request, outcome(done, left))
        return redirect("translation:edit", translation_id)
