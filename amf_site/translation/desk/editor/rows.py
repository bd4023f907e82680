"""The rows of the editor: every segment of a translation with its context, in a constant number of queries."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from ...glossary.matching import Terms
from ...memory.exact_matches import COPY_TOOL
from ...models import Comment, Review, Term
from ...segments.checks import CheckResult, check
from ...segments.diff import difference
from ...segments.markup import plain
from ...segments.numbered_marks import Mark, marks_of, shown, to_text
from ...segments.paths import Places, SegmentPlace
from ...segments.progress import Progress


def version_of(text: str) -> str:
    """Return a hash of the text that a translator saw, to detect concurrent changes."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest() if text else ""


def said_of(words: StringTranslation) -> str:
    """Return the author or tool, and the time of the last change."""
    who = words.tool_name or (str(words.last_translated_by) if words.last_translated_by else "")
    when = date_format(timezone.localtime(words.updated_at), "SHORT_DATETIME_FORMAT")
    return f"{who}, {when}" if who else when


@dataclass
class Row:
    """A segment with its translation in ``words``; ``former`` are translations of earlier source texts."""

    segment: StringSegment
    place: SegmentPlace
    code: str
    words: StringTranslation | None = None
    former: list[StringTranslation] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    terms: Terms = field(default_factory=Terms)
    #: Submitted text that was refused, and why; it is shown again instead of the saved translation.
    refused: str | None = None
    refusal: str = ""

    @property
    def pk(self) -> int:
        return self.segment.pk

    @property
    def source(self) -> str:
        return self.segment.string.data

    @cached_property
    def source_shown(self) -> SafeString:
        return shown(self.source)

    @cached_property
    def source_text(self) -> str:
        return to_text(self.source, self.source)

    @cached_property
    def marks(self) -> list[Mark]:
        return marks_of(self.source)

    @property
    def marks_json(self) -> str:
        return json.dumps([{"number": mark.number, "tag": mark.tag, "id": mark.id} for mark in self.marks])

    @cached_property
    def text(self) -> str:
        """The translation with numbered marks."""
        return to_text(self.words.data, self.source) if self.words else ""

    @property
    def version(self) -> str:
        return version_of(self.text)

    @property
    def field_text(self) -> str:
        return self.text if self.refused is None else self.refused

    @property
    def review(self) -> Review | None:
        return getattr(self.words, "review", None) if self.words else None

    @property
    def source_change(self) -> SafeString | None:
        """The difference between the current source and the one that was translated."""
        return difference(self.review.old_source, self.source) if self.review and self.review.old_source else None

    @property
    def is_changed(self) -> bool:
        """Whether it is unfinished or, on a live page, its current translation is not published yet."""
        return self.state != "done" or hasattr(self.words, "unpublished")

    @property
    def state(self) -> str:
        """One of ``empty``, ``error``, ``review`` and ``done``."""
        if not self.words or not self.words.data:
            return "empty"
        if self.words.has_error:
            return "error"
        return "review" if self.review else "done"

    @property
    def error(self) -> str:
        if self.refusal:
            return self.refusal
        return (self.words.get_error() or "") if self.words and self.words.has_error else ""

    @cached_property
    def findings(self) -> list[CheckResult]:
        if not self.words:
            return []
        is_meant = self.words.tool_name == COPY_TOOL
        return [finding for finding in self.check(self.words.data) if not (is_meant and finding.code == "same")]

    def check(self, html: str) -> list[CheckResult]:
        """Check a translation of this segment."""
        return check(self.source, html, self.code, self.terms, self.place.max_length)

    @property
    def said(self) -> str:
        return said_of(self.words) if self.words else ""

    @property
    def earlier(self) -> list[dict[str, str]]:
        """The translations of earlier source texts, with their authors."""
        return [
            {"words": plain(old.data), "source": plain(old.translation_of.data), "said": said_of(old)}
            for old in self.former
        ]

    @property
    def open_comments(self) -> int:
        return sum(comment.resolved_at is None for comment in self.comments)


