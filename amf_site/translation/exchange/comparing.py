"""Compare an imported file with its translation, segment by segment, without changing anything."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.db.models import Model, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail_localize.models import SourceDeletedError, StringSegment, StringTranslation, Translation

from ..conf import host
from ..glossary.matching import Terms
from ..models import Term
from ..permissions.rules import is_locked_for, may_translate
from ..segments import markup
from ..segments.checks import check
from ..segments.diff import changes
from ..segments.paths import SourcePlace, place_of
from . import po, xliff
from .document import ExchangeError, Incoming, IncomingUnit, mark_of
from .languages import same_language
from .outgoing import segments_of, words_of

READERS: dict[str, Callable[[bytes], Incoming]] = {".po": po.read, ".xlf": xliff.read, ".xliff": xliff.read}


class Verdict(TextChoices):
    NEW = "new", gettext_lazy("New")
    CHANGED = "changed", gettext_lazy("Changed")
    CONFIRMED = "confirmed", gettext_lazy("Found to be right as it is")
    SAME = "same", gettext_lazy("The same as here")
    EMPTY = "empty", gettext_lazy("Not translated")
    DRAFT = "draft", gettext_lazy("Not finished: marked as fuzzy or initial")
    CONFLICT = "conflict", gettext_lazy("Changed here since the export")
    SOURCE = "source", gettext_lazy("The source has changed since the export")
    UNKNOWN = "unknown", gettext_lazy("Not a segment of this page or record")
    BROKEN = "broken", gettext_lazy("Broken marks")
    WRONG = "wrong", gettext_lazy("Found wrong by a check")
    LONG = "long", gettext_lazy("Too long")
    TWICE = "twice", gettext_lazy("A second time in the file")


#: A line break with indentation, which a tool inserted to show the nesting of elements.
INDENTED = re.compile(r"\n[ \t]+")
#: Verdicts that are imported; ``CONFLICT`` too, if changes made here are to be overwritten.
WRITTEN = {Verdict.NEW, Verdict.CHANGED, Verdict.CONFIRMED}
#: Verdicts that are not listed in the report.
QUIET = {Verdict.SAME, Verdict.EMPTY}


@dataclass(frozen=True)
class Line:
    """The verdict on one unit of a file."""

    #: Index of the unit in the file, from 0.
    number: int
    unit: IncomingUnit
    verdict: Verdict
    place: str
    old: str = ""
    message: str = ""
    segment: StringSegment | None = None

    @property
    def label(self) -> str:
        return str(self.verdict.label)

    @property
    def difference(self) -> list[tuple[str, str]]:
        return list(changes(self.old, self.unit.words))


def read(name: str, content: bytes) -> Incoming:
    """Parse a file. Raise ``ExchangeError``."""
    if not content.strip():
        raise ExchangeError(_("The file is empty."))
    return READERS[PurePosixPath(name).suffix.lower()](content)


def subject_of(incoming: Incoming, user: Any) -> Translation:
    """Return the translation that a file belongs to. Raise ``ExchangeError``, also if the user may not change it."""
    subject = Translation.objects.filter(uuid=incoming.translation).select_related("source", "target_locale").first()
    if subject is None:
        raise ExchangeError(_("Its page or record is not of this site, or has been deleted."))
    try:
        target = subject.get_target_instance()
    except subject.source.specific_content_type.model_class().DoesNotExist:
        raise ExchangeError(_("Its page or record has been deleted in this language.")) from None
    if not may_translate(user, subject, target):
        if is_locked_for(user, target):
            raise ExchangeError(_("“%(page)s” is locked.") % {"page": target})
        raise ExchangeError(_("You may not translate into %(language)s.") % {"language": subject.target_locale})
    if not subject.enabled:
        raise ExchangeError(
            _("“%(page)s” is kept by hand. Start its translation again in its editor.") % {"page": target}
        )
    if incoming.language and not same_language(incoming.language, subject.target_locale.language_code):
        raise ExchangeError(
            _("The file says that it is in the language %(tag)s, but its page or record is in %(language)s.")
            % {"tag": incoming.language[:30], "language": subject.target_locale}
        )
    return subject


class Comparison:
    """The current state of a translation, to be compared with a file."""

    def __init__(self, subject: Translation, *, lock: bool = False) -> None:
        segments = segments_of(subject)
        words = words_of(subject)
        if lock:
            words = words.select_for_update(of=("self",))
        self.words: dict[tuple[int, int], StringTranslation] = {
            (each.context_id, each.translation_of_id): each for each in words
        }
        self.by_ids = {(segment.context_id, segment.string_id): segment for segment in segments}
        self.by_text = {(segment.context.path, canonical(segment.string.data)): segment for segment in segments}
        self.by_source: dict[str, list[StringSegment]] = defaultdict(list)
        for segment in self.by_ids.values():
            self.by_source[canonical(segment.string.data)].append(segment)
        self.code: str = subject.target_locale.language_code
        self.terms = Terms(Term.objects.filter(locale=subject.target_locale_id))
        self.contexts = {segment.context_id for segment in segments}
        self.paths = {segment.context.path for segment in segments}
        try:
            self.source: Model = subject.source.as_instance()
        except SourceDeletedError:
            raise ExchangeError(_("Its source has been deleted.")) from None

    def lines(self, incoming: Incoming) -> list[Line]:
        seen: set[int] = set()
        return [self.line(number, unit, incoming.exported_at, seen) for number, unit in enumerate(incoming.units)]

    def line(self, number: int, unit: IncomingUnit, exported_at: datetime | None, seen: set[int]) -> Line:
        segment, remark = self.segment_of(unit)
        place = place_of(self.source, segment.context.path if segment else unit.path)
        if segment is None:
            is_known = unit.path in self.paths or (unit.ids and unit.ids[0] in self.contexts)
            return Line(number, unit, Verdict.SOURCE if is_known else Verdict.UNKNOWN, place.label, message=remark)
        if segment.pk in seen:
            return Line(number, unit, Verdict.TWICE, place.label)
        seen.add(segment.pk)
        if INDENTED.search(unit.source) and not INDENTED.search(segment.string.data):
            unit = replace(unit, words=" ".join(map(str.strip, INDENTED.split(unit.words))).strip())
        words = self.words.get((segment.context_id, segment.string_id))
        verdict, message = self.verdict(unit, segment, words, place, exported_at)
        message = " ".join(filter(None, [remark, message]))
        return Line(number, unit, verdict, place.label, words.data if words else "", message, segment)

    def segment_of(self, unit: IncomingUnit) -> tuple[StringSegment | None, str]:
        """Return the segment of a unit, with a remark if it had to be found by its source text."""
        by_ids = self.by_ids.get(unit.ids) if unit.ids else None
        if by_ids and (unit.problem or is_source(unit, by_ids)):
            return by_ids, ""
        source = canonical(unit.source)
        if unit.path:
            return self.by_text.get((unit.path, source), by_ids), ""
        match self.by_source.get(source, []):
            case [segment]:
                return segment, _("The file does not say where it stands; it was found by its source.")
            case [_first, *_others]:
                return None, _("The file does not say where it stands, and its source stands in several places.")
        return by_ids, ""

    def verdict(
        self,
        unit: IncomingUnit,
        segment: StringSegment,
        words: StringTranslation | None,
        place: SourcePlace,
        exported_at: datetime | None,
    ) -> tuple[Verdict, str]:
        here, source = words.data if words else "", segment.string.data
        if not unit.problem and not is_source(unit, segment):
            return Verdict.SOURCE, _("The file has another source for it.")
        if len(unit.words) > markup.LONGEST:
            return Verdict.LONG, _("At most %(limit)s characters.") % {"limit": markup.LONGEST}
        if not unit.words.strip() and not unit.problem:
            return Verdict.EMPTY, ""
        if unit.is_draft or unit.is_half:
            return Verdict.DRAFT, _("A part of it is not translated.") if unit.is_half else ""
        if unit.problem:
            return Verdict.BROKEN, unit.problem
        is_same = here != "" and markup.same(here, host.spelling.get(self.code, str)(unit.words))
        waits = words is not None and (hasattr(words, "review") or words.has_error)
        if is_same and not (waits and unit.is_confirmed):
            return Verdict.SAME, ""
        found = check(source, unit.words, self.code, self.terms, place.limit)
        errors = [one for one in found if one.severity == "error"]
        message = " ".join(one.message for one in errors or found)
        if errors and errors[0].code == "length":
            length = {"length": len(markup.plain(unit.words)), "limit": place.limit}
            return Verdict.LONG, _("%(length)s characters of at most %(limit)s.") % length
        if errors:
            return Verdict.BROKEN if errors[0].code == "mark" else Verdict.WRONG, message
        if is_same:
            return Verdict.CONFIRMED, message
        if is_newer(unit, words, exported_at):
            return Verdict.CONFLICT, message
        return (Verdict.CHANGED if here else Verdict.NEW), message


def canonical(source: str) -> str:
    """Normalise entities, line breaks and whitespace of a source text for comparison."""
    return " ".join(markup.segment_of(markup.parse(source)).split())


def is_source(unit: IncomingUnit, segment: StringSegment) -> bool:
    return canonical(unit.source) == canonical(segment.string.data)


def is_newer(unit: IncomingUnit, words: StringTranslation | None, exported_at: datetime | None) -> bool:
    """Return whether the translation has changed since it was exported."""
    if unit.mark:
        return unit.mark != mark_of(words.data if words else "")
    return bool(words and exported_at and words.updated_at > exported_at)
