"""The form to publish a source together with its translations."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import DraftStateMixin

from ...permissions import rules
from ...workflow.joint_publishing import Line, lines_of, newest, publish_together
from ...workflow.lookup import is_only_scheduled, list_url, object_of, source_of, title_of
from ...workflow.publishing import NotReadyError, is_withdrawn
from ..base import DeskView


class TogetherForm(forms.Form):
    languages = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    at = forms.DateTimeField(
        label=gettext_lazy("Publish at"),
        required=False,
        help_text=gettext_lazy("Leave it empty to publish now."),
        widget=AdminDateTimeInput,
    )
    expire_at = forms.DateTimeField(
        label=gettext_lazy("Unpublish at"),
        required=False,
        help_text=gettext_lazy("Leave it empty to keep them published."),
        widget=AdminDateTimeInput,
    )

    def __init__(self, *args: Any, choices: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = [(pk, str(pk)) for pk in choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        at, expire_at = values.get("at"), values.get("expire_at")
        if at and at <= timezone.now():
            self.add_error("at", _("This time is past."))
        if expire_at and expire_at <= (at or timezone.now()):
            self.add_error("expire_at", _("This time must be after the publication."))
        return values


class TogetherView(DeskView, FormView):
    template_name = "translation/propagation/together.html"
    form_class = TogetherForm
    page_title = gettext_lazy("Publish with translations")
    header_icon = "wagtail-localize-language"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        named = object_of(f"{kwargs['content_type']}-{kwargs['pk']}")
        source = source_of(named)
        if source is None or not isinstance(named, DraftStateMixin):
            raise Http404
        self.source = source
        self.object: Any = self.source.get_source_instance()

    def may_open(self, user: Any) -> bool:
        is_locked = rules.is_locked_for(user, self.object) and not is_only_scheduled(self.object)
        return not is_locked and rules.may_publish_object(user, self.object)

    @cached_property
    def lines(self) -> list[Line]:
        return lines_of(self.source, self.object, self.request.user)

    def get_page_subtitle(self) -> str:
        return title_of(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        possible = [line.translation.pk for line in self.lines if not line.reason]
        return super().get_form_kwargs() | {"choices": possible}

    def get_initial(self) -> dict[str, Any]:
        draft = newest(self.object)
        scheduled = self.object.scheduled_revision
        now = timezone.now()
        return {
            "languages": [line.translation.pk for line in self.lines if not line.reason],
            "at": scheduled.approved_go_live_at if scheduled and scheduled.approved_go_live_at > now else None,
            "expire_at": draft.expire_at if draft.expire_at and draft.expire_at > now else None,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        chosen = {str(pk) for pk in form["languages"].value() or []}
        return context | {
            "lines": [(line, str(line.translation.pk) in chosen) for line in self.lines],
            "object": self.object,
            "is_withdrawn": is_withdrawn(self.object),
            "next_url": self.get_success_url(),
        }

    def get_success_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or list_url(self.object)

    def form_valid(self, form: TogetherForm) -> HttpResponse:
        values, user = form.cleaned_data, self.request.user
        chosen = [line for line in self.lines if line.translation.pk in values["languages"]]
        try:
            publish_together(self.source, self.object, chosen, user, values["at"], values["expire_at"])
        except NotReadyError as error:
            form.add_error(None, _("Nothing was published. %(reason)s") % {"reason": error})
            return self.form_invalid(form)
        languages = ", ".join(line.language.own_name for line in chosen) or "–"
        note = _("Scheduled with: %(languages)s") if values["at"] else _("Published with: %(languages)s")
        messages.success(self.request, note % {"languages": languages})
        return redirect(self.get_success_url())

    def form_invalid(self, form: TogetherForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422 if form.is_bound else 200
        return response
