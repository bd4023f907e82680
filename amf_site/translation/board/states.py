"""How every object stands in every language, in a number of queries that does not grow with the site."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, F, IntegerField, Q, Value
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from ..models import Unwanted, Work
from .sources import Source, every_source


class State(models.TextChoices):
    """What a cell of the board says; the order is that of the legend."""

    MISSING = "missing", _("Missing")
    STARTED = "started", _("Being translated")
    REVIEW = "review", _("Needs review")
    DRAFT = "draft", _("Ready to publish")
    STALE = "stale", _("Live, older than the source")
    LIVE = "live", _("Live")
    UNWANTED = "unwanted", _("Not wanted")


#: Icon of Wagtail for each state, so that none is told by its colour alone.
SYMBOLS = {
    State.MISSING: "plus",
    State.STARTED: "edit",
    State.REVIEW: "warning",
    State.DRAFT: "draft",
    State.STALE: "history",
    State.LIVE: "check",
    State.UNWANTED: "minus",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """An object in a language."""

    state: State
    locale_id: int
    done: int = 0
    total: int = 0
    to_review: int = 0
    #: Whether readers see the object in the language, be its words old or not.
    is_live: bool = False
    #: Whether somebody keeps the object by hand, without its source.
    by_hand: bool = False
    translation_id: int | None = None
    #: The key of the object in the language, if it is there.
    target_pk: str | None = None
    step: str = ""
    assignee_id: int | None = None

    @property
    def symbol(self) -> str:
        return SYMBOLS[self.state]

    @property
    def short(self) -> str:
        """What stands beside the symbol."""
        if self.state == State.STARTED:
            return f"{self.done}/{self.total}"
        if self.state == State.REVIEW:
            return str(self.to_review)
        return str(SHORT[self.state])

    @property
    def words(self) -> str:
        """The same in full."""
        if self.state == State.STARTED:
            words = gettext("%(done)s of %(total)s translated") % {"done": self.done, "total": self.total}
        elif self.state == State.REVIEW:
            words = ngettext("%(count)s segment needs review", "%(count)s segments need review", self.to_review) % {
                "count": self.to_review
            }
        else:
            words = str(self.state.label)
        if self.is_live and self.state in (State.STARTED, State.REVIEW):
            words = gettext("%(state)s; an older text is live") % {"state": words}
        if self.step == Work.Step.REVIEWING:
            words = gettext("%(state)s; waits for a reviewer") % {"state": words}
        if self.by_hand:
            words = gettext("%(state)s; kept by hand") % {"state": words}
        return words


SHORT = {
    State.MISSING: "",
    State.DRAFT: _("Draft"),
    State.STALE: _("Old"),
    State.LIVE: "",
    State.UNWANTED: "",
}


@dataclass(slots=True)
class Row:
    """A source with its cells, by the id of their locales."""

    source: Source
    cells: dict[int, Cell] = field(default_factory=dict)


#: For more sources than that, the segments of all are counted: a database takes only so many ids in a question.
MANY = 500

#: The key of an object and the id of a locale.
Place = tuple[UUID, int]


@dataclass(slots=True)
class Counts:
    """Segments: all of a source, by its id; done and to review, by source and locale."""

    total: dict[int, int]
    done: dict[tuple[int, int], tuple[int, int]]

    @classmethod
    def of(cls, sources: Collection[int] | None) -> "Counts":
        """In one query; of all sources if none are named.

        It comes from the contexts, of which each has few words; a string may have thousands, one for each page.
        """
        segments = StringSegment.objects.order_by()
        here = Q(translation_of=F("context__stringsegment__string"))
        if sources is not None:
            segments = segments.filter(source__in=sources)
            here &= Q(context__stringsegment__source__in=sources)
        columns = ("source", "place", "number", "to_review")
        total = segments.values("source_id").annotate(
            place=Value(0, IntegerField()), number=Count("pk"), to_review=Value(0, IntegerField())
        )
        done = (
            StringTranslation.objects.order_by()
            .filter(here)
            .values(source=F("context__stringsegment__source_id"), place=F("locale_id"))
            .annotate(number=Count("pk", filter=Q(has_error=False)), to_review=Count("review"))
        )
        counts = cls({}, {})
        found = total.values_list("source_id", *columns[1:]).union(done.values_list(*columns), all=True)
        for source, place, number, to_review in found:
            if place:
                counts.done[source, place] = (number, to_review)
            else:
                counts.total[source] = number
        return counts


@dataclass(slots=True)
class Desk:
    """The sources with all that is known of their translations. Segments are counted only where they are asked for."""

    sources: list[Source]
    locales: list[Locale]
    translations: dict[Place, dict[str, Any]]
    unwanted: set[Place]

    @classmethod
    def load(cls, locales: Iterable[Locale], keys: Collection[UUID] | None = None) -> "Desk":
        """All sources, or those of the keys; their targets in the locales."""
        locales = list(locales)
        translations = Translation.objects.all()
        unwanted = Unwanted.objects.filter(locale__in=[locale.pk for locale in locales])
        if keys is not None:
            translations = translations.filter(source__object__in=keys)
            unwanted = unwanted.filter(translation_key__in=keys)
        found = translations.values(
            *("pk", "enabled", "source_id", "target_locale_id", "source__object_id", "source__locale_id"),
            *("source__object_repr", "source__last_updated_at", "work__step", "work__assignee_id"),
        )
        return cls(
            sources=every_source(keys, found),
            locales=locales,
            translations={(row["source__object_id"], row["target_locale_id"]): row for row in found},
            unwanted=set(unwanted.values_list("translation_key", "locale_id")),
        )

    def rows(self, sources: Collection[Source] | None = None) -> list[Row]:
        """The given sources (all if none are given) with their cells: a query more."""
        chosen = self.sources if sources is None else sources
        ids = None
        if len(chosen) <= MANY:
            places = [(source.key, locale.pk) for source in chosen for locale in self.locales]
            ids = {self.translations[place]["source_id"] for place in places if place in self.translations}
        counts = Counts.of(ids)
        return [
            Row(
                source,
                {
                    locale.pk: self.cell(source, locale.pk, counts)
                    for locale in self.locales
                    if locale.pk != source.locale_id
                },
            )
            for source in chosen
        ]

    def cell(self, source: Source, locale_id: int, counts: Counts) -> Cell:
        place = (source.key, locale_id)
        target, translation = source.targets.get(locale_id), self.translations.get(place)
        if translation is not None and translation["source__locale_id"] != source.locale_id:
            translation = None
        exists = target is not None and not target.is_alias
        is_live = self.is_live(source, locale_id)
        if translation is None or not translation["enabled"]:
            state = (State.LIVE if is_live else State.DRAFT) if exists else State.MISSING
            done = total = to_review = 0
        else:
            total = counts.total.get(translation["source_id"], 0)
            done, to_review = counts.done.get((translation["source_id"], locale_id), (0, 0))
            published = target.last_published_at if target else None
            changed = translation["source__last_updated_at"]
            state = state_of(exists, is_live, published, changed, total - done, to_review)
        return Cell(
            state=State.UNWANTED if place in self.unwanted else state,
            locale_id=locale_id,
            done=done,
            total=total,
            to_review=to_review,
            is_live=is_live,
            by_hand=exists and (translation is None or not translation["enabled"]),
            translation_id=translation["pk"] if translation else None,
            target_pk=target.pk if target and exists else None,
            step=(translation["work__step"] if translation else None) or "",
            assignee_id=translation["work__assignee_id"] if translation else None,
        )

    def is_live(self, source: Source, locale_id: int) -> bool:
        """Whether readers have the object in the language."""
        target = source.targets.get(locale_id)
        return target is not None and target.is_live and not target.is_alias

    def coverage(self, locale_id: int, sources: Iterable[Source] | None = None) -> int | None:
        """Percent of the wanted live sources that are live in a language too; none if nothing is wanted."""
        wanted = [
            source
            for source in (self.sources if sources is None else sources)
            if source.is_live and source.locale_id != locale_id and (source.key, locale_id) not in self.unwanted
        ]
        if not wanted:
            return None
        return 100 * sum(self.is_live(source, locale_id) for source in wanted) // len(wanted)


def state_of(
    exists: bool, is_live: bool, published: datetime | None, source_changed: datetime, left: int, to_review: int
) -> State:
    """Of a translation that is wanted and follows its source."""
    if not exists:
        return State.MISSING
    if to_review:
        return State.REVIEW
    if left:
        return State.STARTED
    if not is_live:
        return State.DRAFT
    return State.STALE if published and published < source_changed else State.LIVE
