"""The letters in the admin: write one, look at it in each language, and send it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.log_actions import LogActionRegistry, log
from wagtail.permission_policies import ModelPermissionPolicy

from amf_site.cldr.names import language_name
from amf_site.languages import LANGUAGES, Language
from amf_site.visibility.facts import EditFacts
from members.models import Delivery, Letter, LettersPage, Subscriber
from pages.viewsets import FactsViewSet

from . import sending
from .composing import Edition, edition
from .mail import rendered

SENT = "members.send_letter"


@dataclass(frozen=True)
class Row:
    """What one language gets. Before sending, ``readers`` are those who have subscribed; then, those of the letter."""

    name: str
    edition: Edition
    readers: int
    sent: int = 0
    waiting: int = 0
    failed: int = 0


def rows_of(letter: Letter) -> list[Row]:
    """Return a row for each public language, and for those that readers of the letter have."""
    counts = readers_of(letter)
    public = set(LettersPage.objects.reachable().values_list("locale__language_code", flat=True))
    return [
        Row(language_name(row.code, get_language()), edition(letter, row.code), **counts.get(row.code, {"readers": 0}))
        for row in LANGUAGES
        if row.code in public or row.code in counts
    ]


def readers_of(letter: Letter) -> dict[str, dict[str, int]]:
    found: Any
    if not letter.started_at:
        found = Subscriber.objects.values("language").annotate(readers=Count("pk")).order_by()
    else:
        found = letter.deliveries.values("language").annotate(readers=Count("pk"), **progress()).order_by()
    return {row["language"]: {name: number for name, number in row.items() if name != "language"} for row in found}


def progress(prefix: str = "") -> dict[str, Count]:
    """Return what counts the mails that were sent, wait or were not delivered; ``prefix`` leads to the deliveries."""

    def having(outcome: Delivery.Outcome, **conditions: Any) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in {"outcome": outcome, **conditions}.items()})

    outcomes = Delivery.Outcome
    found = {
        "sent": having(outcomes.QUEUED, queued__isnull=True),
        "waiting": having(outcomes.WAITING) | having(outcomes.QUEUED, queued__isnull=False),
        "failed": having(outcomes.FAILED),
    }
    return {name: Count(f"{prefix}pk", filter=condition) for name, condition in found.items()}


class EditLetter(EditFacts):
    """The letter, and what each language gets of it as it is saved."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = rows_of(self.object)
        names = {name: Letter.snippet_viewset.get_url_name(name) for name in ("preview", "send")}
        can_send = not self.object.started_at and any(row.readers and not row.edition.is_empty for row in rows)
        return super().get_context_data(rows=rows, names=names, can_send=can_send, **kwargs)


class OfLetter(View):
    """A view of one letter, for those who may change it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not ModelPermissionPolicy(Letter).user_has_permission(request.user, "change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PreviewLetter(OfLetter):
    """The letter as readers of a language would get it now."""

    def get(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        letter, code = get_object_or_404(Letter, pk=pk), known(language).code
        shown = edition(letter, code)
        _text, html = rendered("members/letters/letter", code, shown.subject, {"edition": shown, "address": "#"})
        return HttpResponse(html)


def known(code: str) -> Language:
    """Return a language by its code. Raise ``Http404`` if there is none."""
    for row in LANGUAGES:
        if row.code == code:
            return row
    raise Http404


class SendLetter(OfLetter):
    """Begin to send the letter."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        letter = get_object_or_404(Letter, pk=pk)
        if not any(row.readers and not row.edition.is_empty for row in rows_of(letter)):
            messages.error(request, _("No reader would get anything."))
        elif sending.start(letter):
            log(instance=letter, action=SENT)
            messages.success(request, _("The letter is on its way."))
        else:
            messages.error(request, _("This letter was sent before. Nobody gets it twice."))
        return redirect(reverse(Letter.snippet_viewset.get_url_name("edit"), args=[pk]))


class LetterViewSet(FactsViewSet):
    model = Letter
    edit_view_class = EditLetter
    edit_template_name = "members/admin/letter.html"
    copy_view_enabled = False
    icon = "mail"
    menu_label = gettext_lazy("Letters")
    list_display = [
        "name",
        DateColumn("created_at", label=gettext_lazy("Created"), sort_key="created_at"),
        DateColumn("started_at", label=gettext_lazy("Sending began"), sort_key="started_at"),
        Column("sent", label=gettext_lazy("Sent")),
        Column("waiting", label=gettext_lazy("Waiting")),
        Column("failed", label=gettext_lazy("Not delivered")),
    ]
    search_fields = ["name"]
    search_backend_name = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        return Letter.objects.annotate(**progress("deliveries__"))

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("preview/<int:pk>/<slug:language>/", PreviewLetter.as_view(), name="preview"),
            path("send/<int:pk>/", SendLetter.as_view(), name="send"),
        ]


def name_actions(actions: LogActionRegistry) -> None:
    actions.register_action(SENT, gettext_lazy("Send"), gettext_lazy("Sent the letter"))
