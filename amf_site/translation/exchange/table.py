"""The report of an import as a table for spreadsheets."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..models import Job
from .importing import report_of

#: A spreadsheet takes a text that begins like this for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows_of(job: Job) -> Iterator[list[str]]:
    yield [
        _("File"),
        _("Line"),
        _("Place"),
        _("What happens"),
        _("Source"),
        _("Words before"),
        _("Words in the file"),
        _("Remark"),
    ]
    for number in range(len(job.report)):
        report = report_of(job, number)
        if report.error:
            yield [report.name, "", "", _("Cannot be used"), "", "", "", report.error]
        for line in report.lines:
            unit = line.unit
            yield [report.name, str(unit.line), line.place, line.label, unit.source, line.old, unit.words, line.message]


def as_csv(rows: Iterator[list[str]]) -> Iterator[str]:
    """Line by line, so that a long report needs no memory."""
    yield "\ufeff"  # without it, Excel reads UTF-8 as Latin 1
    for row in rows:
        out = io.StringIO()
        csv.writer(out, quoting=csv.QUOTE_ALL).writerow([cell(text) for text in row])
        yield out.getvalue()


def cell(text: str) -> str:
    """A text that no spreadsheet runs."""
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text
