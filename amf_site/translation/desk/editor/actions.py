"""Actions on a segment: save a translation, confirm it, or copy the source."""

from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, Translation

from ...memory.exact_matches import COPY_TOOL
from ...models import Comment
from ...patches.sanitise_translations import clean_segment
from ...segments.checks import CheckResult
from ...segments.numbered_marks import MarkError, to_html
from ...segments.signs import is_text
from ...segments.store import clear_words, confirm, save_words
from .rows import Row, read_row

#: Maximum length of a segment; longer text was pasted by mistake.
LONGEST = 20_000


class RefusedError(Exception):
    """The translation cannot be saved, because of the findings."""

    def __init__(self, findings: list[CheckResult]) -> None:
        super().__init__(" ".join(finding.message for finding in findings))
        self.findings = findings


class ConflictError(Exception):
    """The segment was changed by another user meanwhile; ``row`` has the current translation."""

    def __init__(self, row: Row) -> None:
        super().__init__(_("Somebody else has changed this meanwhile."))
        self.row = row


def html_of(words: str, row: Row) -> str:
    """Convert text of the editor to HTML. Raise ``RefusedError``."""
    if len(words) > LONGEST:
        raise RefusedError([CheckResult("length", _("This text is too long."), "error")])
    if not is_text(words):
        raise RefusedError([CheckResult("signs", _("There are signs in it that are no text."), "error")])
    try:
        return clean_segment(to_html(words, row.source))
    except MarkError as error:
        raise RefusedError([CheckResult("mark", str(error), "error")]) from error


def find(words: str, row: Row) -> list[CheckResult]:
    """Check text that is being typed."""
    try:
        html = html_of(words, row)
    except RefusedError as error:
        return error.findings
    return row.check(html)


@transaction.atomic
def keep(translation: Translation, segment: StringSegment, words: str, version: str, user: Any) -> Row:
    """Save the translation of a segment unless it has changed since ``version``. Empty text deletes it.

    Raise ``ConflictError`` or ``RefusedError``; nothing has changed then.
    """
    Translation.objects.select_for_update().get(pk=translation.pk)
    row = read_row(translation, segment)
    words = words.replace("\r\n", "\n")
    if words == row.text and row.state in ("done", "empty"):
        return row
    if version != row.version and words != row.text:
        raise ConflictError(row)
    if not words.strip():
        clear_words(translation, segment, user)
        return read_row(translation, segment)
    html = html_of(words, row)
    if errors := [finding for finding in row.check(html) if finding.severity == "error"]:
        raise RefusedError(errors)
    save_words(translation, segment, html, user)
    return read_row(translation, segment)


@transaction.atomic
def keep_source(translation: Translation, segment: StringSegment, version: str, user: Any) -> Row:
    """Use the source text as the translation, for example of a name or a number."""
    Translation.objects.select_for_update().get(pk=translation.pk)
    row = read_row(translation, segment)
    if version != row.version:
        raise ConflictError(row)
    save_words(translation, segment, clean_segment(row.source), user, tool=COPY_TOOL)
    return read_row(translation, segment)


def confirm_segment(translation: Translation, segment: StringSegment, user: Any) -> Row:
    """Confirm that the translation is correct."""
    confirm(translation, segment, user)
    return read_row(translation, segment)


def add_comment(translation: Translation, segment: StringSegment | None, text: str, user: Any) -> Comment | None:
    """Comment on a segment or on the whole translation."""
    text = text.strip()[:2000]
    if not text or not is_text(text):
        return None
    return Comment.objects.create(
        translation=translation, context=segment.context if segment else None, author=user, text=text
    )


def resolve_comment(translation: Translation, pk: int) -> None:
    """Mark a comment as resolved. Raise ``Http404`` if it belongs to another translation."""
    comment = get_object_or_404(Comment, pk=pk, translation=translation)
    comment.resolved_at = comment.resolved_at or timezone.now()
    comment.save(update_fields=["resolved_at"])
