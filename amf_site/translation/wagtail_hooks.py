"""Register the translation desk in Wagtail's admin: URLs, menu items, the glossary, and log actions.

Buttons on pages and records, and what follows an editor's action, are registered in the ``hooks`` module of the views
to which they lead.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.models import Locale
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from amf_site.visibility.models import LanguageStage

from . import urls
from .conf import host
from .desk.base import DeskView
from .desk.board import hooks as _board  # noqa: F401 registers what it holds, as do those of the other screens
from .desk.board.views import BoardView
from .desk.editor import hooks as _editor  # noqa: F401
from .desk.guide.views import title_of
from .desk.health.views import HealthView
from .desk.languages.views import LanguagesView
from .desk.memory.views import ConsistencyReport
from .desk.propagation import hooks as _propagation  # noqa: F401
from .glossary.admin import TermViewSet, policy
from .models import Term
from .permissions.admin_gate import shorten_menu
from .permissions.rules import language_rights, may_open_languages, moderates
from .workflow.detaching import take_field
from .workflow.following import BROUGHT_UP_TO_DATE, named_part
from .workflow.language_lifecycle import COVERAGE_CHANGED, STAGE_CHANGED
from .workflow.plain_words import newest_words, write_words

register_permission_policy(Term, policy)
register_snippet(TermViewSet)


@hooks.register("register_admin_urls")
def register_desk_urls() -> list[URLResolver]:
    return [path("translations/", include(urls))]


@hooks.register("own_languages")
def own_languages(user: Any) -> list[str]:
    """Return the languages of a translator, for the admin's lists, in the order of ``host.languages``."""
    codes = Locale.objects.filter(pk__in=language_rights(user)).values_list("language_code", flat=True)
    return sorted(codes, key=host.place_of)


@hooks.register("may_publish")
def may_publish_translations(user: Any) -> bool:
    """Return whether the user publishes translations, or pages by approving the last task of a workflow."""
    return any(language_rights(user).values()) or moderates(user)


hooks.register("field_written_by_hand", take_field)


class PermittedMenuItem(MenuItem):
    """A menu item for users who may open its URL."""

    def __init__(self, *args: Any, permission: Callable[[Any], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return self.permission(request.user)


def register_menu_item(menu: str, view: type[DeskView], name: str, order: int, permission: Any = None) -> None:
    """Add a view of the desk to one of Wagtail's menus."""
    hooks.register(
        f"register_{menu}_menu_item",
        lambda: PermittedMenuItem(
            view.page_title,
            reverse_lazy(f"translation:{name}"),
            icon_name=view.header_icon,
            order=order,
            permission=permission or view().may_open,
        ),
    )


register_menu_item("admin", BoardView, "board", 150)
register_menu_item("settings", LanguagesView, "languages", 602, may_open_languages)
register_menu_item("reports", ConsistencyReport, "consistency", 710)
register_menu_item("reports", HealthView, "health", 720)


def register_guide(name: str, place: int) -> None:
    @hooks.register("register_help_menu_item")
    def in_the_help_menu() -> MenuItem:
        address = reverse_lazy("translation:guide_of", args=[name])
        return MenuItem(title_of(name), address, name=f"guide-{name}", icon_name="help", order=50 + place)


for place, name in enumerate(host.guides):
    register_guide(name, place)


@hooks.register("register_log_actions")
def register_language_changes(actions: Any) -> None:
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


@hooks.register("register_log_actions")
def register_following(actions: Any) -> None:
    @actions.register_action(BROUGHT_UP_TO_DATE)
    class BroughtUpToDate(LogFormatter):
        label = _("Bring a translation up to date")

        def format_message(self, log_entry: Any) -> str:
            model = log_entry.content_type.model_class()
            parts = [named_part(model, part) for part in log_entry.data["parts"]]
            return gettext("Brought up to date: %(parts)s") % {"parts": " · ".join(parts)}


# Last, so that it also filters the items that other hooks add.
hooks.register("construct_main_menu", shorten_menu, order=100)
hooks.register("newest_translated_words", newest_words)
hooks.register("write_translated_words", write_words)
