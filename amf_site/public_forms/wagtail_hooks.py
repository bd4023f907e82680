"""The menu of the secretariat's inbox, the page of personal data, and the actions in the log."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from . import inbox, personal_data
from .personal_data_view import PersonalDataMenuItem, PersonalDataView
from .viewsets import MessagesGroup

register_snippet(MessagesGroup)


@hooks.register("register_admin_urls")
def address_of_personal_data() -> list[URLPattern]:
    return [path("personal-data/", PersonalDataView.as_view(), name="personal_data")]


@hooks.register("register_settings_menu_item")
def personal_data_in_the_menu() -> MenuItem:
    return PersonalDataMenuItem(_("Personal data"), reverse("personal_data"), icon_name="user", order=900)


@hooks.register("register_log_actions")
def name_actions(actions: LogActionRegistry) -> None:
    actions.register_action(inbox.REPLIED, _("Reply"), _("Replied to the message"))
    actions.register_action(inbox.SENT_AGAIN, _("Send again"), _("Sent a mail again"))
    actions.register_action(personal_data.EXPORTED, _("Personal data handed out"), _("Handed out personal data"))
    actions.register_action(personal_data.DELETED, _("Personal data deleted"), _("Deleted personal data"))
