"""The filters of the board, from the query string."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from ...conf import host
from ...models import TranslationTask
from ...permissions.rules import language_rights
from ...workflow.overview import Row
from ...workflow.sources import SECTION, Source, kind_of
from ...workflow.status import Status, TranslationState


def sections_of(sources: Sequence[Source]) -> list[tuple[str, str]]:
    """Return the sections with their titles, in the order of the board: sections of the tree, then record models."""
    sections: dict[str, str] = {}
    for source in sources:
        if not source.is_page:
            sections.setdefault(source.section, kind_of(source.content_type_id, plural=True))
        elif len(source.path) <= SECTION or source.section not in sections:
            sections[source.section] = source.title
    return list(sections.items())


class FilterForm(forms.Form):
    """The filter form. All fields are optional; invalid choices are reported."""

    q = forms.CharField(label=_("Title"), required=False, max_length=100)
    language = forms.ChoiceField(label=_("Language"), required=False)
    section = forms.ChoiceField(label=_("Section"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *TranslationState.choices]
    )
    mine = forms.BooleanField(label=_("Waits for me"), required=False)

    def __init__(self, data: Any, locales: Sequence[Locale], sources: Sequence[Source]) -> None:
        super().__init__(data, label_suffix="")
        languages = [(locale.language_code, host.name_of(locale.language_code)) for locale in locales]
        self.fields["language"].choices = [("", _("All languages")), *languages]  # type: ignore[attr-defined]
        sections = sections_of(sources)
        self.fields["section"].choices = [("", _("Everything")), *sections]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """The valid filters that are set."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def sources(self, sources: Sequence[Source]) -> list[Source]:
        """Return the sources that match the section and the title."""
        chosen = self.chosen
        section, words = chosen.get("section"), chosen.get("q", "").casefold()
        return [
            source
            for source in sources
            if (not section or source.section == section) and words in source.title.casefold()
        ]

    @property
    def asks_for_cells(self) -> bool:
        """Whether the filters depend on cells, so that the cells of all rows are needed."""
        return bool({"state", "mine"} & self.chosen.keys())

    def rows(self, rows: Sequence[Row], user: Any) -> list[Row]:
        """Return the rows with a cell that matches the state and the user."""
        state, mine = self.chosen.get("state"), self.chosen.get("mine")
        return [
            row
            for row in rows
            if any(
                (not state or cell.state == state) and (not mine or waits_for(cell, user))
                for cell in row.cells.values()
            )
        ]


def waits_for(cell: Status, user: Any) -> bool:
    """Return whether the translation is assigned to the user, or waits for a reviewer and the user is one."""
    if cell.assignee_id:
        return cell.assignee_id == user.pk
    return cell.step == TranslationTask.Step.REVIEWING and language_rights(user).get(cell.locale_id, False)
