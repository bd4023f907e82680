"""Find glossary terms in a text, and check whether its translation uses them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from ..conf import host
from ..models import Term

WORD = re.compile(r"\w+")
#: Number of first letters by which terms are indexed.
START = 3


def pattern(term: str) -> re.Pattern[str]:
    """Return a pattern for a term as a whole word, in any case, including the English plural."""
    words = r"\s+".join(re.escape(word) for word in term.split())
    if re.search(r"[^aeiou]y$", term, re.IGNORECASE):
        words = rf"{words[:-1]}(?:y|ies)"
    elif re.search(r"[a-z]$", term, re.IGNORECASE):
        words = rf"{words}(?:e?s)?"
    return re.compile(rf"{words}(?!\w)", re.IGNORECASE)


class Terms:
    """The terms of a language, indexed for searching many texts."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.by_start: dict[str, list[tuple[re.Pattern[str], Term]]] = defaultdict(list)
        # Longer terms first: “General Assembly” takes precedence over “general”.
        for term in sorted(terms, key=lambda term: -len(term.term)):
            self.by_start[term.term[:START].casefold()].append((pattern(term.term), term))

    def found_in(self, text: str) -> list[Term]:
        """Return the terms in a plain source text, without duplicates, in the order of occurrence."""
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
        """Return the terms in a plain source text of which the translation contains no form."""
        return [term for term in self.found_in(source) if not is_said(term, words)]


def folded(text: str) -> str:
    """Normalise spelling, whitespace and case for comparison."""
    text = unicodedata.normalize("NFC", text)
    for repair in host.spelling.values():
        text = repair(text)
    return " ".join(text.split()).casefold()


def is_said(term: Term, text: str) -> bool:
    """Return whether a plain translation contains one of the term's forms; a form may be a word stem."""
    said = folded(text)
    return any(folded(form) in said for form in term.all_forms)
