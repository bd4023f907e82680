"""Translate the untranslated segments of a translation by machine, and mark them for review."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, QuerySet
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from ..glossary.matching import Terms
from ..models import Job, Review, Term
from ..permissions.rules import may_translate
from ..segments.checks import check
from ..segments.markup import plain
from ..segments.paths import Places
from ..segments.progress import current_translations
from ..segments.store import save_words
from . import translator
from .service import MachineError

#: Above these numbers of segments or characters, a job is used.
AT_ONCE = 25
CHARACTERS_AT_ONCE = 5_000


def left_of(translation: Translation) -> QuerySet[StringSegment]:
    """Return the segments without a translation; existing translations are kept."""
    return (
        StringSegment.objects.filter(source=translation.source_id)
        .exclude(Exists(StringTranslation.objects.filter(current_translations(translation.target_locale_id))))
        .select_related("string", "context")
        .order_by("order", "pk")
    )


def translate_segments(translation: Translation, segments: Sequence[StringSegment], user: Any) -> tuple[int, int]:
    """Translate segments and save them. Return how many were translated and how many were not.

    Raise ``MachineError``; nothing is saved then. A segment that was translated meanwhile keeps its translation.
    """
    service = translator()
    if service is None:
        raise MachineError(_("Help by a machine is off."))
    strings = list(dict.fromkeys(segment.string.as_value() for segment in segments))
    known = Terms(Term.objects.filter(locale=translation.target_locale_id))
    terms = {term.term: term.words for string in strings for term in known.found_in(plain(string.data))}
    found = service.translate(translation.source.locale, translation.target_locale, strings, terms)
    done, code = 0, translation.target_locale.language_code
    places = Places(translation.source.specific_content_type.model_class())
    with transaction.atomic():
        left = set(left_of(translation).filter(pk__in=[each.pk for each in segments]).values_list("pk", flat=True))
        for segment in segments:
            words = found.get(segment.string.as_value())
            if words is not None and segment.pk in left and not errors_in(words.data, segment, places, code):
                save_words(
                    translation, segment, words.data, user, tool=service.display_name, review=Review.Reason.MACHINE
                )
                done += 1
    return done, len(segments) - done


def errors_in(words: str, segment: StringSegment, places: Places, code: str) -> bool:
    """Return whether the editor would refuse such a translation."""
    found = check(segment.string.data, words, code, max_length=places.place(segment.context).max_length)
    return any(one.severity == "error" for one in found)


def outcome(done: int, left: int) -> str:
    """Return the result as a message for staff."""
    words = _("%(done)s segments were translated by the machine and wait to be looked at.") % {"done": done}
    if left:
        words += " " + _("%(left)s were left out, for the editor’s checks would refuse what came back.") % {
            "left": left
        }
    return words


def machine_item(job: Job, item: list[int]) -> str:
    """Process an item of a job, a list of segment ids. The permission is checked again, as it may have been revoked."""
    translation = Translation.objects.select_related("source__locale", "target_locale").get(
        pk=job.options["translation"]
    )
    if not may_translate(job.user, translation):
        raise MachineError(_("You may not translate this."))
    segments = list(left_of(translation).filter(pk__in=item))
    return outcome(*translate_segments(translation, segments, job.user)) if segments else _("Nothing was left to do.")
