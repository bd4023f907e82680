"""The alphabetical order of each language.

Databases disagree on it, and SQLite knows none. So the order is made here, by ICU, and stored as plain ASCII that every
database sorts alike.
"""

from functools import lru_cache

import icu

from amf_site.languages import language

#: Longer keys are cut: what follows the first forty letters of a name decides nothing.
KEY_LENGTH = 250


@lru_cache(maxsize=32)
def _collator(cldr: str) -> icu.Collator:
    return icu.Collator.createInstance(icu.Locale.forLanguageTag(cldr))


def sort_key(text: str, code: str) -> str:
    """Hexadecimal digits that stand in the order in which the language puts the text."""
    return _collator(language(code).cldr).getSortKey(text).hex()[:KEY_LENGTH]
