"""Helpers for tests of joining: the application as a browser sends it, and files that cities might attach."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import TimestampSigner, b62_encode
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from tests.pdf_files import plain

#: Half a pair of surrogates, as of an emoji that was cut.
HALF = "\ud83d"
APPLY = "/{}/join/apply/"
BROWSER = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver", "X-Forwarded-For": "203.0.113.7"}
ANSWERS = {
    "name": "Izmir",
    "native_name": "İzmir",
    "native_language": "tr",
    "country": "TR",
    "official_site": "https://www.example.org",
    "contact_name": "Ayşe Yılmaz",
    "contact_office": "Dış ilişkiler",
    "email": "ayse@example.org",
    "telephone": "",
    "language": "en",
    "reasons": "Şehrimiz öğrenmek istiyor.",
    "offers": "Körfez temizliği.\n\nİki satır & <b>işaret</b>",
    "seeks": "",
    "subject": "",
}


class EarlierSigner(TimestampSigner):
    """Signs as if the form had been opened a minute ago."""

    def timestamp(self) -> str:
        return b62_encode(int((timezone.now() - timedelta(minutes=1)).timestamp()))


def opened() -> str:
    return EarlierSigner(salt="amf_site.public_forms.application").sign("application")


def fill_in(client: Client, *, code: str = "tr", leave: bool = False, **changes: Any):
    """Send the form; ``changes`` replace answers, also ``attachments``. Half a pair of surrogates is sent as it is."""
    data = ANSWERS | {"opened": opened()} | changes | ({"leave": "1"} if leave else {})
    for name, value in data.items():
        if isinstance(value, str):
            data[name] = value.replace(HALF, "HALF A PAIR")
    body = encode_multipart(BOUNDARY, data).replace(b"HALF A PAIR", HALF.encode("utf-8", "surrogatepass"))
    return client.generic("POST", APPLY.format(code), body, content_type=MULTIPART_CONTENT, headers=BROWSER)


def post(client: Client, route: str, secret: str, *, code: str = "tr", **changes: Any):
    data = {"draft": secret, "opened": opened(), "subject": ""} | changes
    return client.post(f"{APPLY.format(code)}{route}/", data, headers=BROWSER)


def secret_in(answer: Any) -> str:
    """The secret in a redirect, or in the hidden field of a page."""
    found = re.search(r"draft=([\w-]+)", answer.headers.get("Location", "")) or re.search(
        r'name="draft" value="([\w-]+)"', answer.content.decode()
    )
    assert found
    return found[1]


def pdf(name: str = "karar.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, plain(), "application/pdf")


def bomb() -> SimpleUploadedFile:
    """A small DOCX that unpacks to far more than any program writes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 80_000_000)
    return SimpleUploadedFile("bomb.docx", packed.getvalue())
