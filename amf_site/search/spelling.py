"""Corrections for query words that appear on no page.

To work with every database, a query selects known words that share a substring with the misspelt one as candidates, and
Python computes their edit distances.
"""

import unicodedata
from collections.abc import Sequence

from django.db.models import Q
from django.db.models.functions import Length

from .folding import fold
from .models import KnownWord
from .words import CHUNK, HAS_SPACELESS, Term

#: The maximum number of candidates.
MOST_CANDIDATES = 3000
#: Longer words are not corrected.
LONGEST = 30
#: A query with more unknown words is not corrected: it is not just misspelt.
MOST_UNKNOWN = 3
#: The minimum length of a misspelt word that may also be the beginning of a longer one.
SHORTEST_BEGINNING = 6


def letters_of(word: str) -> str:
    """Decompose a word into units that a typing error changes: a Korean syllable has several letters."""
    return unicodedata.normalize("NFD", word)


def allowance(word: str) -> int:
    """Return the maximum edit distance for a word, according to its length."""
    length = len(letters_of(word))
    if length < 4:
        return int(length == 3 and bool(HAS_SPACELESS.search(word)))
    return 1 if length < 6 else 2


def distance(left: str, right: str, most: int) -> int:
    """Return the edit distance (insert, delete, replace, swap neighbours), or ``most + 1`` if it exceeds ``most``."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _near(word: str) -> Q:
    """Return a filter for known words that can be within the allowed distance, or have a beginning that is.

    If a word is cut into one part more than the allowed number of errors, at least one part has no error. The exception
    is a swap across a cut; then the first and last letters are right.
    """
    most = allowance(word)
    size = max(1, len(word) // (most + 1))
    parts = {word[start : start + size] for start in range(0, size * most, size)} | {word[size * most :]} - {""}
    shared = Q(folded__startswith=word[0], folded__endswith=word[-1])
    for part in parts:
        shared |= Q(folded__contains=part)
    return shared & Q(letters__gte=len(word) - most)


def meant(query: str, terms: Sequence[Term], language: str) -> str:
    """Replace each unknown word of the query with the nearest known one; return an empty string if nothing changes.

    In scripts without spaces, a misspelt word has been segmented wrongly, so the whole run of letters is tried first.
    """
    phrases = [(chunk, fold(chunk), fold(chunk)) for chunk in CHUNK.findall(query) if HAS_SPACELESS.search(chunk)]
    words = [(term.typed, term.whole, term.stem) for term in terms]
    asked = [(typed, whole, stem) for typed, whole, stem in dict.fromkeys([*phrases, *words]) if len(whole) <= LONGEST]
    wanted = Q()
    for _typed, whole, stem in asked:
        wanted |= Q(folded__contains=stem)
        wanted |= _near(whole) if allowance(whole) else Q()
    if not wanted:
        return ""
    known = KnownWord.objects.filter(language=language).alias(letters=Length("folded")).filter(wanted)
    spellings = dict(known.order_by("folded").values_list("folded", "spelling")[:MOST_CANDIDATES])
    unknown = [(typed, whole) for typed, whole, stem in asked if not any(stem in folded for folded in spellings)]
    other = query
    for typed, whole in unknown if len(unknown) <= MOST_UNKNOWN else ():
        if typed in other and (nearest := _nearest(whole, spellings)):
            other = other.replace(typed, spellings[nearest], 1)
    return other if fold(other) != fold(query) else ""


def _nearest(word: str, known: dict[str, str]) -> str:
    """Return the nearest known word, preferring the same first letter; else a longer word with a near beginning."""
    most, letters = allowance(word), letters_of(word)
    near = []
    for folded in known:
        slips = distance(letters, letters_of(folded), most)
        begins = slips > most and len(folded) > len(word) >= SHORTEST_BEGINNING
        if begins:
            slips = distance(letters, letters_of(folded[: len(word)]), most)
        if slips <= most:
            other_letters = sorted(folded) != sorted(word)
            near.append((begins, slips, folded[0] != word[0], other_letters, abs(len(folded) - len(word)), folded))
    return min(near)[-1] if near else ""
