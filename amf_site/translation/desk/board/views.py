"""The board: the state of every page and record in every language."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.paginator import WagtailPaginator
from wagtail.models import Locale

from ...conf import Language, host
from ...permissions.rules import SUBMIT
from ...workflow.overview import BoardData, Row, Share
from ...workflow.sources import Source
from ...workflow.status import SYMBOLS, Status, TranslationState
from ..base import DeskView, script, style_sheets
from .access import admin_address, cell_address, languages_of, seen_by
from .filters import FilterForm, sections_of

#: Rows per page.
PAGE = 50
#: Style sheets of all views that show translation states.
STYLE = style_sheets("states", "board")


@dataclass(frozen=True, slots=True)
class Column:
    """A language on the board."""

    locale: Locale
    name: str
    coverage: int | None

    @property
    def language(self) -> Language:
        return host.language(self.locale.language_code)


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell for the template. ``cell`` is ``None`` if the source itself is in the language."""

    column: Column
    cell: Status | None
    address: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    source: Source
    address: str
    cells: list[ShownCell]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of a section, with its coverage in each language."""

    title: str
    #: Number of objects in the section, on all pages of the board; a single one gets no heading.
    size: int
    coverage: list[tuple[Column, int | None]]
    rows: list[ShownRow]


class BoardView(DeskView, TemplateView):
    template_name = "translation/board/board.html"
    page_title = _("Translations")
    media = STYLE + style_sheets("board-narrow") + script("board")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        desk = BoardData.load(languages_of(user))
        columns = columns_of(desk)
        desk.sources = seen_by(user, desk.sources)
        form = FilterForm(self.request.GET, desk.locales, desk.sources)
        if code := form.chosen.get("language"):
            columns = [column for column in columns if column.locale.language_code == code]
        desk.locales = [column.locale for column in columns]
        sources: list[Any] = form.sources(desk.sources)
        if form.asks_for_cells:
            sources = form.rows(desk.rows(sources), user)
        paginator = WagtailPaginator(sources, PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        rows = list(page) if form.asks_for_cells else desk.rows(list(page))
        return super().get_context_data(
            form=form,
            columns=columns,
            groups=groups_of(desk, columns, rows, may_submit=user.has_perm(SUBMIT)),
            page=page,
            pages=paginator.get_elided_page_range(page.number),
            total=paginator.count,
            is_filtered=bool(form.chosen),
            legend=[(state, state.label, SYMBOLS[state]) for state in TranslationState],
            may_submit=user.has_perm(SUBMIT),
            here=self.request.get_full_path(),
            board=reverse("translation:board"),
            **kwargs,
        )


def columns_of(desk: BoardData) -> list[Column]:
    """Return the target languages with their coverage of all sources of the desk."""
    return [
        Column(locale, host.name_of(locale.language_code), percent_of(desk.share(locale.pk)))
        for locale in desk.locales
        if any(source.locale_id != locale.pk for source in desk.sources)
    ]


def percent_of(share: Share) -> int | None:
    return share.percent if share.wanted else None


def groups_of(desk: BoardData, columns: list[Column], rows: list[Row], may_submit: bool) -> list[Group]:
    """Group the rows on a page of the board by section; the coverage is that of the whole section."""
    members: dict[str, list[Source]] = {}
    for source in desk.sources:
        members.setdefault(source.section, []).append(source)
    titles = dict(sections_of(desk.sources))
    groups: dict[str, Group] = {}
    for row in rows:
        section = row.source.section
        if section not in groups:
            coverage = [(column, percent_of(desk.share(column.locale.pk, members[section]))) for column in columns]
            groups[section] = Group(titles[section], len(members[section]), coverage, [])
        groups[section].rows.append(shown(row, columns, may_submit))
    return list(groups.values())


def shown(row: Row, columns: list[Column], may_submit: bool) -> ShownRow:
    cells = []
    for column in columns:
        cell = row.cells.get(column.locale.pk)
        if cell is None:
            cells.append(ShownCell(column, None))
            continue
        label = gettext("%(title)s, %(language)s: %(state)s") % {
            "title": row.source.title,
            "language": column.name,
            "state": cell.words,
        }
        address = cell_address(row, cell, column.locale.language_code, may_submit)
        cells.append(ShownCell(column, cell, address, label))
    return ShownRow(row.source, admin_address(row.source), cells)
