"""Sort keys in the alphabetical order of each language.

Databases differ in their collations, and SQLite has none for most languages. So ICU computes the keys, which are stored
as ASCII that every database sorts in the same way.
"""

from functools import lru_cache

import icu

from amf_site.languages import language

#: The maximum length of a key in characters, about forty letters of a name; the rest hardly affects the order.
KEY_LENGTH = 250


@lru_cache(maxsize=32)
def _collator(cldr: str) -> icu.Collator:
    return icu.Collator.createInstance(icu.Locale.forLanguageTag(cldr))


def sort_key(text: str, code: str) -> str:
    """Return a hexadecimal string that sorts as the text does in the language."""
    return _collator(language(code).cldr).getSortKey(text).hex()[:KEY_LENGTH]
