"""Hooks that add the board to the admin: buttons on pages and records, a dashboard panel, and states of pages."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, TranslatableMixin

from ...permissions.rules import may_submit, may_use_desk
from .access import submit_address
from .offering import offer_to_submit
from .panels import PagesWithTranslations, WaitingPanel


def submit_button(content_type_id: int, pk: Any, title: str) -> Button:
    return Button(
        gettext("Translate"),
        submit_address(content_type_id, pk),
        priority=60,
        icon_name="globe",
        attrs={"aria-label": gettext("Translate “%(title)s”") % {"title": title}},
    )


def page_buttons(page: Page, user: Any, next_url: str | None = None, view_name: str | None = None) -> Iterator[Button]:
    if not page.is_root() and may_submit(user, page):
        yield submit_button(page.content_type_id, page.pk, page.get_admin_display_title())


hooks.register("register_page_header_buttons", page_buttons)
hooks.register("register_page_listing_more_buttons", page_buttons)


@hooks.register("register_snippet_listing_buttons")
def record_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, TranslatableMixin) and may_submit(user, snippet):
        yield submit_button(ContentType.objects.get_for_model(snippet).pk, snippet.pk, str(snippet))


# Before the hooks that may redirect: the message is shown wherever the editor arrives.
for event in ("after_create_page", "after_edit_page"):
    hooks.register(event, offer_to_submit, order=-5)


@hooks.register("construct_homepage_panels")
def what_waits(request: HttpRequest, panels: list[Component]) -> None:
    if may_use_desk(request.user):
        panels.append(WaitingPanel(request.user))


@hooks.register("register_admin_viewset")
def pages_with_translations() -> PagesWithTranslations:
    return PagesWithTranslations()
