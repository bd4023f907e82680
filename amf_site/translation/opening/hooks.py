"""The languages stand in the admin's settings, and the steps of their lives in its history."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter

from amf_site.visibility.models import LanguageStage

from ..rights import may_open_languages
from .life import COVERAGE_CHANGED, STAGE_CHANGED


class LanguagesMenuItem(MenuItem):
    """Shown to those who decide about languages; the board leads there too."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_open_languages(request.user)


@hooks.register("register_settings_menu_item")
def languages_in_the_settings_menu() -> MenuItem:
    return LanguagesMenuItem(_("Languages"), reverse_lazy("translation:languages"), icon_name="globe", order=602)


@hooks.register("register_log_actions")
def name_the_steps(actions: Any) -> None:
    @actions.register_action(STAGE_CHANGED)
    class StageChanged(LogFormatter):
        label = _("Change the stage of a language")

        def format_message(self, log_entry: Any) -> str:
            stages = dict(LanguageStage.Stage.choices)
            return _("Stage of the language: %(stage)s") % {"stage": stages[log_entry.data["to"]]}

    @actions.register_action(COVERAGE_CHANGED)
    class MinimumChanged(LogFormatter):
        label = _("Change the least coverage of a language")

        def format_message(self, log_entry: Any) -> str:
            return _("Least coverage: %(percent)s percent") % {"percent": log_entry.data["to"]}
