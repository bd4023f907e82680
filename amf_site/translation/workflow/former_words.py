"""Find the existing translations of changed segments: those of their previous text, even if it was elsewhere."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterator

from wagtail_localize.models import String, StringTranslation, TranslationSource

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
    segments = source.stringsegment_set.values_list("context_id", "string_id", "string__data", "context__path")
    now = Counter((context, string) for context, string, _text, _path in segments)
    # Of two identical segments one may have changed: its translation is still needed and is also carried over.
    new, gone = now.keys() - before.keys(), before - now
    if not new:
        return
    texts = {string: text for _context, string, text, _path in segments}
    blocks = {context: block_of(path) for context, _string, _text, path in segments}
    #: Strings that have only moved; ``move_along`` has carried over their translations.
    moved = {string for _context, string in new}
    known: dict[int, dict[Key, StringTranslation]] = defaultdict(dict)
    former: dict[int, dict[str, list[StringTranslation]]] = defaultdict(lambda: defaultdict(list))
    for words in (
        StringTranslation.objects.filter(
            context__in={context for context, _string in new | gone.keys()},
            locale__in=source.translations.values("target_locale"),
        )
        .select_related("translation_of", "context", "review", "unpublished")
        .order_by("pk")
    ):
        key = (words.context_id, words.translation_of_id)
        if words.data or live_words(words):
            known[words.locale_id][key] = words
            if key in gone and words.translation_of_id not in moved:
                former[words.locale_id][block_of(words.context.path)].append(words)
    carried = []
    for locale, by_block in former.items():
        for block, candidates in by_block.items():
            wanted = [key for key in sorted(new) if blocks[key[0]] == block]
            for key, old in paired(wanted, candidates, texts):
                if (there := known[locale].get(key)) is None:
                    carried.append((renewed(old, key[1], texts[key[1]], key[0]), old))
                elif not live_words(there) and live_words(old):
                    UnpublishedWords.objects.filter(translation=there).update(live=live_words(old))
    keep(carried)


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


def paired(
    wanted: list[Key], candidates: list[StringTranslation], texts: dict[int, str]
) -> Iterator[tuple[Key, StringTranslation]]:
    """Pair new segments with previous translations of the same block: the most similar first, each used once.

    A field that has as many segments as before, which includes all single-segment fields, is paired completely.
    """
    have, had = Counter(context for context, _string in wanted), Counter(old.context_id for old in candidates)
    likeness = []
    for number, (context, string) in enumerate(wanted):
        for place, old in enumerate(candidates):
            ratio = difflib.SequenceMatcher(None, old.translation_of.data, texts[string]).ratio()
            is_same_place = old.context_id == context
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
