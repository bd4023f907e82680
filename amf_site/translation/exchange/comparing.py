"""What a file that has come back would do to its translation, segment by segment. Changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.db.models import Model, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail_localize.models import SourceDeletedError, StringSegment, StringTranslation, Translation

from ..permissions.rules import is_locked_for, may_translate
from ..segments import markup
from ..segments.diff import changes
from ..segments.paths import SourcePlace, place_of
from . import po, xliff
from .document import ExchangeError, Incoming, IncomingUnit, mark_of, same_language
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
    LONG = "long", gettext_lazy("Too long")
    TWICE = "twice", gettext_lazy("A second time in the file")


#: What is written, and what is if it is to be written over what was changed here.
WRITTEN = {Verdict.NEW, Verdict.CHANGED, Verdict.CONFIRMED}
#: Not worth a line.
QUIET = {Verdict.SAME, Verdict.EMPTY}


@dataclass(frozen=True)
class Line:
    """What becomes of one unit of a file."""

    #: Which unit of the file, from nought.
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
    """Raises ``ExchangeError``."""
    return READERS[PurePosixPath(name).suffix.lower()](content)


def subject_of(incoming: Incoming, user: Any) -> Translation:
    """The translation that a file belongs to, if its words are the user's to change. Raises ``ExchangeError``."""
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
    """A translation and its words as they are here, to be compared with those of a file."""

    def __init__(self, subject: Translation, *, lock: bool = False) -> None:
        segments = segments_of(subject)
        words = words_of(subject)
        if lock:
            words = words.select_for_update(of=("self",))
        self.words: dict[tuple[int, int], StringTranslation] = {
            (each.context_id, each.translation_of_id): each for each in words
        }
        self.by_ids = {(segment.context_id, segment.string_id): segment for segment in segments}
        self.by_text = {(segment.context.path, segment.string.data): segment for segment in segments}
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
        segment = self.by_ids.get(unit.ids) if unit.ids else self.by_text.get((unit.path, unit.source))
        place = place_of(self.source, segment.context.path if segment else unit.path)
        if segment is None:
            is_known = unit.ids[0] in self.contexts if unit.ids else unit.path in self.paths
            return Line(number, unit, Verdict.SOURCE if is_known else Verdict.UNKNOWN, place.label)
        if segment.pk in seen:
            return Line(number, unit, Verdict.TWICE, place.label)
        seen.add(segment.pk)
        words = self.words.get((segment.context_id, segment.string_id))
        verdict, message = self.verdict(unit, segment, words, place, exported_at)
        return Line(number, unit, verdict, place.label, words.data if words else "", message, segment)

    def verdict(
        self,
        unit: IncomingUnit,
        segment: StringSegment,
        words: StringTranslation | None,
        place: SourcePlace,
        exported_at: datetime | None,
    ) -> tuple[Verdict, str]:
        here = words.data if words else ""
        if unit.ids and not markup.same(" ".join(unit.source.split()), " ".join(segment.string.data.split())):
            return Verdict.SOURCE, _("The file has another source for it.")
        if len(unit.words) > markup.LONGEST:
            return Verdict.LONG, _("At most %(limit)s characters.") % {"limit": markup.LONGEST}
        if not unit.words.strip() and not unit.problem:
            return Verdict.EMPTY, ""
        if unit.is_draft:
            return Verdict.DRAFT, ""
        try:
            if unit.problem:
                raise markup.MarksError(unit.problem)
            markup.check(segment.string.data, unit.words)
            length = len(markup.plain(unit.words))
        except markup.MarksError as error:
            return Verdict.BROKEN, str(error)
        if markup.same(here, unit.words):
            waits = words is not None and (hasattr(words, "review") or words.has_error)
            return (Verdict.CONFIRMED if waits else Verdict.SAME), ""
        if place.limit and length > place.limit:
            return Verdict.LONG, _("%(length)s characters of at most %(limit)s.") % {
                "length": length,
                "limit": place.limit,
            }
        if is_newer(unit, words, exported_at):
            return Verdict.CONFLICT, ""
        return (Verdict.CHANGED if here else Verdict.NEW), ""


def is_newer(unit: IncomingUnit, words: StringTranslation | None, exported_at: datetime | None) -> bool:
    """Whether the words here are others than those that went out."""
    if unit.mark:
        return unit.mark != mark_of(words.data if words else "")
    return bool(words and exported_at and words.updated_at > exported_at)
