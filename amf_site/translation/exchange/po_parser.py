"""A PO file as polib reads it, without what polib 1.2.0 loses.

It cuts a text into lines with ``str.splitlines``, which knows more line ends than PO files have: of a string with
U+2028, U+2029, U+0085 or U+001C–1E it drops signs without a word, and a comment with one of them it calls a syntax
error (not reported yet). It also takes the octal and hexadecimal escapes of ``msgcat --escape`` for words (its issue
120). To be deleted when it reads both: ``tests/translation/test_exchange_signs.py`` tells.
"""

import re

import polib
from django.utils.translation import gettext as _

from .document import ExchangeError

#: A backslash with what belongs to it: an octal or hexadecimal byte, or another sign.
ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{2})|(.))")


class _Text(str):
    """A text whose lines end in line feeds and nothing else."""

    def splitlines(self, keepends: bool = False) -> list[str]:
        return self.split("\n")


def parse(text: str) -> polib.POFile:
    """``text`` has no line ends but line feeds. Raises ``ExchangeError`` and whatever polib raises."""
    lines = (line if line.startswith("#") else ESCAPE.sub(_unescaped, line) for line in text.split("\n"))
    # polib opens what is the name of a file; with a line before it, no text is one.
    po = polib.pofile(_Text("\n" + "\n".join(lines)))
    for entry in po:
        entry.linenum = max((entry.linenum or 1) - 1, 1)
        try:
            entry.msgctxt = _decoded(entry.msgctxt or "")
            entry.msgid, entry.msgstr = _decoded(entry.msgid), _decoded(entry.msgstr)
        except UnicodeDecodeError as error:
            raise ExchangeError(
                _("Line %(line)s has escaped bytes that are not UTF-8.") % {"line": entry.linenum}
            ) from error
    return po


def _unescaped(escape: re.Match) -> str:
    """A byte beyond ASCII becomes a surrogate until its string is whole: its neighbours may be on the next line."""
    octal, hexadecimal, other = escape.groups()
    if other:
        return "\a" if other == "a" else escape[0]
    byte = int(octal, 8) if octal else int(hexadecimal, 16)
    return polib.escape(chr(byte)) if byte < 0x80 else chr(0xDC00 + (byte & 0xFF))


def _decoded(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode()
