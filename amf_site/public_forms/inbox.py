"""What staff do with a message besides editing its record: reply to it, and send a mail about it again."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from amf_site.languages import language

from . import mails
from .models import FormMail, Message
from .replies import draft, reply

REPLIED, SENT_AGAIN = "public_forms.reply", "public_forms.send_again"


def may_answer(user: Any) -> bool:
    return ModelPermissionPolicy(Message).user_has_permission(user, "change")


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Reply"),
        max_length=10_000,
        help_text=gettext_lazy("Leave an empty line between paragraphs."),
        widget=forms.Textarea({"rows": 16}),
    )


class StaffOnly:
    """Mixin for those who may change messages."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_answer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ReplyView(StaffOnly, WagtailAdminTemplateMixin, FormView):
    """Write a reply, which begins with the template in the language of the sender."""

    form_class = ReplyForm
    template_name = "public_forms/admin/reply.html"
    page_title = gettext_lazy("Reply")
    header_icon = "mail"

    @cached_property
    def message(self) -> Message:
        return get_object_or_404(Message, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.message.reference

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        inbox = Message.admin_url("list")
        return [
            *self.breadcrumbs_items,
            {"url": inbox, "label": _("Inbox")},
            {"url": Message.admin_url("edit", self.message.pk), "label": self.message.reference},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_form(self, form_class: Any = None) -> ReplyForm:
        form = super().get_form(form_class)
        code = self.message.language
        form.fields["text"].widget.attrs |= {"lang": code, "dir": language(code).direction}
        return form

    def get_initial(self) -> dict[str, Any]:
        return {"text": draft(self.message)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(message=self.message, **kwargs)

    @transaction.atomic
    def form_valid(self, form: ReplyForm) -> HttpResponse:
        mail = reply(self.message, form.cleaned_data["text"], self.request.user)
        log(instance=self.message, action=REPLIED)
        messages.success(self.request, _("The reply is on its way to %(address)s.") % {"address": mail.recipient})
        return redirect(Message.admin_url("edit", self.message.pk))


class SendAgain(StaffOnly, View):
    """Queue a mail about a message once more."""

    http_method_names = ["post"]

    @transaction.atomic
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mail = get_object_or_404(FormMail, pk=pk)
        message = get_object_or_404(Message, reference=mail.reference)
        if mail.state == FormMail.State.WAITING:
            messages.warning(request, _("This mail is still waiting. It goes out as soon as the mail server takes it."))
        else:
            mails.send(mail)
            log(instance=message, action=SENT_AGAIN)
            messages.success(request, _("The mail is sent again to %(address)s.") % {"address": mail.recipient})
        return redirect(Message.admin_url("edit", message.pk))
