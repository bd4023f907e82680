"""How a translation stands: one state, which every screen and every action asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision
from wagtail_localize.models import Translation

from ..models import TranslationExclusion, TranslationTask
from ..segments.progress import Counts, Progress


class TranslationState(models.TextChoices):
    """How an object stands in a language; the order is that of the board's legend."""

    MISSING = "missing", _("Missing")
    STARTED = "started", _("Being translated")
    REVIEW = "review", _("Needs review")
    DRAFT = "draft", _("Ready to publish")
    CHANGED = "changed", _("Live, with changes")
    LIVE = "live", _("Live")
    DETACHED = "detached", _("Kept by hand")
    EMPTY = "empty", _("Nothing to translate")
    UNWANTED = "unwanted", _("Not wanted")


#: Icon of Wagtail for each state, so that none is told by its colour alone.
SYMBOLS = {
    TranslationState.MISSING: "plus",
    TranslationState.STARTED: "edit",
    TranslationState.REVIEW: "warning",
    TranslationState.DRAFT: "draft",
    TranslationState.CHANGED: "history",
    TranslationState.LIVE: "check",
    TranslationState.DETACHED: "lock-open",
    TranslationState.EMPTY: "check",
    TranslationState.UNWANTED: "minus",
}

#: Of what is not translated in segments.
NOTHING = Progress()


@dataclass(frozen=True, slots=True)
class Status:
    """An object in a language: what is known of it, and ``state``, which every screen and every action asks."""

    locale_id: int
    progress: Progress = NOTHING
    #: Whether the object has anything to translate.
    has_words: bool = True
    is_unwanted: bool = False
    #: Whether the object is there in the language, in its own words.
    exists: bool = False
    #: Whether readers see it, be its words old or not.
    is_live: bool = False
    #: Whether it is locked, and so does not follow its source; and when what readers see was put together.
    is_locked: bool = False
    written_at: datetime | None = None
    #: The translation, and whether it follows its source; else somebody keeps the object by hand.
    translation_id: int | None = None
    follows_source: bool = False
    source_changed_at: datetime | None = None
    step: str = ""
    assignee_id: int | None = None
    #: The key of the object in the language, if it is there.
    target_pk: str | None = None

    @property
    def state(self) -> TranslationState:
        if self.is_unwanted:
            return TranslationState.UNWANTED
        if not self.exists:
            return TranslationState.MISSING if self.has_words else TranslationState.EMPTY
        if self.by_hand:
            return TranslationState.DETACHED
        if self.is_live:
            return TranslationState.CHANGED if self.waiting else TranslationState.LIVE
        if self.progress.to_review:
            return TranslationState.REVIEW
        return TranslationState.DRAFT if self.progress.is_complete else TranslationState.STARTED

    @property
    def waiting(self) -> int:
        """The segments of what is live in which readers do not have what they are to have."""
        return self.progress.total - self.progress.settled

    @property
    def by_hand(self) -> bool:
        return self.exists and not self.follows_source

    @property
    def is_complete(self) -> bool:
        """Whether people have nothing left to translate or to look at."""
        state = self.state
        if state == TranslationState.CHANGED:
            return self.progress.is_complete
        return state in (
            TranslationState.DRAFT,
            TranslationState.LIVE,
            TranslationState.DETACHED,
            TranslationState.EMPTY,
        )

    @property
    def is_behind(self) -> bool:
        """Whether the source was published since what readers see was put together, and it could not follow."""
        changed, written = self.source_changed_at, self.written_at
        return self.is_locked and self.is_live and bool(changed and written and changed > written)

    @property
    def symbol(self) -> str:
        return SYMBOLS[self.state]

    @property
    def short(self) -> str:
        """What stands beside the symbol."""
        state = self.state
        if state == TranslationState.STARTED:
            return f"{self.progress.done}/{self.progress.total}"
        if state == TranslationState.REVIEW:
            return str(self.progress.to_review)
        if state == TranslationState.CHANGED:
            return str(self.waiting)
        return str(SHORT.get(state, ""))

    @property
    def words(self) -> str:
        """The same in full."""
        state, progress = self.state, self.progress
        if state == TranslationState.STARTED:
            words = gettext("%(done)s of %(total)s translated") % {"done": progress.done, "total": progress.total}
        elif state == TranslationState.REVIEW:
            words = ngettext("%(count)s segment needs review", "%(count)s segments need review", progress.to_review)
            words %= {"count": progress.to_review}
        elif state == TranslationState.CHANGED:
            words = ngettext("Live, %(count)s changed", "Live, %(count)s changed", self.waiting)
            words %= {"count": self.waiting}
        elif state == TranslationState.DETACHED:
            words = str((TranslationState.LIVE if self.is_live else TranslationState.DRAFT).label)
        else:
            words = str(state.label)
        if self.is_behind:
            words = gettext("%(state)s; locked, and older than the source") % {"state": words}
        if self.step == TranslationTask.Step.REVIEWING:
            words = gettext("%(state)s; waits for a reviewer") % {"state": words}
        if self.by_hand:
            words = gettext("%(state)s; kept by hand") % {"state": words}
        return words

    @property
    def obstacle(self) -> str:
        """Why it may not go before readers, in words for staff; empty if it may."""
        progress = self.progress
        match self.state:
            case TranslationState.UNWANTED:
                return gettext("It is not wanted in this language.")
            case TranslationState.EMPTY:
                return gettext("There is nothing to translate.")
            case TranslationState.MISSING:
                return gettext("It has not been submitted yet.")
            case _any if self.by_hand:
                return gettext("This translation is kept by hand; publish it in its own editor.")
        if progress.to_review:
            return gettext("%(count)s segments have yet to be looked at.") % {"count": progress.to_review}
        if not progress.is_complete:
            words = gettext("%(done)s of %(total)s segments are translated.")
            return words % {"done": progress.done, "total": progress.total}
        return ""


