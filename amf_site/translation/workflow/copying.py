"""Copy the translations of a copied page too: submit the copy for translation and reuse the original's translations."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from ..models import Review
from ..permissions import rules
from ..segments.store import save_words
from .lookup import page_in, title_of, translations_of
from .propagation import Candidate, Propagation
from .submission import source_of_truth, submit


@dataclass
class Copy(Propagation):
    """The sources are copies. ``original`` is the page that the first was copied from, with its descendants."""

    original: Any

    heading = gettext_lazy("Copy the translations too")
    question = gettext_lazy(
        "What was copied has translations. Have the copy in these languages too, as drafts, with the same words?"
    )
    button = gettext_lazy("Copy the selected translations")
    nothing = gettext_lazy("No, only the copy that was made")

    def candidates(self, sources: Sequence[Any], user: Any) -> Iterable[Candidate]:
        copy = sources[0]
        below = {page.url_path[len(copy.url_path) :]: page for page in copy.get_descendants(inclusive=True).specific()}
        for original in self.original.get_descendants(inclusive=True).specific():
            twin = below.get(original.url_path[len(self.original.url_path) :])
            if twin is None or twin.alias_of_id or type(twin) is not type(original):
                continue
            for target in translations_of(original):
                if not twin.has_translation(target.locale):
                    reason = "" if rules.may_submit(user, twin) else _("You may not submit it for translation.")
                    yield Candidate(twin, target, self.place(twin, target), reason)

    @staticmethod
    def place(twin: Page, target: Any) -> str:
        parent = twin.get_parent()
        above = page_in(target.locale, parent) or parent
        return _("Below “%(page)s”") % {"page": title_of(above.specific)}

    def apply(self, candidate: Candidate, user: Any) -> None:
        source = source_of_truth(candidate.source)
        translation = Translation.objects.get_or_create(source=source, target_locale=candidate.target.locale)[0]
        copy_words(
            translation,
            TranslationSource.objects.get(
                object_id=candidate.target.translation_key, translations__target_locale=candidate.target.locale
            ),
            user,
        )
        submit(candidate.source, candidate.target.locale, user)


def copy_words(translation: Translation, original: TranslationSource, user: Any) -> None:
    """Copy translated segments of another source to a translation that has none.

    Segments match by text and context path. StreamField blocks keep their ids when copied, child rows get new ones; for
    those the field path is compared instead.
    """
    by_place: dict[tuple[str, int], StringTranslation] = {}
    by_kind: dict[tuple[str, int], list[StringTranslation]] = defaultdict(list)
    for words in (
        StringTranslation.objects.filter(context__object=original.object_id, locale=translation.target_locale_id)
        .select_related("context", "review")
        .order_by("pk")
    ):
        by_place[words.context.path, words.translation_of_id] = words
        by_kind[words.context.field_path, words.translation_of_id].append(words)
    for segment in StringSegment.objects.filter(source=translation.source_id).select_related("context"):
        place, kind = (segment.context.path, segment.string_id), (segment.context.field_path, segment.string_id)
        words = by_place.get(place) or next(iter(by_kind[kind]), None)
        if words is None:
            continue
        review = getattr(words, "review", None)
        save_words(
            translation,
            segment,
            words.data,
            user,
            tool=words.tool_name,
            review=Review.Reason(review.reason) if review else None,
        )
