"""Sources and translations: each object has one source, each translation a target, each source its object."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin
from wagtail_localize.models import Translation, TranslationSource

from ...conf import host
from ...models import Comment
from ...workflow.lookup import edit_url
from ...workflow.source_updates import content_of, differs, follow, keep_up, latest
from ...workflow.submission import submit
from ..check import Check, Damage

#: The translation key of an object and the id of its locale.
Place = tuple[Any, int]


def translations() -> QuerySet[Translation]:
    return Translation.objects.select_related("source__locale", "target_locale").order_by("pk")


def named(found: Iterable[Translation]) -> Iterable[Damage]:
    for one in found:
        yield Damage(one.source.object_repr, f"{one.source.locale} → {one.target_locale}", thing=one)


def places(kinds: dict[int, set[Any]]) -> set[Place]:
    """Return where objects with these keys exist; one query for all pages and one for each kind of record."""
    tables: dict[Any, set[Any]] = defaultdict(set)
    for kind, keys in kinds.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:
            tables[model._meta.get_field("translation_key").model] |= keys
    there: set[Place] = set()
    for model, keys in tables.items():
        there |= set(model._base_manager.filter(translation_key__in=keys).values_list("translation_key", "locale_id"))
    return there


def enabled_with_places() -> tuple[list[Translation], set[Place]]:
    found = list(translations().filter(enabled=True))
    kinds: dict[int, set[Any]] = defaultdict(set)
    for translation in found:
        kinds[translation.source.specific_content_type_id].add(translation.source.object_id)
    return found, places(kinds)


class SecondSources(Check):
    name = "second-sources"
    title = _("Translations of a translation")
    explanation = _(
        "An object has one language that it is written in, and is translated from that one only. With two, its editor "
        "does not open (wagtail-localize issue 878)."
    )
    cure = _("All is translated from the language that it was written in. Words and comments stay.")

    def found(self) -> Iterable[Damage]:
        """Yield translations from another source than the first of their object: English, else the oldest."""
        by_object: dict[Any, list[Translation]] = defaultdict(list)
        doubled = TranslationSource.objects.filter(object=OuterRef("source__object"), translations__isnull=False)
        suspects = translations().filter(Exists(doubled.exclude(pk=OuterRef("source"))))
        for translation in suspects:
            by_object[translation.source.object_id].append(translation)
        chains = by_object.values()
        return named(one for chain in chains for one in chain if one.source_id != self.origin(chain).source_id)

    def origin(self, chain: list[Translation]) -> Translation:
        return min(chain, key=lambda one: (one.source.locale.language_code != host.source_language, one.source_id))

    def mend(self, thing: Any) -> None:
        chain = list(translations().filter(source__object=thing.source.object_id))
        origin = self.origin(chain).source
        to_origin = thing.target_locale_id == origin.locale_id
        wanted = thing.source.locale_id if to_origin else thing.target_locale_id
        kept = next((one for one in chain if (one.source_id, one.target_locale_id) == (origin.pk, wanted)), None)
        if kept is None and not to_origin:
            Translation.objects.filter(pk=thing.pk).update(source=origin)
            return
        if kept is not None:
            Comment.objects.filter(translation=thing).update(translation=kept)
        thing.delete()


class LostSources(Check):
    name = "lost-sources"
    title = _("Translations whose source was deleted")
    explanation = _("Nothing changes them any more, and their editor cannot show what they were translated from.")
    cure = _("They become pages or records of their own, edited by hand. Their words stay.")

    def found(self) -> Iterable[Damage]:
        found, there = enabled_with_places()
        return named(one for one in found if (one.source.object_id, one.source.locale_id) not in there)

    def mend(self, thing: Any) -> None:
        Translation.objects.filter(pk=thing.pk).update(enabled=False)


class MissingTargets(Check):
    name = "missing-targets"
    title = _("Translations without a page or record")
    explanation = _("Somebody works on them, or has, but there is nothing that could be published.")
    cure = _("A draft is made, with the words that are there.")

    def found(self) -> Iterable[Damage]:
        found, there = enabled_with_places()
        return named(
            one
            for one in found
            if (one.source.object_id, one.target_locale_id) not in there
            and (one.source.object_id, one.source.locale_id) in there
        )

    def mend(self, thing: Any) -> None:
        submit(thing.source.get_source_instance(), thing.target_locale, None)


class OldCopies(Check):
    name = "old-copies"
    title = _("Sources that have changed unnoticed")
    explanation = _("What is translated is older than what readers see in the source language.")
    cure = _("Translators get the present source; where it differs, their words stay and are to be looked at again.")

    def found(self) -> Iterable[Damage]:
        """Compare sources that were published after their snapshot was made, one by one: usually there are none."""
        kinds = TranslationSource.objects.filter(translations__enabled=True).values_list("specific_content_type")
        for kind in kinds.distinct().order_by():
            model: Any = ContentType.objects.get_for_id(kind[0]).model_class()
            if model is None or not issubclass(model, DraftStateMixin):
                continue
            newer = model._base_manager.filter(
                translation_key=OuterRef("object_id"),
                locale=OuterRef("locale"),
                last_published_at__gt=OuterRef("last_updated_at"),
            )
            sources = TranslationSource.objects.filter(Exists(newer), specific_content_type=kind[0])
            for source in sources.filter(translations__enabled=True).distinct():
                current = latest(source.get_source_instance())
                if differs(source, content_of(current)):
                    yield Damage(source.object_repr, str(source.locale), edit_url(current), thing=(source, current))

    def mend(self, thing: Any) -> None:
        source, current = thing
        if current.live:
            follow(source, current, None)
        else:
            keep_up(source, current)
