"""Import files in two steps: a job compares them, and after confirmation another saves them, a transaction per file."""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import IO, Any
from uuid import uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile
from wagtail_localize.models import Translation

from ..models import Job, Review
from ..segments.store import save_words
from .comparing import QUIET, WRITTEN, Comparison, Line, Verdict, read, subject_of
from .document import ExchangeError
from .upload import content_in


def propose(user: Any, archive: IO[bytes], names: list[str], others: list[str]) -> Job:
    """Create a job that compares uploaded files without saving anything."""
    job = Job(
        kind=Job.Kind.IMPORT,
        user=user,
        items=[{"file": name} for name in names],
        options={"dry": True, "others": others},
    )
    job.file.save(f"import-{uuid4().hex}.zip", File(archive), save=False)
    job.save()
    return job


def is_kept(job: Job) -> bool:
    return bool(job.file) and default_storage.exists(str(job.file.name))


def confirm(looked: Job, *, review: bool, overwrite: bool) -> Job:
    """Create the job that saves what another has compared, only once; unusable files are left out."""
    items = [line["item"] for line in looked.report if line["outcome"] == "done"]
    options = {"dry": False, "review": review, "overwrite": overwrite}
    job = Job.objects.create(
        kind=Job.Kind.IMPORT, user=looked.user, items=items, options=options, file=looked.file.name
    )
    looked.options["confirmed"] = job.pk
    looked.save(update_fields=["options", "changed_at"])
    return job


@lru_cache(maxsize=1)
def archive_of(name: str) -> bytes:
    """Return the upload of the current job. Cached, since its files are read one by one."""
    with default_storage.open(name) as file:
        return file.read()


def import_item(job: Job, item: dict[str, Any]) -> dict[str, Any]:
    """Import one file, an item of a job. The permission is checked again, as it may have been revoked since."""
    name = item["file"]
    with translation.override(UserProfile.get_for_user(job.user).get_preferred_language()):
        try:
            incoming = read(name, content_in(archive_of(job.file.name), name))
            subject = subject_of(incoming, job.user)
            lines = Comparison(subject, lock=not job.options["dry"]).lines(incoming)
            if not job.options["dry"]:
                write(job, name, subject, lines)
        except ExchangeError as error:
            raise ExchangeError(f"{name}: {error}") from error
        counts = Counter(line.verdict for line in lines)
        summary = ", ".join(f"{Verdict(verdict).label}: {count}" for verdict, count in counts.most_common())
    return {
        "message": f"{name}: {summary}",
        "counts": counts,
        "lines": [
            [line.number, line.verdict, line.old, line.message]
            for line in lines
            if not job.options["dry"] and line.verdict not in QUIET
        ],
    }


def is_written(job: Job, verdict: str) -> bool:
    if verdict == Verdict.CONFIRMED:
        return not job.options["review"]
    return verdict in WRITTEN or (verdict == Verdict.CONFLICT and job.options["overwrite"])


def write(job: Job, name: str, subject: Translation, lines: list[Line]) -> None:
    """Save the translations. Raise ``ExchangeError`` rather than replace a valid one with an invalid one."""
    for line in lines:
        if line.segment is None or not is_written(job, line.verdict):
            continue
        words = save_words(
            subject,
            line.segment,
            line.unit.words,
            job.user,
            tool=PurePosixPath(name).name[:255],
            review=Review.Reason.IMPORT if job.options["review"] else None,
        )
        if words.has_error:
            raise ExchangeError(
                _("line %(line)s cannot be kept: %(error)s")
                % {"line": line.unit.line, "error": words.get_error() or ""}
            )


@dataclass
class FileReport:
    """What a job found in one file, or has done with it, for display."""

    name: str
    #: Why the file cannot be used.
    error: str = ""
    subject: Translation | None = None
    title: str = ""
    lines: list[Line] = field(default_factory=list)
    counts: list[tuple[str, int]] = field(default_factory=list)


def report_of(job: Job, number: int) -> FileReport:
    """Return the report of a processed item. A file that was only compared is compared again, to be up to date."""
    entry = job.report[number]
    report = FileReport(entry["item"]["file"])
    if entry["outcome"] == "failed":
        report.error = entry["message"].removeprefix(f"{report.name}: ")
        return report
    if not is_kept(job):
        report.error = _("The file is no longer kept. %(summary)s") % {"summary": entry["message"]}
        return report
    try:
        incoming = read(report.name, content_in(archive_of(job.file.name), report.name))
        report.subject = (
            subject_of(incoming, job.user)
            if job.options["dry"]
            else Translation.objects.select_related("source__locale", "target_locale").get(uuid=incoming.translation)
        )
        comparison = Comparison(report.subject)
    except (ExchangeError, OSError, ObjectDoesNotExist) as error:
        report.error = str(error)
        return report
    report.title = str(comparison.source)
    lines = comparison.lines(incoming)
    if not job.options["dry"]:
        lines = [
            replace(lines[number], verdict=Verdict(verdict), old=old, message=message)
            for number, verdict, old, message in entry["lines"]
        ]
    report.lines = [line for line in lines if line.verdict not in QUIET]
    report.counts = [(str(Verdict(verdict).label), count) for verdict, count in entry["counts"].items()]
    return report
