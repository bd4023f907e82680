"""The progress of translations; nothing else counts segments."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, Q, Value
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of the segments of the current source.

    ``total``: all. ``done``: translated without errors. ``to_review``: marked for review. ``settled``: done and
    approved, that is, not marked for review and, if the object is live, published.
    """

    total: int = 0
    done: int = 0
    to_review: int = 0
    settled: int = 0

    @property
    def is_complete(self) -> bool:
        return self.done == self.total and not self.to_review


#: Above this number of sources, count for all of them: databases limit the number of ids in a query.
MANY = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """Number of segments by source id; numbers translated, to review and settled by source id and locale id."""

    total: dict[int, int]
    translated: dict[tuple[int, int], tuple[int, int, int]]

    @classmethod
    def of(cls, sources: Collection[int]) -> "Counts":
        """Count in one query; for all sources if there are many.

        The query starts from contexts, each of which has few translations; a string may have thousands, one per page.
        Empty translations do not count.
        """
        segments = StringSegment.objects.order_by()
        here = Q(translation_of=F("context__stringsegment__string")) & ~Q(data="")
        if len(sources) <= MANY:
            segments = segments.filter(source__in=sources)
            here &= Q(context__stringsegment__source__in=sources)
        columns = ("source", "place", "number", "to_review", "settled")
        none = Value(0, IntegerField())
        total = segments.values("source_id").annotate(place=none, number=Count("pk"), to_review=none, settled=none)
        is_settled = Q(has_error=False, review=None, unpublished=None)
        translated = (
            StringTranslation.objects.order_by()
            .filter(here)
            .values(source=F("context__stringsegment__source_id"), place=F("locale_id"))
            .annotate(
                number=Count("pk", filter=Q(has_error=False)),
                to_review=Count("review"),
                settled=Count("pk", filter=is_settled),
            )
        )
        counts = cls({}, {})
        found = total.values_list("source_id", *columns[1:]).union(translated.values_list(*columns), all=True)
        for source, place, number, to_review, settled in found:
            if place:
                counts.translated[source, place] = (number, to_review, settled)
            else:
                counts.total[source] = number
        return counts

    def progress(self, source: int, locale: int) -> Progress:
        return Progress(self.total.get(source, 0), *self.translated.get((source, locale), (0, 0, 0)))


def keys_unsettled() -> set[UUID]:
    """Return the translation keys of all sources with a translation that has segments to settle. Three queries."""
    translations = list(Translation.objects.values_list("source_id", "target_locale_id"))
    counts = Counts.of({source for source, _locale in translations})
    found = {
        source
        for source, locale in translations
        if (progress := counts.progress(source, locale)).settled < progress.total
    }
    keys = TranslationSource.objects.values_list("pk", "object_id")
    return {key for source, key in keys if source in found}


def current_translations(locale_id: int | OuterRef | F) -> Q:
    """Return a subquery condition: the non-empty translations of a segment of the outer query in a language."""
    return Q(translation_of=OuterRef("string"), context=OuterRef("context"), locale=locale_id) & ~Q(data="")


def progress_of(translation: Translation) -> Progress:
    """Count the segments of one translation, in one query."""
    source = translation.source_id
    return Counts.of([source]).progress(source, translation.target_locale_id)
