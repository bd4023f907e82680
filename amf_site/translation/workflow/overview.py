"""The status of every object in every language, in a number of queries that does not grow with the site."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from wagtail.models import Locale
from wagtail_localize.models import Translation

from ..models import TranslationExclusion
from ..segments.progress import Counts
from .sources import Source, every_source
from .status import Status, TranslationState


@dataclass(slots=True)
class Row:
    """A source with its status in each language, by locale id."""

    source: Source
    cells: dict[int, Status] = field(default_factory=dict)

    def is_missing_in(self, locale: Locale) -> bool:
        """Return whether the source can be submitted for translation into a language."""
        return locale.pk in self.cells and self.cells[locale.pk].state == TranslationState.MISSING


@dataclass(frozen=True)
class Share:
    """Counts of the live sources that a language needs, and of those that it has as drafts or live."""

    wanted: int
    started: int
    live: int

    @property
    def percent(self) -> int:
        return 100 * self.live // self.wanted if self.wanted else 0


#: The translation key of an object, and the ids of the source locale and the target locale.
Place = tuple[UUID, int, int]


@dataclass(slots=True)
class BoardData:
    """All sources with their translations. Segments are only counted for rows that are requested."""

    sources: list[Source]
    locales: list[Locale]
    translations: dict[Place, dict[str, Any]]
    #: Translation keys with the id of a locale for which they are excluded from translation.
    unwanted: set[tuple[UUID, int]]

    @classmethod
    def load(cls, locales: Iterable[Locale], keys: Collection[UUID] | None = None) -> "BoardData":
        """Load all sources, or those with the given translation keys, and their targets in the locales."""
        locales = list(locales)
        translations = Translation.objects.all()
        unwanted = TranslationExclusion.objects.filter(locale__in=[locale.pk for locale in locales])
        if keys is not None:
            translations = translations.filter(source__object__in=keys)
            unwanted = unwanted.filter(translation_key__in=keys)
        found = translations.values(
            *("pk", "enabled", "source_id", "target_locale_id", "source__object_id", "source__locale_id"),
            *("source__object_repr", "source__last_updated_at"),
            *("task__step", "task__assignee_id"),
        )
        return cls(
            sources=every_source(keys, found),
            locales=locales,
            translations={
                (row["source__object_id"], row["source__locale_id"], row["target_locale_id"]): row for row in found
            },
            unwanted=set(unwanted.values_list("translation_key", "locale_id")),
        )

    def rows(self, sources: Collection[Source] | None = None) -> list[Row]:
        """Return the given sources (default: all) with the status in each locale. One more query."""
        chosen = self.sources if sources is None else sources
        places = [(source.key, source.locale_id, locale.pk) for source in chosen for locale in self.locales]
        counts = Counts.of({self.translations[place]["source_id"] for place in places if place in self.translations})
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

    def cell(self, source: Source, locale_id: int, counts: Counts) -> Status:
        target = source.target(locale_id)
        translation = self.translations.get((source.key, source.locale_id, locale_id), {})
        return Status(
            locale_id=locale_id,
            progress=counts.progress(translation.get("source_id", 0), locale_id),
            has_words=source.has_words,
            is_unwanted=(source.key, locale_id) in self.unwanted,
            exists=target is not None,
            is_live=target is not None and target.is_live,
            is_locked=target is not None and target.is_locked,
            written_at=target.written_at if target else None,
            target_pk=target.pk if target else None,
            translation_id=translation.get("pk"),
            follows_source=translation.get("enabled", False),
            source_changed_at=translation.get("source__last_updated_at"),
            step=translation.get("task__step") or "",
            assignee_id=translation.get("task__assignee_id"),
        )

    def share(self, locale_id: int, sources: Iterable[Source] | None = None) -> Share:
        """Return the share of the given sources (default: all) that a language has."""
        wanted = [
            source
            for source in (self.sources if sources is None else sources)
            if source.locale_id != locale_id and self.is_wanted(source, locale_id)
        ]
        targets = [target for source in wanted if (target := source.target(locale_id))]
        return Share(len(wanted), started=len(targets), live=sum(target.is_live for target in targets))

    def is_wanted(self, source: Source, locale_id: int) -> bool:
        """Return whether the source counts for the coverage of a language; sources without text do not."""
        return source.is_live and source.has_words and (source.key, locale_id) not in self.unwanted


def statuses_of_targets(targets: Collection[Any]) -> dict[Any, Status]:
    """Return the statuses of pages and records that are translations."""
    locales = {target.locale_id: target.locale for target in targets}
    rows = BoardData.load(locales.values(), {target.translation_key for target in targets}).rows()
    cells = {(row.source.key, cell.locale_id): cell for row in rows for cell in row.cells.values()}
    places = {target: (target.translation_key, target.locale_id) for target in targets}
    return {target: cells[place] for target, place in places.items() if place in cells}
