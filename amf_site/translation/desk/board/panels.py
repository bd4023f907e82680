"""What the rest of the admin shows of the board: the dashboard, the explorer, the editor of a page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.forms import Media
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Locale, Page

from ...conf import Language, host
from ...permissions.rules import SUBMIT, language_rights, may_use_desk
from ...workflow.overview import BoardData, Row
from ...workflow.status import Status, TranslationState
from .access import admin_address, languages_of, seen_by, submit_address
from .views import columns_of, shown

STYLE = Media(css={"all": ["translation/states.css"]})


@dataclass(frozen=True, slots=True)
class Tally:
    """What waits in a language."""

    locale: Locale
    counts: list[tuple[TranslationState, int]]

    @property
    def language(self) -> Language:
        return host.language(self.locale.language_code)


class WaitingPanel(Component):
    """On the dashboard: what waits in each of the user's languages."""

    template_name = "translation/board/waiting_panel.html"
    order = 140
    media = STYLE
    #: In the order of the columns.
    states = (TranslationState.REVIEW, TranslationState.STARTED, TranslationState.STALE, TranslationState.DRAFT)

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        own = language_rights(self.user)
        locales = [locale for locale in languages_of(self.user) if not own or locale.pk in own]
        desk = BoardData.load(locales)
        desk.sources = seen_by(self.user, desk.sources)
        rows = desk.rows()
        tallies = []
        for locale in locales:
            cells = [row.cells[locale.pk] for row in rows if locale.pk in row.cells]
            counts = [(state, sum(cell.state == state for cell in cells)) for state in self.states]
            if any(count for _state, count in counts):
                tallies.append(Tally(locale, counts))
        return {"tallies": tallies, "states": self.states}


def rows_of(user: Any, objects: list[Any]) -> dict[int, Row]:
    """The rows of pages or records by their primary keys, whichever version of it each is; in four queries."""
    desk = BoardData.load(languages_of(user), {instance.translation_key for instance in objects})
    rows = {row.source.key: row for row in desk.rows()}
    return {instance.pk: rows[instance.translation_key] for instance in objects if instance.translation_key in rows}


class TranslationsColumn(BaseColumn):
    """In the explorer: how many languages stand how; of a translation, how it stands itself."""

    cell_template_name = "translation/board/explorer_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        table, user = context["table"], context["request"].user
        if not hasattr(table, "translation_rows"):
            listed = [page for page in table.data if not page.is_root()]
            table.translation_rows = rows_of(user, listed) if listed and may_use_desk(user) else {}
        row = table.translation_rows.get(instance.pk)
        cell = row.cells.get(instance.locale_id) if row else None
        counts: dict[TranslationState, list[Status]] = {}
        if row and row.source.locale_id == instance.locale_id:
            for other in row.cells.values():
                counts.setdefault(other.state, []).append(other)
        address = submit_address(row.source.version) if row and user.has_perm(SUBMIT) else ""
        summary = [(cells[0], len(cells), state.label) for state, cells in counts.items()]
        return {
            **context,
            "cell": cell,
            "summary": sorted(summary, key=lambda one: ORDER[one[0].state]),
            "address": address,
        }


ORDER = {state: number for number, state in enumerate(TranslationState)}


class TranslationsPanel(BaseSidePanel):
    """Beside the form of a page: how it stands in each language, or what it was translated from."""

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
            may_submit = user.has_perm(SUBMIT)
            context |= {
                "row": shown(row, columns_of(desk), may_submit) if is_source else None,
                "source": row.source,
                "source_address": "" if is_source else admin_address(row.source.version),
                "submit_address": submit_address(row.source.version) if may_submit else "",
            }
        return context


def with_column(columns: list[Any]) -> list[Any]:
    """The explorer's columns with ours before the state of the page itself."""
    ours = TranslationsColumn("translations", label=_("Translations"), width="12%")
    return [*columns[:-1], ours, columns[-1]]


class ExplorerWithTranslations(ExplorableIndexView):
    base_columns = with_column(ExplorableIndexView.base_columns)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["media"] = context["media"] + STYLE
        return context


class EditorWithTranslations(EditView):
    def get_side_panels(self) -> Any:
        panels = super().get_side_panels()
        if not self.expects_json_response and may_use_desk(self.request.user) and translates(self.page):
            panels.append(TranslationsPanel(self.page, self.request))
        return panels


def translates(instance: Model) -> bool:
    return bool(instance.pk) and not (isinstance(instance, Page) and instance.is_root())


class PagesWithTranslations(PageViewSet):
    """All pages, unless a page type gets a view set of its own."""

    index_view_class = ExplorerWithTranslations
    edit_view_class = EditorWithTranslations
