"""Find unwanted characters in text that was pasted from a PDF, an old document or a page layout program."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from amf_site.visible_text import is_visible

#: Unwanted characters, each kind with its message.
ODD: tuple[tuple[re.Pattern[str], Any], ...] = (
    (
        re.compile(
            "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u180e\u200b\u2028\u2029\u2060-\u2064"
            "\ufeff\ufff9-\ufffc\U000e0001-\U000e007f]"
        ),
        _("Invisible signs that have come along: %(signs)s. Write the words anew here."),
    ),
    (re.compile("\u00ac"), _("“¬” stands where there was a half-space or a hyphen: %(signs)s.")),
    (
        # Except ﴾﴿, ﷺ, ﷻ, ﷼ and ﷽, which are characters in their own right.
        re.compile("[\ufb00-\ufd3d\ufd40-\ufdf9\ufe70-\ufefc]"),
        _("Letters written as the shapes that printers once used: %(signs)s. Write the words anew here."),
    ),
    (
        re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]"),
        _("Signs that only one font has, so readers do not see them: %(signs)s."),
    ),
    (
        # Except the twelve unified ideographs in the compatibility block.
        re.compile(
            "[\u2e80-\u2fd5\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufad9\U0002f800-\U0002fa1d]"
        ),
        _("Signs of dictionaries that only look like characters: %(signs)s. Write the words anew here."),
    ),
)


def is_text(words: str) -> bool:
    """Return whether a database can store the text: it rejects surrogates and null characters."""
    return "\0" not in words and not any("\ud800" <= sign <= "\udfff" for sign in words)


def odd_signs(text: str, source: str) -> Iterator[str]:
    """Yield messages about unwanted characters of a text that are not in its source."""
    for pattern, message in ODD:
        if found := dict.fromkeys(sign for sign in pattern.findall(text) if sign not in source):
            yield message % {"signs": " ".join(map(_named, found))}


def _named(sign: str) -> str:
    code = f"U+{ord(sign):04X}"
    return f"{sign} ({code})" if is_visible(sign) else code
