"""Build the document to export from a translation, with the information that a translator needs."""

from collections import defaultdict
from typing import Any

from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from ..conf import host
from ..glossary.matching import Terms
from ..models import Comment, Review, Term
from ..segments import markup
from ..segments.paths import place_of
from .document import Document, Unit, UnitState, remark


def document_of(subject: Translation, *, only_open: bool = False) -> Document:
    """Return the document of a translation. Notes are in the source language, which every translator reads.

    ``only_open`` leaves out segments that are translated and reviewed.
    """
    source: Any = subject.source.as_instance()
    code = source.locale.language_code
    with translation.override(code):
        comments, terms = comments_of(subject), Terms(Term.objects.filter(locale=subject.target_locale_id))
        words = {(each.context_id, each.translation_of_id): each for each in words_of(subject)}
        units = [
            unit_of(segment, words.get((segment.context_id, segment.string_id)), source, comments, terms)
            for segment in segments_of(subject)
        ]
        return Document(
            translation=str(subject.uuid),
            source_language=code,
            target_language=subject.target_locale.language_code,
            title=" ".join(remark(str(source)).split()),
            kind=str(capfirst(source._meta.verbose_name)),
            address=host.address(source) if isinstance(source, Page) and source.live else "",
            exported_at=timezone.now(),
            notes=[remark(note) for note in comments[None]],
            units=[unit for unit in units if not only_open or unit.state != UnitState.DONE],
        )


def segments_of(subject: Translation) -> list[StringSegment]:
    """Return the segments of the current source; a text that occurs twice in a field is included once."""
    found: dict[tuple[int, int], StringSegment] = {}
    for segment in (
        StringSegment.objects.filter(source=subject.source_id).select_related("context", "string").order_by("order")
    ):
        found.setdefault((segment.context_id, segment.string_id), segment)
    return list(found.values())


def words_of(subject: Translation) -> Any:
    return StringTranslation.objects.filter(
        context__object=subject.source.object_id, locale=subject.target_locale_id
    ).select_related("review")


def comments_of(subject: Translation) -> dict[int | None, list[str]]:
    """Return the unresolved comments by context id; those on the whole translation under ``None``."""
    said: dict[int | None, list[str]] = defaultdict(list)
    for comment in Comment.objects.filter(translation=subject, resolved_at=None).select_related("author"):
        author = comment.author.get_full_name() if comment.author else ""
        said[comment.context_id].append(
            _("Comment: %(text)s") % {"text": comment.text} + (f" ({author})" * bool(author))
        )
    return said


def unit_of(
    segment: StringSegment,
    words: StringTranslation | None,
    source: Any,
    comments: dict[int | None, list[str]],
    terms: Terms,
) -> Unit:
    place = place_of(source, segment.context.path)
    text = markup.plain(segment.string.data)
    review: Review | None = getattr(words, "review", None)
    notes = list(comments[segment.context_id])
    if place.limit:
        notes.append(_("At most %(limit)s characters.") % {"limit": place.limit})
    for term in terms.found_in(text):
        note = f" ({term.note})" if term.note else ""
        notes.append(_("Glossary: %(term)s = %(words)s") % {"term": term.term, "words": term.words} + note)
    if review:
        notes.append(_("To be reviewed: %(reason)s") % {"reason": review.get_reason_display()})
    if words and words.has_error:
        notes.append(_("The words have an error: %(error)s") % {"error": words.get_error() or ""})
    state = UnitState.DONE
    if not words or not words.data:
        state = UnitState.MISSING
    elif review or words.has_error:
        state = UnitState.REVIEW
    return Unit(
        context=segment.context_id,
        string=segment.string_id,
        path=segment.context.path,
        label=place.label,
        source=segment.string.data,
        words=words.data if words else "",
        state=state,
        old_source=review.old_source if review else "",
        notes=[remark(note) for note in notes],
    )
