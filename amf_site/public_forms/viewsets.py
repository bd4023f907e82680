"""Snippet viewsets of the secretariat's inbox and of the templates of replies."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from amf_site.spreadsheets import guarded
from amf_site.visibility.facts import CreateFacts, EditFacts
from amf_site.visibility.lists import FactsIndexView

from . import inbox
from .models import FormMail, Message, ReplyTemplate


class ReceivedOnlyPolicy(ModelPermissionPolicy):
    """Messages come from the public form: nobody adds one in the admin."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class StrangersColumn(Column):
    """Words of a stranger, isolated from the direction of the list."""

    cell_template_name = "public_forms/admin/strangers_words.html"


class InboxView(FactsIndexView):
    """The list of messages, whose export no spreadsheet program executes and Excel reads as UTF-8."""

    custom_value_preprocess = FactsIndexView.custom_value_preprocess | {str: {"csv": guarded, "xlsx": guarded}}

    def stream_csv(self, queryset: QuerySet[Message]) -> Iterator[str]:
        yield "\ufeff"
        yield from super().stream_csv(queryset)


class EditMessage(EditFacts):
    """The message, what was written to the sender, and the fields that staff fill in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mails = FormMail.objects.filter(reference=self.object.reference).select_related("queued", "author")
        return super().get_context_data(mails=mails, reply_url=Message.admin_url("reply", self.object.pk), **kwargs)


class MessageViewSet(SnippetViewSet):
    model = Message
    index_view_class = InboxView
    edit_view_class = EditMessage
    edit_template_name = "public_forms/admin/message.html"
    copy_view_enabled = False
    icon = "mail"
    menu_label = _("Inbox")
    list_display = [
        "reference",
        Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
        Column("topic", label=_("Subject"), accessor="get_topic_display", sort_key="topic"),
        StrangersColumn("name", label=_("Name")),
        StrangersColumn("email", label=_("E-mail")),
        Column("language", label=_("Language"), accessor="get_language_display", sort_key="language"),
        Column("assigned_to", label=_("Assigned to"), sort_key="assigned_to"),
        DateColumn("received_at", label=_("Received"), sort_key="received_at"),
    ]
    list_filter = ["status", "topic", "language", "assigned_to", "received_at"]
    search_fields = ["reference", "name", "email", "text", "notes"]
    search_backend_name = None  # search in the database, so that the filters need no search index
    list_per_page = 50
    list_export = [
        *("reference", "received_at", "get_status_display", "get_topic_display", "name", "email"),
        *("get_language_display", "text", "assigned_to", "notes"),
    ]
    export_headings = {
        "get_status_display": _("Status"),
        "get_topic_display": _("Subject"),
        "get_language_display": _("Language of the answer"),
    }
    export_filename = "messages"

    def get_queryset(self, request: Any) -> QuerySet[Message]:
        return Message.objects.select_related("assigned_to")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("reply/<int:pk>/", inbox.ReplyView.as_view(), name="reply"),
            path("again/<int:pk>/", inbox.SendAgain.as_view(), name="again"),
        ]


class ReplyTemplateViewSet(SnippetViewSet):
    model = ReplyTemplate
    index_view_class = FactsIndexView
    add_view_class = CreateFacts
    edit_view_class = EditFacts
    copy_view_enabled = False
    icon = "edit"
    menu_label = _("Templates of replies")


class MessagesGroup(SnippetViewSetGroup):
    """The "Messages" menu."""

    items = (MessageViewSet, ReplyTemplateViewSet)
    menu_label = _("Messages")
    menu_icon = "mail"
    menu_order = 215


register_permission_policy(Message, ReceivedOnlyPolicy(Message))
