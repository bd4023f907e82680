"""The filters of the board, as they stand in its address."""

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
    """Each section with its title, in the order of the board: sections of the tree, then kinds of records."""
    sections: dict[str, str] = {}
    for source in sources:
        if not source.is_page:
            sections.setdefault(source.section, kind_of(source.content_type_id, plural=True))
        elif len(source.path) <= SECTION or source.section not in sections:
            sections[source.section] = source.title
    return list(sections.items())


class FilterForm(forms.Form):
    """All may be left out; what is not offered is refused with a word."""

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
        """What is asked for and valid."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def sources(self, sources: Sequence[Source]) -> list[Source]:
        """Those that the section and the title leave."""
        chosen = self.chosen
        section, words = chosen.get("section"), chosen.get("q", "").casefold()
        return [
            source
            for source in sources
            if (not section or source.section == section) and words in source.title.casefold()
        ]

    @property
    def asks_for_cells(self) -> bool:
        """Whether the filters look at what is in the cells, so that all of them must be known."""
        return bool({"state", "mine"} & self.chosen.keys())

    def rows(self, rows: Sequence[Row], user: Any) -> list[Row]:
        """Those with a cell that the state and the user ask for."""
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
    """Given to the user by name, or to the reviewers of a language, of whom she is one."""
    if cell.assignee_id:
        return cell.assignee_id == user.pk
    return cell.step == TranslationTask.Step.REVIEWING and language_rights(user).get(cell.locale_id, False)
