"""Values that break programs, and what must be true of every response to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from django.db import transaction

#: NUL, surrogates, limits of ranges, bidirectional controls, characters outside the BMP.
SIGNS = "\0\ud800\udfff\udc80\ud83d\x01\x1b\x7f\x85\u2028\u202e\ufeff\uffff\U0001f600\U0010ffff'\"<>%\\/;\r\n\tآ۱aZ0-_ "
#: Values for single-line fields and for data stored in them.
VALUES = (
    *("", " ", "0", "1", "-1", str(2**31), str(2**63), "9" * 400, "1e999", "NaN", "۱۲۳", "1٫5", "true", "on", "null"),
    *("abc", "a" * 300, "ا" * 3000, "0" * 100_000, "[]", "{}", '[{"type": "text"}]', '{"blocks": 1, "entityMap": []}'),
    *("2026-02-30", "0000-00-00", "99999-01-01T00:00", "۱۴۰۵/۰۹/۰۹", "00000000-0000-0000-0000-000000000000"),
    *("\0", "a\0b", "\ud800", "half \ud83d", "\u202eabc", "\u2028", "😀", "\ufeff", "\x1b[31m", "\uffff"),
    *("<script>alert(1)</script>", '"><b>', "&amp;", "' OR 1=1 --", "%00", "%(title)s", "{{ 7|add:7 }}", "../../x"),
    *("http://", "http://[::1", "javascript:alert(1)", "//x", "mailto:a@b", "a@b@c", "/en/", "\r\nSet-Cookie: a=b"),
)


def encoded(fields: Any) -> str:
    """Encode a form, also with values that no browser could send. ``fields`` is a dictionary or pairs."""
    pairs = fields.items() if isinstance(fields, dict) else fields
    parts = ((str(name), str(value)) for name, value in pairs)
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in parts)


def _quoted(text: str) -> str:
    return quote(text.encode(errors="surrogatepass"), safe="")


@contextmanager
def undone() -> Iterator[None]:
    """Roll back the changes of an example, even after a database error, which PostgreSQL would not ignore."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answered(response: Any) -> bool:
    """Check a response: no server error, and a refusal has a message."""
    assert response.status_code < 500, response.status_code
    if response.status_code in (400, 404):
        assert len(response.content) > 20
    return True


def told(error: Any) -> str:
    """Describe an exception and where it was raised."""
    if not error:
        return "no exception"
    last = error[2]
    while last.tb_next:
        last = last.tb_next
    code = last.tb_frame.f_code
    return f"{error[0].__name__} in {code.co_filename.split('site-packages/')[-1]}:{last.tb_lineno}: {error[1]}"
