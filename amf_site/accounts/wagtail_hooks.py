"""Accounts in Wagtail's admin: a panel in one's account, a notice, help for others, and actions of the log."""

from collections.abc import Iterator
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.views.account import BaseSettingsPanel
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry

from . import audit, second_factor


@hooks.register("insert_global_admin_css")
def add_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin_accounts.css"))


@hooks.register("register_account_settings_panel")
class SafetyPanel(BaseSettingsPanel):
    name = "safety"
    title = _("Signing in safely")
    order = 350
    template_name = "accounts/safety_panel.html"

    def is_active(self) -> bool:
        return self.request.method != "POST"  # it has no form

    def get_form(self) -> Form:
        return Form()

    def get_context_data(self) -> dict[str, Any]:
        return {"has_factor": second_factor.has_factor(self.user)}


class Notice(Component):
    """Tells who may publish from when a second factor is needed."""

    template_name = "accounts/notice.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"date": second_factor.required_from()}


@hooks.register("construct_homepage_panels")
def announce_second_factor(request: HttpRequest, panels: list[Component]) -> None:
    user = request.user
    if second_factor.required_from() and second_factor.may_publish(user) and not second_factor.has_factor(user):
        panels.insert(0, Notice())


@hooks.register("register_user_listing_buttons")
def offer_reset(user: Any, request_user: Any) -> Iterator[Button]:
    if request_user.is_superuser and user.pk != request_user.pk:
        address = reverse("accounts_reset", args=[user.pk])
        yield Button(_("Reset the second factor"), address, icon_name="lock-open", priority=30)


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    audit.register(actions)
