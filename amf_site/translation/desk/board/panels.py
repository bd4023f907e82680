"""Summaries of the board elsewhere in the admin: on the dashboard, in the explorer, and in the page editor."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet

from amf_site.visibility.page_search import PageSearchView

from ...conf import host
from ...permissions.rules import SUBMIT, language_rights, may_use_desk
from ...segments.progress import MANY, keys_unsettled
from ...workflow.overview import BoardData, Row
from ...workflow.sources import Source, keys_of_drafts
from ...workflow.status import SYMBOLS, TranslationState
from ..base import style_sheets
from .access import admin_address, languages_of, seen_by, submit_address
from .views import columns_of, shown

STYLE = style_sheets("states")


class WaitingPanel(Component):
    """Dashboard panel with the number of pending translations in each of the user's languages."""

    template_name = "translation/board/waiting_panel.html"
    order = 140
    media = STYLE
    #: The states shown, in the order of the columns.
    states = (TranslationState.REVIEW, TranslationState.STARTED, TranslationState.CHANGED, TranslationState.DRAFT)

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        own = language_rights(self.user)
        keys = keys_of_drafts() | keys_unsettled()  # of nothing else a state is shown here
        desk = BoardData.load(
            (locale for locale in languages_of(self.user) if not own or locale.pk in own),
            keys if len(keys) <= MANY else None,
        )
        desk.sources = seen_by(self.user, desk.sources)
        rows = desk.rows()
        tallies = []
        for locale in desk.locales:
            states = Counter(row.cells[locale.pk].state for row in rows if locale.pk in row.cells)
            if any(states[state] for state in self.states):
                counts = [(state, states[state]) for state in self.states]
                tallies.append((locale, host.language(locale.language_code), counts))
        return {"tallies": tallies, "states": self.states}


def rows_of(user: Any, objects: list[Any]) -> dict[int, Row]:
    """Return the rows of pages or records by primary key, for sources and translations alike. Four queries."""
    desk = BoardData.load(languages_of(user), {instance.translation_key for instance in objects})
    rows = {row.source.key: row for row in desk.rows()}
    return {instance.pk: rows[instance.translation_key] for instance in objects if instance.translation_key in rows}


class TranslationsColumn(BaseColumn):
    """Explorer column: for a source the number of languages by state, for a translation its own state."""

    cell_template_name = "translation/board/explorer_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        table, user = context["table"], context["request"].user
        if not hasattr(table, "translation_rows"):
            listed = [page for page in table.data if not page.is_root()]
            table.translation_rows = rows_of(user, listed) if listed and may_use_desk(user) else {}
        row = table.translation_rows.get(instance.pk)
        cell = row.cells.get(instance.locale_id) if row else None
        is_source = row and row.source.locale_id == instance.locale_id
        counts = Counter(other.state for other in row.cells.values()) if row and is_source else Counter()
        return {
            **context,
            "cell": cell,
            "summary": [(state, SYMBOLS[state], counts[state]) for state in TranslationState if counts[state]],
            "address": address_to_submit(user, row.source) if row else "",
        }


def address_to_submit(user: Any, source: Source) -> str:
    return submit_address(source.content_type_id, source.pk) if user.has_perm(SUBMIT) else ""


class TranslationsPanel(BaseSidePanel):
    """Side panel of the page editor: the state in each language, and the source of a translation."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle translations")
        icon_name = "globe"
        has_counter = False

    name = "translations"
    title = _("Translations")
    template_name = "translation/board/side_panel.html"
    order = 150
    media = STYLE

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        user = self.request.user
        desk = BoardData.load(languages_of(user), [self.object.translation_key])
        for row in desk.rows():
            is_source = row.source.locale_id == self.object.locale_id
            context |= {
                "row": shown(row, columns_of(desk), user.has_perm(SUBMIT)) if is_source else None,
                "source": row.source,
                "source_address": "" if is_source else admin_address(row.source),
                "submit_address": address_to_submit(user, row.source),
            }
        return context


class ExplorerWithTranslations(ExplorableIndexView):
    #: Insert the column before the status of the page.
    base_columns = [
        *ExplorableIndexView.base_columns[:-1],
        TranslationsColumn("translations", label=_("Translations"), width="12%"),
        ExplorableIndexView.base_columns[-1],
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["media"] = context["media"] + STYLE
        return context


class EditorWithTranslations(EditView):
    def get_side_panels(self) -> Any:
        panels = with_panels_of_hooks(super().get_side_panels(), self.page, self.request)
        is_listed = bool(self.page.pk) and not self.page.is_root()
        # The response to a page's first autosave cannot hold another panel.
        is_whole = not self.expects_json_response and not self.hydrate_create_view
        if is_whole and is_listed and may_use_desk(self.request.user):
            panels.append(TranslationsPanel(self.page, self.request))
        return panels


class CreatorWithPanels(CreateView):
    def get_side_panels(self) -> Any:
        return with_panels_of_hooks(super().get_side_panels(), self.page, self.request)


def with_panels_of_hooks(panels: Any, page: Any, request: Any) -> Any:
    """Let the hook ``construct_page_side_panels`` add side panels, which Wagtail has no hook for."""
    for hook in hooks.get_hooks("construct_page_side_panels"):
        hook(panels, page, request)
    return panels


class PagesWithTranslations(PageViewSet):
    """The viewset of all page types that have none of their own."""

    index_view_class = ExplorerWithTranslations
    add_view_class = CreatorWithPanels
    edit_view_class = EditorWithTranslations
    search_view_class = PageSearchView
