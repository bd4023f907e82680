"""Generate invalid form submissions."""

import random
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.hostile import VALUES, encoded, undone

from .forms import Form, Pairs

FORM = "application/x-www-form-urlencoded"
#: More than Django accepts in a form, in one field.
OVERSIZED = "x" * 10_000_000
FILES = (
    SimpleUploadedFile("a.jpg", b"", "image/jpeg"),
    SimpleUploadedFile("\u202egpj.exe", b"MZ" + b"\0" * 99, "image/jpeg"),
    SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF", "application/pdf"),
    SimpleUploadedFile("a.csv", "name,country\nتهران,\0\n".encode(), "text/csv"),
    SimpleUploadedFile("a.xlf", b"<xliff version='1.2'><file/>", "application/xml"),
    SimpleUploadedFile("a" * 250 + ".po", b'msgid ""\nmsgstr ""\n', "text/plain"),
)
METHODS = ("PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE")


def kinds_of_fields(form: Form) -> dict[str, tuple[str, str]]:
    """Return the kind of each field, which similar fields of rows, and of blocks of a type in any form, share."""
    blocks = {name.removesuffix("-type"): kind for name, kind in form.pairs if name.endswith("-type")}
    kinds = {}
    for name, _value in form.pairs:
        ends = [place.start() for place in re.finditer("-|$", name)]
        inside = next((name[:end] for end in reversed(ends) if name[:end] in blocks), None)
        where, rest = (blocks[inside], name[len(inside) :]) if inside else (form.action, name)
        kinds[name] = (where, re.sub(r"\d+", "0", rest))
    return kinds


def broken(form: Form, chance: random.Random, each: int, known: set) -> Iterator[tuple[str, Pairs]]:
    """Yield broken submissions: the whole form, then ``each`` values for each field of a kind that is not known yet."""
    pairs = form.pairs
    yield "as it is", pairs
    yield "empty", [(name, "") for name, _value in pairs]
    yield "no field", []
    yield "unknown fields", [*pairs, ("no_such_field", "1"), ("__class__", "x"), ("id", "0"), ("pk", "abc")]
    yield "each twice", [pair for name, value in pairs for pair in ((name, value), (name, "2"))]
    for value in chance.sample(VALUES, 2 * each):
        yield f"all {value[:20]!r}", [(name, value) for name, _value in pairs]
    for name, kind in kinds_of_fields(form).items():
        if kind in known:
            continue
        known.add(kind)
        rest = [pair for pair in pairs if pair[0] != name]
        yield f"without {name}", rest
        for value in chance.sample(VALUES, each):
            yield f"{name}={value[:20]!r}", [*rest, (name, value)]


def send(client: Client, form: Form, pairs: Pairs, chance: random.Random) -> HttpResponse:
    """Submit with one of the buttons; sometimes like a script, as in modal windows of the admin."""
    headers = {"x-requested-with": "XMLHttpRequest"} if chance.random() < 0.3 else {}
    button = [chance.choice(form.buttons)] if form.buttons else []
    with undone():
        if not form.files:
            return client.post(form.action, encoded([*pairs, *button]), content_type=FORM, headers=headers)
        files: dict[str, Any] = {name: chance.choice(FILES) for name in form.files if chance.random() < 0.8}
        for file in files.values():
            file.seek(0)
        said: dict[str, Any] = {}
        for name, value in [*pairs, *button]:
            said.setdefault(name, []).append(value.encode(errors="surrogatepass").decode(errors="replace"))
        body = encode_multipart(BOUNDARY, {**said, **files})
        return client.generic("POST", form.action, body, content_type=MULTIPART_CONTENT, headers=headers)
