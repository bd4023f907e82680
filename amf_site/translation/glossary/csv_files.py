"""Import and export the glossary of a language as CSV. One invalid row prevents the whole import.

All rows are checked and reported. A term is identified by its English text, ignoring case. Missing columns and empty
cells change nothing; terms that are not in the file are kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from amf_site import spreadsheets
from amf_site.history import keep_what_stands
from amf_site.spreadsheets import guarded

from ..models import Term

COLUMNS = ("term", "translation", "forms", "note")
#: Separates the entries of ``forms``.
SEPARATOR = "|"
#: Limits; larger files are not glossaries.
MAX_BYTES = 500_000
MAX_ROWS = 5_000

KINDS = {
    "added": gettext_lazy("New"),
    "changed": gettext_lazy("Changed"),
    "unchanged": gettext_lazy("Unchanged"),
    "refused": gettext_lazy("Refused"),
}


class UnreadableFileError(Exception):
    """The file is not a table of terms. The message says why."""


@dataclass
class Outcome:
    """The result for a row."""

    line: int
    name: str
    kind: str
    details: list[str] = field(default_factory=list)

    @property
    def kind_name(self) -> Any:
        return KINDS[self.kind]


def text_in(data: bytes) -> str:
    """Return the text of an uploaded file. Raise ``UnreadableFileError``."""
    if len(data) > MAX_BYTES:
        raise UnreadableFileError(_("The file is larger than 500 kB: this is no glossary."))
    try:
        return spreadsheets.decoded(data)
    except spreadsheets.NoTextError as error:
        raise UnreadableFileError(
            _("The file is not UTF-8: save it as “CSV UTF-8” and try again.")
            if error.reason == "encoding"
            else _("The file holds null characters: it is no text.")
        ) from error


def read_rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows with their line numbers. Raise ``UnreadableFileError``."""
    try:
        header, rows = spreadsheets.read(text)
        names = [name.casefold() for name in header]
        if not {"term", "translation"} <= set(names) or set(names) - set(COLUMNS) or len(set(names)) < len(names):
            raise UnreadableFileError(
                _("The first line must name the columns “term” and “translation”, and may name “forms” and “note”.")
            )
        for line, cells in rows:
            yield line, {name.casefold(): cell for name, cell in cells.items()}
    except spreadsheets.NoTableError as error:
        raise UnreadableFileError(
            _("Line %(line)s cannot be read: %(problem)s.") % {"line": error.line, "problem": error.problem}
            if error.problem
            else _("Line %(line)s has a value in a column without a name.") % {"line": error.line}
        ) from error


@transaction.atomic
def import_terms(text: str, locale: Locale, user: Any, *, write: bool) -> list[Outcome]:
    """Check all rows, and save them in the name of the user if ``write`` is set and none was refused."""
    known = {term.term.casefold(): term for term in Term.objects.select_for_update().filter(locale=locale)}
    seen: set[str] = set()
    outcomes: list[Outcome] = []
    kept: dict[str, list[Term]] = {"added": [], "changed": [], "unchanged": [], "refused": []}
    for line, cells in read_rows(text):
        if len(outcomes) == MAX_ROWS:
            raise UnreadableFileError(_("The file has more than %(count)s rows.") % {"count": MAX_ROWS})
        name = cells["term"]
        if lost := list(lost_in(cells)):
            outcomes.append(Outcome(line, name, "refused", lost))
            continue
        if name.casefold() in seen:
            outcomes.append(Outcome(line, name, "refused", [_("An earlier line has the same term.")]))
            continue
        seen.add(name.casefold())
        term = known.get(name.casefold()) or Term(locale=locale, term=name)
        outcome = read_row(line, cells, term)
        outcomes.append(outcome)
        kept[outcome.kind].append(term)
    if write and not any(outcome.kind == "refused" for outcome in outcomes):
        for term in Term.objects.filter(pk__in=[term.pk for term in kept["changed"]]):
            keep_what_stands(term)
        Term.objects.bulk_create(kept["added"])
        Term.objects.bulk_update(kept["changed"], ["words", "forms", "note"])
        for kind, action in (("added", "wagtail.create"), ("changed", "wagtail.edit")):
            for term in kept[kind]:
                term.save_revision(user=user, clean=False, log_action=action)
    return outcomes


def lost_in(cells: dict[str, str]) -> Iterator[str]:
    """Yield messages about characters that a program has lost in a row."""
    found = [words for cell in cells.values() for _kind, words in spreadsheets.losses(cell)]
    if "?" not in cells["term"]:
        found += [cells[name] for name in ("translation", "forms") if "?" in cells.get(name, "")]
    for words in dict.fromkeys(found):
        yield _("“%(words)s” is what a program has written in place of something that it lost.") % {"words": words}


def read_row(line: int, cells: dict[str, str], term: Term) -> Outcome:
    """Apply a row to its term. Return what has changed, or why the row is refused."""
    wanted = {
        "words": cells["translation"],
        "forms": "\n".join(form.strip() for form in cells.get("forms", "").split(SEPARATOR) if form.strip()),
        "note": cells.get("note", ""),
    }
    before = {name: getattr(term, name) for name in wanted}
    for name, value in wanted.items():
        if value:
            setattr(term, name, value)
    try:
        term.clean_fields(exclude=["locale"])
    except ValidationError as error:
        names = {"term": "term", "words": "translation", "forms": "forms", "note": "note"}
        reasons = [f"{names[at]}: {' '.join(messages)}" for at, messages in error.message_dict.items()]
        return Outcome(line, term.term, "refused", reasons)
    if term.pk is None:
        return Outcome(line, term.term, "added", [term.words])
    changes = [
        f"{before[name] or '–'} → {getattr(term, name)}".replace("\n", SEPARATOR)
        for name in wanted
        if getattr(term, name) != before[name]
    ]
    return Outcome(line, term.term, "changed" if changes else "unchanged", changes)


def export_terms(locale: Locale) -> str:
    """Return the CSV file of a language in the format of ``import_terms``."""
    rows = (
        (term.term, term.words, SEPARATOR.join(term.all_forms[1:]), term.note)
        for term in Term.objects.filter(locale=locale).order_by("term")
    )
    return as_csv(COLUMNS, rows)


def as_csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a CSV file that spreadsheets open correctly."""
    return "".join(spreadsheets.lines([header, *([guarded(cell) for cell in row] for row in rows)]))
