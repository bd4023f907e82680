"""Bulk actions of the board: list what will be done, and do it after confirmation."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from ...workflow.overview import BoardData
from ..base import BOARD, DeskView
from .access import languages_of, seen_by
from .bulk_plan import Action, Plan, carry_out, plan
from .views import STYLE


class BulkView(DeskView, TemplateView):
    """Takes an action, names of rows and language codes; acts if ``confirmed`` is posted."""

    http_method_names = ["post"]
    template_name = "translation/board/bulk.html"
    parents = (BOARD,)
    media = STYLE

    def get_page_title(self) -> str:
        return str(self.action.label)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        back = back_to(request)
        names, languages = request.POST.getlist("row"), request.POST.getlist("language")
        if request.POST.get("action") not in Action.values:
            messages.error(request, _("Choose what is to be done."))
            return HttpResponseRedirect(back)
        if not names or not languages:
            messages.error(request, _("Choose at least one row and one language."))
            return HttpResponseRedirect(back)
        self.action = Action(request.POST["action"])
        desk = BoardData.load(languages_of(request.user))
        desk.sources = seen_by(request.user, desk.sources)
        chosen = plan(self.action, request.user, desk, names, languages, "though_withdrawn" in request.POST)
        if "confirmed" in request.POST and self.action != Action.EXPORT:
            return self.run_action(chosen, back)
        context = self.get_context_data(
            plan=chosen,
            names=names,
            languages=languages,
            back=back,
            target=reverse("translation:export" if self.action == Action.EXPORT else "translation:bulk"),
        )
        return self.render_to_response(context)

    def run_action(self, chosen: Plan, back: str) -> HttpResponse:
        if not chosen.to_do:
            messages.warning(self.request, _("There was nothing to do."))
            return HttpResponseRedirect(back)
        job = carry_out(chosen)
        if job is not None:
            return redirect("translation:job", job.pk)
        count = len(chosen.to_do)
        done = ngettext("%(count)s cell has been changed.", "%(count)s cells have been changed.", count)
        messages.success(self.request, done % {"count": count})
        if chosen.left_out:
            left_out = len(chosen.left_out)
            words = ngettext("%(count)s was left out.", "%(count)s were left out.", left_out) % {"count": left_out}
            reasons = dict.fromkeys(str(step.reason) for step in chosen.left_out)
            messages.warning(self.request, gettext("%(count)s %(why)s") % {"count": words, "why": " ".join(reasons)})
        return HttpResponseRedirect(back)


def back_to(request: HttpRequest) -> str:
    """Return the URL of the board with its previous filters."""
    back = request.POST.get("next", "")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else reverse("translation:board")
