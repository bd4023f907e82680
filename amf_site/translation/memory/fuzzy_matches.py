"""Fuzzy matches from the translation memory, with the differences from the current segment.

Candidates are found by shared trigrams, in PostgreSQL with ``pg_trgm``, otherwise in Python. Their similarity is then
always computed with difflib, so that the results are the same.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length
from wagtail_localize.models import String, StringSegment, StringTranslation, Translation, TranslationSource

from ..segments.diff import changes
from ..segments.markup import plain

#: Minimum similarity of a suggestion.
LIKENESS = 0.6
#: Maximum number of suggestions.
MOST = 5
#: Number of candidates whose similarity is computed.
CANDIDATES = 15
#: Minimum share of trigrams that a candidate has in common with the segment.
SHARED = 0.3
#: Minimum ratio of the lengths of the shorter and the longer text.
LENGTH = 0.4
#: Longer texts are compared word by word.
LONG = 300

WORD = re.compile(r"\w+", re.UNICODE)
#: Words, and everything between them; joining the parts restores the text.
PARTS = re.compile(r"\w+|\s+|[^\w\s]", re.UNICODE)


@dataclass(frozen=True)
class Suggestion:
    """The translation of a similar source text; ``source`` and ``words`` are segments of wagtail-localize."""

    source: str
    words: str
    likeness: float
    #: The page or record that contains it.
    origin: str
    #: Changes from ``source`` to the current segment: ``{"kind": "same" | "removed" | "added", "text": …}``.
    difference: list[dict[str, str]]


def suggestions(translation: Translation, segment: StringSegment) -> list[Suggestion]:
    """Return the best matches for a segment, most similar first, without its own translation."""
    known = StringTranslation.objects.filter(
        locale=translation.target_locale_id, has_error=False, review__isnull=True
    ).exclude(data="")
    itself = Q(translation_of=segment.string_id, context=segment.context_id)
    others = known.exclude(itself)
    strings = String.objects.filter(
        Exists(others.filter(translation_of=OuterRef("pk"))), locale=segment.string.locale_id
    )
    text = plain(segment.string.data)
    likely = candidates(strings, segment.string.data)
    likenesses = {pk: likeness(text, plain(data)) for pk, data in likely}
    rows = (
        others.filter(translation_of__in=[pk for pk, value in likenesses.items() if value >= LIKENESS])
        .order_by("-updated_at", "-pk")
        .values_list("translation_of_id", "translation_of__data", "data", "context__object_id")
    )
    own = known.filter(itself).values_list("data", flat=True).first()
    seen: set[tuple[int, str]] = {(segment.string_id, own)} if own else set()
    found = []
    for string, source, words, place in rows:
        if (string, words) not in seen:
            seen.add((string, words))
            found.append((likenesses[string], source, words, place))
    found = sorted(found, key=lambda row: -row[0])[:MOST]
    names = dict(
        TranslationSource.objects.filter(object__in={row[-1] for row in found}).values_list("object_id", "object_repr")
    )
    return [
        Suggestion(
            source,
            words,
            round(value, 2),
            names.get(place, ""),
            [{"kind": kind, "text": run} for kind, run in changes(plain(source), text)],
        )
        for value, source, words, place in found
    ]


def candidates(strings: QuerySet[String], html: str) -> list[tuple[int, str]]:
    """Return the ids and data of the strings that share most trigrams with a segment."""
    near = strings.annotate(length=Length("data")).filter(
        length__gte=int(len(html) * LENGTH), length__lte=int(len(html) / LENGTH) + 1
    )
    if has_trigrams():
        return list(
            near.annotate(shared=TrigramSimilarity("data", html))
            .filter(shared__gte=SHARED)
            .order_by("-shared", "pk")
            .values_list("pk", "data")[:CANDIDATES]
        )
    return most_alike(near.order_by("pk").values_list("pk", "data").iterator(), html)


def has_trigrams() -> bool:
    """Return whether the database has ``pg_trgm``."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None


def most_alike(rows: Iterable[tuple[int, str]], html: str) -> list[tuple[int, str]]:
    """Do the same in Python, at a rate of twenty thousand strings a second."""
    wanted = groups(html)
    scored = []
    for pk, data in rows:
        given = groups(data)
        both = len(wanted & given)
        share = both / (len(wanted) + len(given) - both or 1)
        if share >= SHARED:
            scored.append((-share, pk, data))
    return [(pk, data) for _share, pk, data in sorted(scored)[:CANDIDATES]]


def groups(text: str) -> set[str]:
    """Return the trigrams of a text like pg_trgm, with word boundaries padded by spaces."""
    padded = "  ".join(["", *WORD.findall(text.lower()), ""])
    triples = (padded[place : place + 3] for place in range(len(padded) - 3))
    return {triple for triple in triples if not triple.endswith("  ")}


def likeness(one: str, other: str) -> float:
    """Return the similarity of two texts from 0 to 1, as the ratio of difflib."""
    first, second = one.casefold(), other.casefold()
    if max(len(first), len(second)) > LONG:
        return difflib.SequenceMatcher(None, PARTS.findall(first), PARTS.findall(second), autojunk=False).ratio()
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()
