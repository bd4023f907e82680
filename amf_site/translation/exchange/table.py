"""The report of an import as a table for spreadsheets."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..models import Job
from .importing import report_of


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