SHORT = {TranslationState.DRAFT: _("Draft")}


def with_facts(translations: QuerySet[Translation]) -> QuerySet[Translation]:
    """Translations with all that ``status_of`` needs."""
    unwanted = TranslationExclusion.objects.filter(
        translation_key=OuterRef("source__object"), locale=OuterRef("target_locale")
    )
    return translations.select_related("source", "task").annotate(is_unwanted=Exists(unwanted))


def status_of(translation: Any, target: Any, progress: Progress) -> Status:
    """How a translation that comes ``with_facts`` stands. ``target`` is its page or record, if that is there."""
    if getattr(target, "alias_of_id", None):
        target = None
    written = target.live_revision.created_at if target and target.live_revision else None
    work = getattr(translation, "task", None)
    return Status(
        locale_id=translation.target_locale_id,
        progress=progress,
        is_unwanted=translation.is_unwanted,
        exists=target is not None,
        is_live=target is not None and target.live,
        is_locked=bool(getattr(target, "locked", False)),
        written_at=written or (target and target.last_published_at),
        translation_id=translation.pk,
        follows_source=translation.enabled,
        source_changed_at=translation.source.last_updated_at,
        step=work.step if work else "",
        assignee_id=work.assignee_id if work else None,
        target_pk=str(target.pk) if target else None,
    )


def statuses_of(targets: Mapping[Translation, Any]) -> dict[Translation, Status]:
    """How translations stand now, each given with its page or record, if that is there; in three queries."""
    counts = Counts.of({translation.source_id for translation in targets})
    known = with_facts(Translation.objects.defer("source__content_json")).in_bulk([each.pk for each in targets])
    asked = [target for target in targets.values() if target and target.live_revision_id]
    revisions = Revision.objects.only("created_at").in_bulk([target.live_revision_id for target in asked])
    for target in asked:
        target.live_revision = revisions[target.live_revision_id]
    return {
        translation: status_of(
            known[translation.pk], target, counts.progress(translation.source_id, translation.target_locale_id)
        )
        for translation, target in targets.items()
    }
