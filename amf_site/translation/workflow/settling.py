"""Record which translated texts a publication has approved."""

from collections import defaultdict
from typing import Any

from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from ..models import UnpublishedWords
from ..segments.markup import plain


def settle(translation: Translation, instance: Any) -> None:
    """Mark the translated segments that the published instance contains as approved, and the others as unpublished.

    This does not depend on how the instance was published.
    """
    said: dict[str, list[str]] = defaultdict(list)
    for value in extract_segments(instance):
        if isinstance(value, StringSegmentValue):
            said[value.path].append(value.string.data)
    wanted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    segments = StringSegment.objects.filter(source=translation.source_id).order_by("order")
    for path, *key in segments.values_list("context__path", "context_id", "string_id"):
        wanted[path].append((key[0], key[1]))
    rows, known = words_of(translation)
    approved, waiting = [], []
    for path, keys in wanted.items():
        is_in_place = stand_in_place(said[path], [texts_of(rows.get(key)) for key in keys], known[path])
        texts = said[path] if is_in_place else [None] * len(keys)
        for key, text in zip(keys, texts, strict=True):
            words = rows.get(key)
            if words is None:
                continue
            is_said = plain(words.data) in map(plain, [text] if text is not None else said[path])
            if is_said:
                approved.append(words.pk)
            elif text is not None:
                waiting.append(UnpublishedWords(translation=words, live=text))
    UnpublishedWords.objects.filter(translation__in=approved).delete()
    UnpublishedWords.objects.bulk_create(
        waiting, update_conflicts=True, unique_fields=["translation"], update_fields=["live"]
    )


def words_of(translation: Translation) -> tuple[dict[tuple[int, int], StringTranslation], dict[str, set[str]]]:
    """Return all translations of an object in a language by context and string, and their texts by path."""
    rows: dict[tuple[int, int], StringTranslation] = {}
    known: dict[str, set[str]] = defaultdict(set)
    for words in StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale_id
    ).select_related("review", "unpublished", "context"):
        rows[words.context_id, words.translation_of_id] = words
        known[words.context.path] |= texts_of(words)
    return rows, known


def texts_of(words: StringTranslation | None) -> set[str]:
    """Return the texts of a segment in a language: as it is translated now, and as it was published last."""
    if words is None:
        return set()
    unpublished = getattr(words, "unpublished", None)
    return {words.data, unpublished.live if unpublished else words.data}


def stand_in_place(texts: list[str], segments: list[set[str]], known: set[str]) -> bool:
    """Return whether texts may be matched with segments by position, given the texts of each and all that are known.

    They may not after the source has moved or replaced segments: known texts then stand elsewhere.
    """
    return len(texts) == len(segments) and all(
        text in own or text not in known for text, own in zip(texts, segments, strict=True)
    )
