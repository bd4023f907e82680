"""Untranslated text in live translations, and overrides and strings that are no longer used."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail_localize.models import OverridableSegment, SegmentOverride, String, Translation

from ...patches.publish_guard import untranslated_segments
from ...permissions.rules import target_of
from ...segments.overrides import chosen_model
from ...workflow.lookup import edit_url
from ...workflow.publishing import NotReadyError, publish
from ...workflow.status import statuses_of
from ..check import CannotMendError, Check, Damage


class WordsOfTheSource(Check):
    name = "source-words"
    title = _("Live translations with words that are not translated")
    explanation = _("Readers of one language see words of another, or words that nobody has looked at.")
    cure = _("Where all segments are translated, the translation is published anew. The others need a translator.")
    is_slow = True

    def found(self) -> Iterable[Damage]:
        followed = Translation.objects.filter(enabled=True).select_related("source", "target_locale")
        targets = {translation: target_of(translation) for translation in followed}
        for translation, status in statuses_of(targets).items():
            if status.is_live and (target := targets[translation]) and (left := untranslated_segments(target)):
                yield Damage(str(target), left[0], edit_url(target), thing=translation)

    def mend(self, thing: Any) -> None:
        try:
            publish(thing, None)
        except NotReadyError as error:
            raise CannotMendError from error


class DanglingOverrides(Check):
    name = "overrides"
    title = _("Choices of a picture, document or page that was deleted")
    explanation = _("The translation cannot be published (wagtail-localize issue 769).")
    cure = _("The choice is taken back: the translation has what its source has.")

    def found(self) -> Iterable[Damage]:
        """Run one query for each model that overrides refer to."""
        chosen: dict[type[Model], dict[int, list[SegmentOverride]]] = defaultdict(lambda: defaultdict(list))
        dangling = list(SegmentOverride.objects.filter(context=None).select_related("locale"))
        overrides = SegmentOverride.objects.exclude(context=None).select_related("context", "locale")
        by_context = defaultdict(list)
        for override in overrides:
            if isinstance(override.data, int):
                by_context[override.context_id].append(override)
        segments = OverridableSegment.objects.filter(context__in=by_context)
        for segment in segments.select_related("source__specific_content_type", "context"):
            if model := chosen_model(segment.source.specific_content_type.model_class(), segment.context):
                for override in by_context[segment.context_id]:
                    chosen[model][override.data].append(override)
        for model, by_key in chosen.items():
            there = set(model._base_manager.filter(pk__in=by_key).values_list("pk", flat=True))
            dangling += [override for key, many in by_key.items() if key not in there for override in many]
        for override in {override.pk: override for override in dangling}.values():
            place = override.context.path if override.context else say("no field")
            yield Damage(f"{place} → {override.data}", str(override.locale), thing=override)

    def mend(self, thing: Any) -> None:
        thing.delete()


class UnusedStrings(Check):
    name = "unused-strings"
    title = _("Stored strings that nothing uses")
    explanation = _("They are what is left of former sources that nobody had translated. They take a little space.")
    cure = _("They are deleted.")
    is_damage = False

    def found(self) -> Iterable[Damage]:
        """Yield one finding with the number of unused strings."""
        unused = String.objects.filter(segments=None, translations=None)
        if count := unused.count():
            yield Damage(ngettext("%(count)s string", "%(count)s strings", count) % {"count": count}, thing=unused)

    def mend(self, thing: Any) -> None:
        thing.delete()
