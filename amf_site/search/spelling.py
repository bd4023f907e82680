"""What a reader may have meant by words that no page has.

The same on every database: candidates are known words that share a part with the misspelt one, which a plain column
can be asked for, and Python measures how far they are from it.
"""

import unicodedata
from collections.abc import Sequence

from django.db.models import Q
from django.db.models.functions import Length

from .folding import fold
from .models import KnownWord
from .words import CHUNK, HAS_SPACELESS, Term

#: Of so many candidates the nearest is looked for.
MOST_CANDIDATES = 3000
#: Longer words are looked up in their own right.
LONGEST = 30
#: With more words that nobody knows, a query is not a slip.
MOST_UNKNOWN = 3
#: A misspelt word of so many letters is also taken for the beginning of a longer one.
SHORTEST_BEGINNING = 6


def letters_of(word: str) -> str:
    """A word in the parts that a slip of the finger changes: syllables of Korean are several."""
    return unicodedata.normalize("NFD", word)


def allowance(word: str) -> int:
    """How many slips a word of its length may hold."""
    length = len(letters_of(word))
    if length < 4:
        return int(length == 3 and bool(HAS_SPACELESS.search(word)))
    return 1 if length < 6 else 2


def distance(left: str, right: str, most: int) -> int:
    """Letters to add, to leave out, to change or to exchange with their neighbour; ``most`` + 1 for any more."""
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
    """For a filter of known words: those that may be within the allowance, or begin with what is.

    Of a word cut into one part more than there are slips, one part is whole, unless two neighbours were exchanged where
    it is cut: then beginning and end are.
    """
    most = allowance(word)
    size = max(1, len(word) // (most + 1))
    parts = {word[start : start + size] for start in range(0, size * most, size)} | {word[size * most :]} - {""}
    shared = Q(folded__startswith=word[0], folded__endswith=word[-1])
    for part in parts:
        shared |= Q(folded__contains=part)
    return shared & Q(letters__gte=len(word) - most)


def meant(query: str, terms: Sequence[Term], language: str) -> str:
    """The query with the nearest known word for each word that nothing known contains; nothing if there is none.

    Where no spaces divide the words, a misspelt one has been cut at the wrong places: so the whole is looked up first.
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
    """The nearest of the known words, one with the same beginning before others; else one that begins like it."""
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
