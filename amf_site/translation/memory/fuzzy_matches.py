"""What was translated before and is nearly the same: offered to the translator with what differs.

Candidates are found by the three-letter groups that they share with the segment: by PostgreSQL where it has
``pg_trgm``, else here. How alike a candidate is, is then measured by difflib everywhere, so both offer the same.
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

#: Less alike is no help.
LIKENESS = 0.6
#: No more are offered.
MOST = 5
#: So many candidates are measured exactly.
CANDIDATES = 15
#: A candidate shares at least this part of its letter groups with the segment …
SHARED = 0.3
#: … and the shorter of the two has at least this part of the longer one's length.
LENGTH = 0.4
#: Longer texts are compared word by word.
LONG = 300

WORD = re.compile(r"\w+", re.UNICODE)
#: Words and what stands between them; nothing is lost by splitting.
PARTS = re.compile(r"\w+|\s+|[^\w\s]", re.UNICODE)


@dataclass(frozen=True)
class Suggestion:
    """Words that a similar source has; ``source`` and ``words`` are segments as wagtail-localize writes them."""

    source: str
    words: str
    likeness: float
    #: The page or record where they stand.
    origin: str
    #: From the source of the suggestion to the segment: ``{"kind": "same" | "removed" | "added", "text": …}``.
    difference: list[dict[str, str]]


def suggestions(translation: Translation, segment: StringSegment) -> list[Suggestion]:
    """The best matches of a segment in its language, the likest first; words that the segment has itself are none."""
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
    """The strings, by id and data, that share most letter groups with a segment."""
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
    """Whether the database compares letter groups itself."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None


def most_alike(rows: Iterable[tuple[int, str]], html: str) -> list[tuple[int, str]]:
    """The same in Python: twenty thousand strings in about a second."""
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
    """The letter groups of a text as pg_trgm makes them: three letters of a word, its edges marked by spaces."""
    padded = "  ".join(["", *WORD.findall(text.lower()), ""])
    triples = (padded[place : place + 3] for place in range(len(padded) - 3))
    return {triple for triple in triples if not triple.endswith("  ")}


def likeness(one: str, other: str) -> float:
    """From 0 to 1, as difflib counts."""
    first, second = one.casefold(), other.casefold()
    if max(len(first), len(second)) > LONG:
        return difflib.SequenceMatcher(None, PARTS.findall(first), PARTS.findall(second), autojunk=False).ratio()
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()
