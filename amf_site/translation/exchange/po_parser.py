"""Parse PO files with polib, without the data loss of polib 1.2.0.

polib splits the file with ``str.splitlines``, which recognises more line separators than PO has: it drops characters
from a string with U+2028, U+2029, U+0085 or U+001C–1E, and reports a syntax error for such a comment (not reported
yet). It also does not decode the octal and hexadecimal escapes of ``msgcat --escape`` (its issue 120). Delete this when
polib handles both; ``tests/translation/test_exchange_signs.py`` will fail then.
"""

import re

import polib
from django.utils.translation import gettext as _

from .document import ExchangeError

#: A backslash escape: an octal or hexadecimal byte, or another character.
ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{2})|(.))")


class _Text(str):
    """A string that is split into lines at line feeds only."""

    def splitlines(self, keepends: bool = False) -> list[str]:
        return self.split("\n")


def parse(text: str) -> polib.POFile:
    """Parse ``text``, whose only line separators are line feeds. Raise ``ExchangeError``, or any error of polib."""
    lines = (line if line.startswith("#") else ESCAPE.sub(_unescaped, line) for line in text.split("\n"))
    # polib would open a string that is the name of a file; one with a leading newline never is.
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
    """Decode an escape. Non-ASCII bytes become surrogates until the whole string, which may span lines, is known."""
    octal, hexadecimal, other = escape.groups()
    if other:
        return "\a" if other == "a" else escape[0]
    byte = int(octal, 8) if octal else int(hexadecimal, 16)
    return polib.escape(chr(byte)) if byte < 0x80 else chr(0xDC00 + (byte & 0xFF))


def _decoded(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode()