@dataclass
class Group:
    """Rows that belong to the same panel or block of the edit form."""

    heading: str
    help_text: str
    rows: list[Row] = field(default_factory=list)


def words_in_full(translation: Translation) -> QuerySet[StringTranslation]:
    """Return all translations into the language of a translation, with everything that rows display."""
    words = StringTranslation.objects.filter(locale=translation.target_locale_id)
    return words.select_related("translation_of", "context", "last_translated_by", "review", "unpublished")


class Sheet:
    """All segments of a translation."""

    def __init__(self, translation: Translation, places: Places) -> None:
        self.translation = translation
        self.code: str = translation.target_locale.language_code
        self.places = places
        self.segments = list(
            StringSegment.objects.filter(source=translation.source_id)
            .select_related("string", "context")
            .order_by("order")
        )
        self.terms = Terms(Term.objects.filter(locale=translation.target_locale_id))
        self.words: dict[tuple[int, int], StringTranslation] = {}
        self.comments: dict[int | None, list[Comment]] = defaultdict(list)
        for comment in Comment.objects.filter(translation=translation).select_related("author"):
            self.comments[comment.context_id].append(comment)
        self.former: dict[int, list[StringTranslation]] = defaultdict(list)
        current = {(segment.context_id, segment.string_id) for segment in self.segments}
        written = words_in_full(translation).filter(context__object_id=translation.source.object_id)
        for words in written.order_by("-updated_at"):
            key = (words.context_id, words.translation_of_id)
            if key in current:
                self.words[key] = words
            elif words.data:
                self.former[words.context_id].append(words)

    @cached_property
    def rows(self) -> list[Row]:
        """One row for each distinct text of a field, in form order; a repeated text is translated once."""
        rows: dict[tuple[int, int], Row] = {}
        for segment in self.segments:
            key = (segment.context_id, segment.string_id)
            if key not in rows:
                rows[key] = self.row(segment)
        return sorted(rows.values(), key=lambda row: (row.place.order, row.segment.order))

    def row(self, segment: StringSegment) -> Row:
        words = self.words.get((segment.context_id, segment.string_id))
        return Row(
            segment=segment,
            place=self.places.place(segment.context),
            code=self.code,
            words=words,
            former=[old for old in self.former[segment.context_id] if not words or old.data != words.data][:3],
            comments=self.comments[segment.context_id],
            terms=self.terms,
        )

    @property
    def other_comments(self) -> list[Comment]:
        """Comments on the whole translation, or on segments that the source no longer has."""
        shown = {row.segment.context_id for row in self.rows}
        return [comment for key, said in self.comments.items() if key not in shown for comment in said]

    @property
    def groups(self) -> list[Group]:
        groups: dict[str, Group] = {}
        for row in self.rows:
            group = groups.setdefault(row.place.group, Group(row.place.heading, row.place.help_text))
            group.rows.append(row)
        return list(groups.values())

    @property
    def progress(self) -> Progress:
        """The same as ``progress_of``, without a query."""
        every = [self.words.get((segment.context_id, segment.string_id)) for segment in self.segments]
        words = [one for one in every if one and one.data]
        return Progress(
            total=len(every),
            done=sum(not one.has_error for one in words),
            to_review=sum(hasattr(one, "review") for one in words),
            settled=sum(not (one.has_error or hasattr(one, "review") or hasattr(one, "unpublished")) for one in words),
        )


def read_row(translation: Translation, segment: StringSegment) -> Row:
    """Return the current row of one segment."""
    written = words_in_full(translation).filter(context=segment.context_id, translation_of=segment.string_id)
    return Row(
        segment=segment,
        place=Places(translation.source.specific_content_type.model_class()).place(segment.context),
        code=translation.target_locale.language_code,
        words=written.first(),
        terms=Terms(Term.objects.filter(locale=translation.target_locale_id)),
    )
