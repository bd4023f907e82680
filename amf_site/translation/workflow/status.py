"""The status of a translation: one state, which all views and actions use."""

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
    """The state of an object in a language, in the order of the board's legend."""

    MISSING = "missing", _("Missing")
    STARTED = "started", _("Being translated")
    REVIEW = "review", _("Needs review")
    DRAFT = "draft", _("Ready to publish")
    CHANGED = "changed", _("Live, with changes")
    LIVE = "live", _("Live")
    DETACHED = "detached", _("Kept by hand")
    EMPTY = "empty", _("Nothing to translate")
    UNWANTED = "unwanted", _("Not wanted")


#: Wagtail icon of each state, so that states are not distinguished by colour alone.
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

#: Progress of an object that is not translated in segments.
NOTHING = Progress()


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of an object in a language, and the ``state`` that follows from it."""

    locale_id: int
    progress: Progress = NOTHING
    #: Whether the object has any translatable text.
    has_words: bool = True
    is_unwanted: bool = False
    #: Whether a version in the language exists and is not an alias.
    exists: bool = False
    #: Whether the version is live, even if it is outdated.
    is_live: bool = False
    #: Whether it is locked, and so not synchronised with its source; and when the live content was created.
    is_locked: bool = False
    written_at: datetime | None = None
    #: The translation id, and whether the translation is attached; if not, the object is edited manually.
    translation_id: int | None = None
    follows_source: bool = False
    source_changed_at: datetime | None = None
    step: str = ""
    assignee_id: int | None = None
    #: Primary key of the version in the language, if it exists.
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
        """Number of segments of a live version whose current translation is not published."""
        return self.progress.total - self.progress.settled

    @property
    def by_hand(self) -> bool:
        return self.exists and not self.follows_source

    @property
    def is_complete(self) -> bool:
        """Return whether nothing is left to translate or review."""
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
        """Return whether the source was published after the live content was created, which a lock kept unchanged."""
        changed, written = self.source_changed_at, self.written_at
        return self.is_locked and self.is_live and bool(changed and written and changed > written)

    @property
    def symbol(self) -> str:
        return SYMBOLS[self.state]

    @property
    def short(self) -> str:
        """The short label beside the symbol."""
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
        """The full label."""
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
        """Why the translation cannot be published, as a message for staff; empty if it can."""
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
    """Add to a queryset all that ``status_of`` needs."""
    unwanted = TranslationExclusion.objects.filter(
        translation_key=OuterRef("source__object"), locale=OuterRef("target_locale")
    )
    return translations.select_related("source", "task").annotate(is_unwanted=Exists(unwanted))


def status_of(translation: Any, target: Any, progress: Progress) -> Status:
    """Return the status of a translation from ``with_facts``. ``target`` is its page or record, or ``None``."""
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
    """Return the current statuses of translations, given with their page or record, or ``None``. Three queries."""
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
