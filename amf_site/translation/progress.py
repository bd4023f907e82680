"""How much of a translation is done, and whether it may go before readers."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q
from wagtail_localize.models import StringSegment, StringTranslation, Translation


@dataclass(frozen=True)
class Progress:
    """Segments of the present source: all, those with sound words, and those that a person has yet to look at."""

    total: int
    done: int
    to_review: int

    @property
    def is_complete(self) -> bool:
        return self.done == self.total and not self.to_review


def current_translations(locale_id: int | OuterRef | F) -> Q:
    """For a query of segments: the words that belong to a segment, in a language. Empty ones are none."""
    return Q(translation_of=OuterRef("string"), context=OuterRef("context"), locale=locale_id) & ~Q(data="")


def progress_of(translation: Translation) -> Progress:
    """In one query."""
    words = StringTranslation.objects.filter(current_translations(translation.target_locale_id))
    counts = (
        StringSegment.objects.filter(source=translation.source_id)
        .annotate(
            is_done=Exists(words.filter(has_error=False)),
            waits=Exists(words.filter(review__isnull=False)),
        )
        .aggregate(
            total=Count("pk"),
            done=Count("pk", filter=Q(is_done=True)),
            to_review=Count("pk", filter=Q(waits=True)),
        )
    )
    return Progress(**counts)
