"""How much of a translation is done: counted here and nowhere else."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, OuterRef, Q, Value
from wagtail_localize.models import StringSegment, StringTranslation, Translation


@dataclass(frozen=True, slots=True)
class Progress:
    """Segments of the present source: all, those with sound words, those that a person has yet to look at, and those
    with sound words that are approved: nobody has to look at them, and if the object is live, readers have them."""

    total: int = 0
    done: int = 0
    to_review: int = 0
    settled: int = 0

    @property
    def is_complete(self) -> bool:
        return self.done == self.total and not self.to_review


#: For more sources than that, the segments of all are counted: a database takes only so many ids in a query.
MANY = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """Segments: all of a source, by its id; done and to review, by source and locale."""

    total: dict[int, int]
    translated: dict[tuple[int, int], tuple[int, int, int]]

    @classmethod
    def of(cls, sources: Collection[int]) -> "Counts":
        """In one query; of all sources if there are many.

        It comes from the contexts, of which each has few words; a string may have thousands, one for each page.
        Words that are empty are none.
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


def current_translations(locale_id: int | OuterRef | F) -> Q:
    """For a query of segments: the words that belong to a segment, in a language. Empty ones are none."""
    return Q(translation_of=OuterRef("string"), context=OuterRef("context"), locale=locale_id) & ~Q(data="")


def progress_of(translation: Translation) -> Progress:
    """In one query."""
    source = translation.source_id
    return Counts.of([source]).progress(source, translation.target_locale_id)
