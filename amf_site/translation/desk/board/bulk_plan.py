"""Plan a bulk action of the board: which cells are processed, and which are left out, with the reason."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail_localize.models import Translation

from ...models import Job, TranslationExclusion
from ...permissions.rules import may_publish, may_read, may_submit
from ...workflow import jobs
from ...workflow.overview import BoardData, Row
from ...workflow.publishing import is_withdrawn
from ...workflow.sources import Source, Version, model_of
from ...workflow.status import Status, TranslationState
from ...workflow.submission import item_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Action(models.TextChoices):
    SUBMIT = "submit", _("Submit for translation")
    PUBLISH = "publish", _("Publish what is complete")
    EXPORT = "export", _("Export for translators")
    UNWANTED = "unwanted", _("Mark as not wanted")
    WANTED = "wanted", _("Mark as wanted again")


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A selected cell; with a reason if it is left out."""

    source: Source
    locale: Locale
    cell: Status
    reason: "StrOrPromise" = ""
    #: Whether it can only be published explicitly, because its source has been withdrawn.
    is_withdrawn: bool = False


@dataclass(slots=True)
class Plan:
    """The planned steps. Computed twice: for the confirmation page, and before the action."""

    action: Action
    user: Any
    steps: list[PlannedStep] = field(default_factory=list)

    @property
    def to_do(self) -> list[PlannedStep]:
        return [step for step in self.steps if not step.reason]

    @property
    def left_out(self) -> list[PlannedStep]:
        return [step for step in self.steps if step.reason]

    @property
    def withdrawn(self) -> list[PlannedStep]:
        return [step for step in self.steps if step.is_withdrawn]

    @property
    def translations(self) -> list[int]:
        return [step.cell.translation_id for step in self.to_do if step.cell.translation_id]


def plan(
    action: Action,
    user: Any,
    desk: BoardData,
    names: Iterable[str],
    languages: Iterable[str],
    though_withdrawn: bool = False,
) -> Plan:
    """Plan an action for sources and languages, given by name and code, as far as they are on the user's board.

    Translations of withdrawn sources are only published if ``though_withdrawn``.
    """
    wanted, codes = set(names), set(languages)
    sources = [source for source in desk.sources if source.name in wanted]
    locales = [locale for locale in desk.locales if locale.language_code in codes]
    judge = BulkValidator(action, user, sources, though_withdrawn)
    steps = [
        judge.step(row, locale, row.cells[locale.pk])
        for row in desk.rows(sources)
        for locale in locales
        if locale.pk in row.cells
    ]
    return Plan(action, user, steps)


class BulkValidator:
    """Determines why an action leaves a cell out."""

    def __init__(self, action: Action, user: Any, sources: list[Source], though_withdrawn: bool) -> None:
        self.action, self.user, self.though_withdrawn = action, user, though_withdrawn
        wanted = defaultdict(set)
        for source in sources:
            versions: list[Version] = [source]
            if action in (Action.PUBLISH, Action.EXPORT):
                versions = [*source.targets.values(), *([] if source.is_live else [source])]
            for version in versions:
                wanted[version.content_type_id].add(version.pk)
        #: Objects whose permissions are checked, by content type and primary key.
        self.objects: dict[tuple[int, str], Model] = {}
        for kind, keys in wanted.items():
            for instance in model_of(kind)._default_manager.filter(pk__in=keys):
                self.objects[kind, str(instance.pk)] = instance
        self.translations: dict[int, Translation] = {}
        if action in (Action.PUBLISH, Action.EXPORT):
            found = Translation.objects.filter(source__object__in=[source.key for source in sources])
            self.translations = found.select_related("source", "target_locale").defer("source__content_json").in_bulk()

        self.withdrawn = {
            source.name
            for source in sources
            if action == Action.PUBLISH and not source.is_live and is_withdrawn(self.object_of(source))
        }

    def object_of(self, version: Version) -> Model:
        return self.objects[version.content_type_id, version.pk]

    def step(self, row: Row, locale: Locale, cell: Status) -> PlannedStep:
        reason = self.reason_of_the_state(cell) or self.reason_of_the_right(row.source, cell)
        needs_word = not reason and row.source.name in self.withdrawn
        if needs_word and not self.though_withdrawn:
            reason = _("Its source has been withdrawn.")
        return PlannedStep(row.source, locale, cell, reason, needs_word)

    def reason_of_the_state(self, cell: Status) -> "StrOrPromise":
        match self.action, cell.state:
            case Action.WANTED, TranslationState.UNWANTED:
                return ""
            case Action.WANTED, _any:
                return _("It is wanted already.")
            case _any, _state if cell.by_hand:
                return _("It is kept by hand.")
            case _any, TranslationState.UNWANTED:
                return _("It is not wanted in this language.")
            case Action.UNWANTED, _any if cell.is_live:
                return _("It is live in this language. Unpublish it first.")
            case Action.PUBLISH, TranslationState.LIVE:
                return _("It is live already.")
            case Action.PUBLISH, _any:
                return cell.obstacle
            case _any, TranslationState.EMPTY:
                return _("There is nothing to translate.")
            case Action.SUBMIT, state if state != TranslationState.MISSING:
                return _("It has been submitted already.")
            case Action.EXPORT, TranslationState.MISSING:
                return _("It has not been submitted yet.")
        return ""

    def reason_of_the_right(self, source: Source, cell: Status) -> "StrOrPromise":
        if self.action in (Action.PUBLISH, Action.EXPORT):
            may = may_publish if self.action == Action.PUBLISH else may_read
            instance = self.object_of(source.targets[cell.locale_id])
            if may(self.user, self.translations[cell.translation_id or 0], instance):
                return ""
            if self.action == Action.EXPORT:
                return _("You may not read translations in this language.")
            return _("You may not publish it in this language, or it is locked.")
        if not may_submit(self.user, self.object_of(source)):
            return _("You may not decide in which languages it is translated.")
        return ""


def carry_out(chosen: Plan) -> Job | None:
    """Carry out quick actions immediately; for the others create and return a job."""
    match chosen.action:
        case Action.SUBMIT:
            items = [item_of(step.source, step.locale) for step in chosen.to_do]
            return jobs.start(Job.Kind.SUBMIT, chosen.user, items)
        case Action.PUBLISH:
            withdrawn = [step.cell.translation_id for step in chosen.withdrawn]
            return jobs.start(Job.Kind.PUBLISH, chosen.user, chosen.translations, {"though_withdrawn": withdrawn})
        case Action.UNWANTED:
            decided = [
                TranslationExclusion(translation_key=step.source.key, locale=step.locale, decided_by=chosen.user)
                for step in chosen.to_do
            ]
            TranslationExclusion.objects.bulk_create(decided, ignore_conflicts=True)
        case Action.WANTED:
            for step in chosen.to_do:
                TranslationExclusion.objects.filter(translation_key=step.source.key, locale=step.locale).delete()
    return None
