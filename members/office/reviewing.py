"""The pages of the admin where proposals of city offices are listed, and each change is accepted or returned."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import ListView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from .accepting import CannotAcceptError, decide, present
from .fields import main_page, page_of
from .inviting import may_change_cities
from .models import Proposal, ProposedChange
from .vocabulary import Kind, State

LONGEST_WORD = 1000


class ForKeepersOfCities:
    """Mixin for those who may change the records of cities."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_change_cities(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ProposalsView(ForKeepersOfCities, WagtailAdminTemplateMixin, ListView):
    """All proposals, those that wait first."""

    template_name = "office/admin/proposals.html"
    page_title = gettext_lazy("Proposals of cities")
    header_icon = "city"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Proposal]:
        waiting = Count("changes", filter=Q(changes__state=State.WAITING))
        rows = Proposal.objects.select_related("city").prefetch_related("changes").annotate(waiting=waiting)
        return rows.order_by("-waiting", "-received_at", "-pk")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class ReviewView(ForKeepersOfCities, WagtailAdminTemplateMixin, TemplateView):
    """A proposal: what the office saw, what it proposes, and what stands now if somebody has changed it since."""

    template_name = "office/admin/review.html"
    page_title = gettext_lazy("Proposal")
    header_icon = "city"

    @cached_property
    def proposal(self) -> Proposal:
        return get_object_or_404(Proposal.objects.select_related("city", "address"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return f"{self.proposal.reference} {self.proposal.city.name}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("office_proposals"), "label": _("Proposals of cities")},
            {"url": "", "label": self.proposal.reference},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = list(self.proposal.changes.select_related("decided_by"))
        for change in changes:
            change.proposal = self.proposal
            now = present(change) if change.state == State.WAITING else change.stood
            change.is_overtaken = now != change.stood  # type: ignore[attr-defined]
            change.place = place_of(change)  # type: ignore[attr-defined]
            change.now_lines = [] if change.kind == Kind.PICTURE else change.lines_of(now)  # type: ignore[attr-defined]
        return super().get_context_data(proposal=self.proposal, changes=changes, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        key, decision = request.POST.get("change", ""), request.POST.get("decision", "")
        number = int(key) if key.isascii() and key.isdigit() and len(key) < 18 else 0
        change = get_object_or_404(self.proposal.changes, pk=number)
        word = "\n".join(request.POST.get("word", "").splitlines()).strip()
        state = State.RETURNED if decision == "return" else State.ACCEPTED
        if decision not in ("accept", "by_hand", "return"):
            messages.error(request, _("Choose whether to accept or to return it."))
        elif len(word) > LONGEST_WORD:
            messages.error(request, _("The word to the office may have 1,000 characters."))
        elif state == State.RETURNED and not word:
            messages.error(request, _("Tell the office in a word why you return it."))
        else:
            try:
                decide(change.pk, state, word, request.user, by_hand=decision == "by_hand")
            except CannotAcceptError as refusal:
                messages.error(request, str(refusal))
            else:
                done = _("Accepted.") if state == State.ACCEPTED else _("Returned.")
                messages.success(request, done)
                return redirect(request.path)
        return self.render_to_response(self.get_context_data(typed={"change": number, "word": word}))


def place_of(change: ProposedChange) -> str:
    """Return the address where staff can edit by hand what a change would replace; empty if it replaces nothing."""
    city = change.proposal.city
    match change.kind:
        case Kind.FACT | Kind.FIGURE:
            return reverse("wagtailsnippets_members_city:edit", args=[city.pk])
        case Kind.WORDS:
            page = page_of(city, change.language) or main_page(city)
        case Kind.PICTURE:
            page = main_page(city)
        case _:
            page = None
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else ""


class ProposedPicture(ForKeepersOfCities, View):
    """The file of a proposed picture, which was examined and drawn anew when it came."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        change = get_object_or_404(ProposedChange.objects.exclude(file=""), pk=pk)
        response = FileResponse(change.file.open())
        response["Cache-Control"] = "private, no-store"
        return response


class ProposalsMenuItem(MenuItem):
    """A menu item that only users who may decide about proposals see."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_change_cities(request.user)
