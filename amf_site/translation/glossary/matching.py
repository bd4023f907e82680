"""Where the glossary's terms stand in a text, and whether its translation says them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from ..conf import host
from ..models import Term

WORD = re.compile(r"\w+")
#: Terms are looked up by so many of their first letters.
START = 3


def pattern(term: str) -> re.Pattern[str]:
    """A term as a word of its own, in any case, and in the plural that English makes of it."""
    words = r"\s+".join(re.escape(word) for word in term.split())
    if re.search(r"[^aeiou]y$", term, re.IGNORECASE):
        words = rf"{words[:-1]}(?:y|ies)"
    elif re.search(r"[a-z]$", term, re.IGNORECASE):
        words = rf"{words}(?:e?s)?"
    return re.compile(rf"{words}(?!\w)", re.IGNORECASE)


class Terms:
    """Terms of one language, ready to be looked for in many texts."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.by_start: dict[str, list[tuple[re.Pattern[str], Term]]] = defaultdict(list)
        # A longer term first: where “General Assembly” stands, “general” is not meant.
        for term in sorted(terms, key=lambda term: -len(term.term)):
            self.by_start[term.term[:START].casefold()].append((pattern(term.term), term))

    def found_in(self, text: str) -> list[Term]:
        """The terms that occur in the plain text of a source, each once, in the order of their places."""
        found: dict[int | None, Term] = {}
        end = 0
        for word in WORD.finditer(text):
            place = word.start()
            if place < end:
                continue
            for wanted, term in self.by_start.get(text[place : place + START].casefold(), ()):
                if match := wanted.match(text, place):
                    found.setdefault(term.pk, term)
                    end = match.end()
                    break
        return list(found.values())

    def not_said(self, source: str, words: str) -> list[Term]:
        """The terms that occur in the plain text of a source and that its translation says in none of their forms."""
        return [term for term in self.found_in(source) if not is_said(term, words)]


def folded(text: str) -> str:
    """A text in which letters, spaces and case that look alike are alike."""
    text = unicodedata.normalize("NFC", text)
    for repair in host.spelling.values():
        text = repair(text)
    return " ".join(text.split()).casefold()


def is_said(term: Term, text: str) -> bool:
    """Whether a plain text in the term's language has one of the term's forms; a form may be the stem of many."""
    said = folded(text)
    return any(folded(form) in said for form in term.all_forms)
