"""The secretariat's board of applications: the list by state, one application, its files, and the city made from it."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from amf_site.public_forms.inbox import ReplyView, SendAgain, StaffOnly
from amf_site.public_forms.models import FormMail
from amf_site.public_forms.viewsets import InboxView, ReceivedOnlyPolicy, StrangersColumn
from amf_site.visibility.facts import EditFacts
from members.models import Application, Attachment, City

from . import letters
from .acceptance import make_city, missing_for
from .forms import ApplicationForm


class Board(InboxView):
    """The list of applications, with the number of those in each state above it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        url, found = Application.admin_url("list"), Application.objects.order_by().values_list("state")
        numbers = dict(found.annotate(number=Count("pk")))
        states = [(_("All"), sum(numbers.values()), url)]
        states += [(state.label, numbers.get(state, 0), f"{url}?state={state}") for state in Application.State]
        return super().get_context_data(states=states, **kwargs)


class OpenAttachment(StaffOnly, View):
    """A file of an application, always as a download."""

    model = Application
    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        attachment = get_object_or_404(Attachment, pk=pk, application__isnull=False)
        try:
            file = attachment.file.storage.open(str(attachment.file.name))
        except FileNotFoundError as error:
            raise Http404 from error
        headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
        return FileResponse(file, as_attachment=True, filename=attachment.name, headers=headers)


class MakeCity(StaffOnly, View):
    """Make the city's record and its draft profile."""

    model = Application
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        application = get_object_or_404(Application, pk=pk)
        try:
            city, is_new = make_city(application.pk, request.user)
        except ValidationError as refusal:
            for problem in refusal.messages:
                messages.error(request, problem)
            return redirect(application.admin_url("edit", application.pk))
        if is_new:
            messages.success(request, gettext("The record of the city has been made, and a draft of its profile."))
        else:
            messages.info(request, gettext("The city has its record already: here it is."))
        return redirect(reverse(City.snippet_viewset.get_url_name("edit"), args=[city.pk]))


class WriteLetter(ReplyView):
    """Write to the city. The letter begins with the decision, in the language of the application."""

    model = Application
    template_name = "members/admin/application_letter.html"
    page_title = _("Write to the city")
    list_title = _("Applications")

    def first_words(self) -> str:
        return letters.draft(self.submission)

    def queue(self, text: str) -> FormMail:
        return letters.write(self.submission, text, self.request.user)


class EditApplication(EditFacts):
    """What the city sent, what was written to it, and the fields that staff fill in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.object
        mails = FormMail.objects.filter(reference=application.reference).select_related("queued", "author")
        return super().get_context_data(
            said=list(said(application)),
            attachments=application.attachments.all(),
            mails=mails,
            make_city_url=application.admin_url("make_city", application.pk),
            letter_url=application.admin_url("letter", application.pk),
            missing=missing_for(application),
            city_url=reverse(City.snippet_viewset.get_url_name("edit"), args=[application.city_id])
            if application.city_id
            else "",
            **kwargs,
        )


def said(application: Application) -> Iterator[tuple[str, Any]]:
    """Yield the labels and values of what the city sent."""
    for name in ApplicationForm.base_fields:
        if name == "attachments":
            continue
        field = Application._meta.get_field(name)
        value = getattr(application, f"get_{name}_display", lambda name=name: getattr(application, name))()
        if value:
            yield str(getattr(field, "verbose_name", name)), value


class ApplicationViewSet(SnippetViewSet):
    model = Application
    index_view_class = Board
    index_template_name = "members/admin/applications.html"
    edit_view_class = EditApplication
    edit_template_name = "members/admin/application.html"
    copy_view_enabled = False
    icon = "form"
    menu_label = _("Applications")
    list_display = [
        "reference",
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        StrangersColumn("name", label=_("City")),
        Column("country", label=_("Country"), accessor="get_country_display", sort_key="country"),
        Column("language", label=_("Language"), accessor="get_language_display", sort_key="language"),
        Column("assigned_to", label=_("Assigned to"), sort_key="assigned_to"),
        DateColumn("received_at", label=_("Received"), sort_key="received_at"),
        DateColumn("decided_at", label=_("Decided"), sort_key="decided_at"),
    ]
    list_filter = ["state", "country", "language", "assigned_to", "received_at"]
    search_fields = ["reference", "name", "native_name", "contact_name", "email", "notes"]
    search_backend_name = None  # search in the database, so that the filters need no search index
    list_per_page = 50
    list_export = [
        *("reference", "received_at", "get_state_display", "name", "native_name", "get_country_display"),
        *("contact_name", "contact_office", "email", "telephone", "assigned_to", "decided_at", "decision", "notes"),
    ]
    export_headings = {"get_state_display": _("State"), "get_country_display": _("Country")}
    export_filename = "applications"

    def get_queryset(self, request: Any) -> QuerySet[Application]:
        return Application.objects.select_related("assigned_to")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("attachment/<int:pk>/", OpenAttachment.as_view(), name="attachment"),
            path("make-city/<int:pk>/", MakeCity.as_view(), name="make_city"),
            path("letter/<int:pk>/", WriteLetter.as_view(), name="letter"),
            path("again/<int:pk>/", SendAgain.as_view(model=Application), name="again"),
        ]


register_permission_policy(Application, ReceivedOnlyPolicy(Application))
