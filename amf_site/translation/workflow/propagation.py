"""Actions that are offered for the translations of a source after the source itself (deletion: together with it).

Each action determines the translations to which it can still be applied now. So it is only offered where it would
change something, and submitting an outdated form does no harm.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.actions.delete import DeleteAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, ReferenceIndex
from wagtail_localize.models import Translation

from ..conf import Language
from ..permissions import rules
from . import publishing
from .lookup import (
    is_only_scheduled,
    key_of,
    language_of,
    list_url,
    page_in,
    title_of,
    translations_of,
)
from .status import TranslationState, statuses_of


@dataclass(frozen=True)
class Candidate:
    """A translation to which the action can be applied."""

    source: Any
    target: Any
    #: Its destination or the consequences, for staff.
    what: str = ""
    #: Why the user cannot apply the action to it; empty if they can.
    reason: str = ""

    @property
    def key(self) -> str:
        return key_of(self.target)

    @property
    def title(self) -> str:
        return title_of(self.target)

    @property
    def language(self) -> Language:
        return language_of(self.target)


class Propagation:
    """An action; ``sources`` are the objects to which it has been applied."""

    heading: str | Promise
    question: str | Promise
    button: str | Promise
    #: Label of the choice to leave the translations unchanged.
    nothing: str | Promise = gettext_lazy("No, leave the translations as they are")
    is_serious = False
    #: Whether the action is yet to be applied to the sources, together with the chosen translations.
    takes_sources = False

    def may_see(self, user: Any, source: Any) -> bool:
        return rules.may_edit(user, source)

    def candidates(self, sources: Sequence[Any], user: Any) -> Iterable[Candidate]:
        for source in sources:
            for target in translations_of(source):
                if candidate := self.candidate(source, target, user):
                    yield candidate

    def candidate(self, source: Any, target: Any, user: Any) -> Candidate | None:
        """Return the candidate for a target; ``None`` if there is nothing left to do."""
        raise NotImplementedError

    def apply(self, candidate: Candidate, user: Any) -> None:
        raise NotImplementedError

    def back(self, sources: Sequence[Any]) -> str:
        return list_url(sources[0])


class Move(Propagation):
    heading = gettext_lazy("Move the translations too")
    question = gettext_lazy("The page has been moved. Its translations are still where they were. Move them too?")
    button = gettext_lazy("Move the selected translations")

    def candidate(self, source: Any, target: Any, user: Any) -> Candidate | None:
        parent = source.get_parent()
        if target.get_parent().translation_key == parent.translation_key:
            return None
        destination = page_in(target.locale, parent)
        if destination is None:
            reason = _("“%(page)s” has no page in this language.") % {"page": title_of(parent)}
            return Candidate(source, target, reason=reason)
        what = _("To “%(page)s”") % {"page": title_of(destination.specific)}
        if not target.permissions_for_user(user).can_move_to(destination):
            return Candidate(source, target, what, _("You may not move this page there."))
        if not Page._slug_is_available(target.slug, destination, page=target):
            return Candidate(source, target, what, _("There is a page with the same slug already."))
        return Candidate(source, target, what)

    def apply(self, candidate: Candidate, user: Any) -> None:
        destination = page_in(candidate.target.locale, candidate.source.get_parent())
        MovePageAction(candidate.target, destination, pos="last-child", user=user).execute()


class Order(Propagation):
    """Reorder child pages. The sources are the parents whose children have been reordered."""

    heading = gettext_lazy("The same order in the translations")
    question = gettext_lazy("The pages stand in a new order. Put their translations in the same order?")
    button = gettext_lazy("Use this order in the selected languages")

    def may_see(self, user: Any, source: Any) -> bool:
        return source.permissions_for_user(user).can_reorder_children()

    def candidate(self, source: Any, target: Any, user: Any) -> Candidate | None:
        order = list(source.get_children().values_list("translation_key", flat=True))
        has = [key for key in target.get_children().values_list("translation_key", flat=True) if key in order]
        if has == sorted(has, key=order.index):
            return None
        reason = "" if self.may_see(user, target) else _("You may not change the order of these pages.")
        what = ngettext("%(count)s page below it", "%(count)s pages below it", len(has)) % {"count": len(has)}
        return Candidate(source, target, what, reason)

    def apply(self, candidate: Candidate, user: Any) -> None:
        order = list(candidate.source.get_children().values_list("translation_key", flat=True))
        children = dict(candidate.target.get_children().values_list("pk", "translation_key"))
        places = {key: place for place, key in enumerate(order)}
        for pk in sorted(children, key=lambda pk: places.get(children[pk], len(order))):
            # Reload, because each move changes the paths of the siblings.
            parent = Page.objects.get(pk=candidate.target.pk)
            Page.objects.get(pk=pk).move(parent, pos="last-child", user=user)

    def back(self, sources: Sequence[Any]) -> str:
        return reverse("wagtailadmin_explore", args=[sources[0].pk])


class Unpublish(Propagation):
    heading = gettext_lazy("Unpublish the translations too")
    question = gettext_lazy(
        "Readers no longer see the source, but they still see its translations. Unpublish them too?"
    )
    button = gettext_lazy("Unpublish the selected translations")

    def candidate(self, source: Any, target: Any, user: Any) -> Candidate | None:
        if source.live or not target.live:
            return None
        return Candidate(
            source, target, reason="" if self.may_unpublish(user, target) else _("You may not unpublish it.")
        )

    @staticmethod
    def may_unpublish(user: Any, target: Model) -> bool:
        if isinstance(target, Page):
            return target.permissions_for_user(user).can_unpublish()
        return rules.may_publish_object(user, target) and not rules.is_locked_for(user, target)

    def apply(self, candidate: Candidate, user: Any) -> None:
        action = UnpublishPageAction if isinstance(candidate.target, Page) else UnpublishAction
        action(candidate.target, user=user).execute(skip_permission_checks=True)


class Delete(Propagation):
    heading = gettext_lazy("Delete, with the translations")
    question = gettext_lazy("What is deleted here has translations. Those that you do not select stay as they are.")
    button = gettext_lazy("Delete it and the selected translations")
    nothing = gettext_lazy("No, do not delete")
    is_serious = True
    takes_sources = True

    def may_see(self, user: Any, source: Any) -> bool:
        return rules.may_delete(user, source)

    def candidate(self, source: Any, target: Any, user: Any) -> Candidate | None:
        what = ""
        if isinstance(target, Page) and (below := target.get_descendant_count()):
            what = ngettext("With %(count)s page below it", "With %(count)s pages below it", below) % {"count": below}
        return Candidate(source, target, what, self.obstacle(user, target))

    @staticmethod
    def obstacle(user: Any, instance: Any) -> str:
        """Return why the user cannot delete the page or record; empty if they can."""
        if not rules.may_delete(user, instance) or rules.is_locked_for(user, instance):
            return _("You may not delete it.")
        if ReferenceIndex.get_references_to(instance).group_by_source_object().is_protected:
            return _("It is in use elsewhere and protected.")
        return ""

    def apply(self, candidate: Candidate, user: Any) -> None:
        self.delete(candidate.target, user)

    @staticmethod
    def delete(instance: Any, user: Any) -> None:
        """Delete the object, unless it was deleted together with an ancestor."""
        fresh = type(instance)._default_manager.filter(pk=instance.pk).first()
        if fresh is not None:
            action = DeletePageAction if isinstance(fresh, Page) else DeleteAction
            action(fresh, user=user).execute(skip_permission_checks=True)


class Publish(Propagation):
    heading = gettext_lazy("Publish the translations too")
    question = gettext_lazy("The source is published. Publish the translations that are complete too?")
    button = gettext_lazy("Publish the selected translations")

    def candidates(self, sources: Sequence[Any], user: Any) -> Iterable[Candidate]:
        """Yield the translations that differ from what is published in their language."""
        for source in sources:
            targets = {target.locale_id: target for target in translations_of(source) if source.live}
            found = records_of_translations(source).filter(target_locale__in=targets, enabled=True)
            statuses = statuses_of({each: targets[each.target_locale_id] for each in found})
            for translation, status in statuses.items():
                if status.state not in (TranslationState.LIVE, TranslationState.UNWANTED):
                    target = targets[translation.target_locale_id]
                    reason = right_to_publish(translation, target, user) or status.obstacle
                    yield Candidate(source, target, reason=reason)

    def apply(self, candidate: Candidate, user: Any) -> None:
        publishing.publish(records_of_translations(candidate.source).get(target_locale=candidate.target.locale), user)


def records_of_translations(source: Any) -> QuerySet[Translation]:
    """Return the ``Translation`` objects of a source, ordered by language code."""
    return (
        Translation.objects.filter(source__object_id=source.translation_key, source__locale=source.locale_id)
        .select_related("source", "target_locale")
        .order_by("target_locale__language_code")
    )


def right_to_publish(translation: Translation, target: Any, user: Any) -> str:
    """Return why the user may not publish the translation, whether complete or not; empty if they may."""
    may_change_schedule = is_only_scheduled(target) and rules.may_publish_object(user, target)
    if not may_change_schedule and not rules.may_publish(user, translation, target):
        return _("You may not publish in this language.")
    return ""
