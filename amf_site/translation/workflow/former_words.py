"""Find the existing translations of changed segments: those of their previous text, even if it was elsewhere."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterator

from wagtail_localize.models import String, StringTranslation, TranslationContext, TranslationSource

from ..memory.exact_matches import is_sound
from ..models import Review, UnpublishedWords
from ..segments.store import live_words

#: Minimum similarity of two texts to count as versions of each other, unless their place leaves no doubt.
LIKENESS = 0.5
#: Bonus on the similarity of two texts in the same place.
SAME_PLACE = 0.25

#: A segment, as the ids of its context (object and path) and its string.
Key = tuple[int, int]


def move_along(source: TranslationSource, before: Counter[Key]) -> None:
    """Carry over the translations of unchanged text that has moved, for example in a table whose rows were reordered.

    The published translation and the pending review are carried over too.
    """
    now = Counter(source.stringsegment_set.values_list("context_id", "string_id"))
    places = defaultdict(list)
    for context, string in now.keys() - before.keys():
        places[string].append(context)
    left = {key for key in before - now if key[1] in places}
    if not left:
        return
    stored = (
        StringTranslation.objects.filter(
            context__in={context for context, _string in left},
            translation_of__in=places,
            locale__in=source.translations.values("target_locale"),
        )
        .select_related("translation_of", "review", "unpublished")
        .order_by("pk")
    )
    moved = [
        (renewed(old, old.translation_of_id, old.translation_of.data, context), old)
        for old in stored
        if (old.context_id, old.translation_of_id) in left
        for context in places[old.translation_of_id]
    ]
    # If the text was in several places before, take the translation of one of them.
    once = {(words.locale_id, words.context_id, words.translation_of_id): (words, old) for words, old in moved}
    keep(list(once.values()))


def carry_over(source: TranslationSource, before: Counter[Key]) -> None:
    """Give each changed segment the translations of its previous text, in every language, and mark them for review.

    The published translations are carried over too, so that readers keep them until the new ones are published.
    """
    former = former_keys(source, before)
    if not former:
        return
    stored: dict[tuple[int, Key], StringTranslation] = {
        (words.locale_id, (words.context_id, words.translation_of_id)): words
        for words in StringTranslation.objects.filter(
            context__in={context for pair in former.items() for context, _string in pair},
            locale__in=source.translations.values("target_locale"),
        )
        .select_related("translation_of", "review", "unpublished")
        .order_by("pk")
        if words.data or live_words(words)
    }
    texts = dict(source.stringsegment_set.values_list("string_id", "string__data"))
    carried = []
    for locale in {locale for locale, _key in stored}:
        for key, old_key in former.items():
            if (old := stored.get((locale, old_key))) is None:
                continue
            if (there := stored.get((locale, key))) is None:
                carried.append((renewed(old, key[1], texts[key[1]], key[0]), old))
            elif not live_words(there) and live_words(old):
                UnpublishedWords.objects.filter(translation=there).update(live=live_words(old))
    keep(carried)


def former_keys(source: TranslationSource, before: Counter[Key]) -> dict[Key, Key]:
    """Return the previous key of each changed segment. Text that has only moved has none: ``move_along`` sees to it."""
    now = Counter(source.stringsegment_set.values_list("context_id", "string_id"))
    # Of two identical segments one may have changed: it is gone, although there is another.
    new, gone = now.keys() - before.keys(), (before - now).keys()
    there, left = {string for _context, string in new}, {string for _context, string in gone}
    wanted = [key for key in sorted(new) if key[1] not in left]
    candidates = [key for key in sorted(gone) if key[1] not in there]
    paths = dict(
        TranslationContext.objects.filter(pk__in={context for context, _string in [*wanted, *candidates]}).values_list(
            "pk", "path"
        )
    )
    texts = dict(String.objects.filter(pk__in=(there | left)).values_list("pk", "data"))
    former: dict[Key, Key] = {}
    for block in {block_of(paths[context]) for context, _string in wanted}:
        here = [key for key in wanted if block_of(paths[key[0]]) == block]
        former.update(paired(here, [key for key in candidates if block_of(paths[key[0]]) == block], texts))
    return former


def block_of(path: str) -> str:
    """Return the part of a path within which texts are compared: the block, because table cells are named by row."""
    return ".".join(path.split(".")[:2])


def keep(carried: list[tuple[StringTranslation, StringTranslation]]) -> None:
    """Store translations of changed segments; each comes with the translation that it was made from."""
    if not carried:
        return
    StringTranslation.objects.bulk_create(
        [words for words, _old in carried],
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "translation_type", "tool_name", "last_translated_by", "has_error", "updated_at"],
    )
    stored = [words.pk for words, _old in carried]
    Review.objects.filter(translation__in=stored).delete()
    UnpublishedWords.objects.filter(translation__in=stored).delete()
    Review.objects.bulk_create(
        (
            Review(translation=words, reason=reason_of(old), old_source=translated_text(old))
            for words, old in carried
            if hasattr(old, "review") or not reads_alike(old.translation_of.data, words.translation_of.data)
        )
    )
    UnpublishedWords.objects.bulk_create(
        (
            UnpublishedWords(translation=words, live=live_words(old))
            for words, old in carried
            if hasattr(old, "unpublished")
        )
    )


def reads_alike(one: str, other: str) -> bool:
    """Return whether two texts differ in whitespace only, which a page collapses."""
    return one.split() == other.split()


def paired(wanted: list[Key], candidates: list[Key], texts: dict[int, str]) -> Iterator[tuple[Key, Key]]:
    """Pair new segments with previous ones of the same block: the most similar first, each used once.

    A field that has as many segments as before, which includes all single-segment fields, is paired completely.
    """
    have, had = Counter(context for context, _string in wanted), Counter(context for context, _string in candidates)
    likeness = []
    for number, (context, string) in enumerate(wanted):
        for place, (old_context, old_string) in enumerate(candidates):
            ratio = difflib.SequenceMatcher(None, texts[old_string], texts[string]).ratio()
            is_same_place = old_context == context
            if ratio >= LIKENESS or (is_same_place and have[context] == had[context]):
                likeness.append((ratio + is_same_place * SAME_PLACE, -number, place))
    given: set[int] = set()
    taken: set[int] = set()
    for _ratio, minus_number, place in sorted(likeness, reverse=True):
        if -minus_number not in given and place not in taken:
            given.add(-minus_number)
            taken.add(place)
            yield wanted[-minus_number], candidates[place]


def renewed(old: StringTranslation, string: int, text: str, context: int) -> StringTranslation:
    """Copy a translation to a string in a context; mark it as an error if it has a link that the string lacks."""
    return StringTranslation(
        translation_of=String(pk=string, data=text),
        locale_id=old.locale_id,
        context_id=context,
        data=old.data,
        translation_type=old.translation_type,
        tool_name=old.tool_name,
        last_translated_by_id=old.last_translated_by_id,
        has_error=not is_sound(text, old.data),
    )


def translated_text(old: StringTranslation) -> str:
    """Return the source text that was translated, even if the source has changed several times since."""
    review = getattr(old, "review", None)
    return (review.old_source if review else "") or old.translation_of.data


def reason_of(old: StringTranslation) -> str:
    """Return the reason for review; unreviewed machine translation remains marked as such when its source changes."""
    review = getattr(old, "review", None)
    return review.reason if review else Review.Reason.SOURCE
