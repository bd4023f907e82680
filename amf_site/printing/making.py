"""Make the PDF of a page, if it is not there yet as it should be."""

import hashlib
import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page, get_page_models

from .models import PagePdf, PrintedPage
from .typesetting import TypesettingError, generator_fingerprint, typeset


def hash_of(*parts: Any) -> str:
    """SHA-256 of JSON values and bytes, as hexadecimal digits."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part if isinstance(part, bytes) else json.dumps(part, sort_keys=True).encode())
        digest.update(b"\0")
    return digest.hexdigest()


def text_fingerprint(page: PrintedPage) -> str:
    """Changes when the page's own words do."""
    return hash_of(page.pdf_own_words())


def make_pdf(page: Page) -> PagePdf:
    """The file of a live page (a specific one) in its language, made anew only if anything in it has changed.

    What goes wrong is written to the row for staff, and a file that is there stays.
    """
    words_read_at = timezone.now()
    language = page.locale.language_code
    with override(language):
        words, pictures = page.pdf_words(), page.pdf_pictures()
    # A picture's file never changes under its name, so its bytes stand for it.
    fingerprint = hash_of(words, page.pdf_template, *pictures.values(), generator_fingerprint())
    made = PagePdf.objects.filter(page=page).first()
    if made is not None and made.fingerprint == fingerprint and made.file:
        if made.text_fingerprint != text_fingerprint(page) or made.problem:
            made.text_fingerprint, made.problem = text_fingerprint(page), ""
            made.save(update_fields=["text_fingerprint", "problem"])
        return made
    try:
        content, problem = typeset(page.pdf_template, words, language, pictures), ""
    except TypesettingError as error:
        content, problem = b"", str(error)
    return _keep(page, content, problem, fingerprint, words_read_at)


def make_missing() -> Iterator[PagePdf]:
    """One after the other, the files of all live pages: those that are there and right cost no more than a look."""
    printed = [model for model in get_page_models() if issubclass(model, PrintedPage)]
    pages = Page.objects.live().type(*printed).order_by("path") if printed else []
    for page in pages:
        yield make_pdf(page.specific)


def _keep(page: Any, content: bytes, problem: str, fingerprint: str, words_read_at: Any) -> PagePdf:
    """Put a new file in the old one's place, at once; drop it if a later attempt has been quicker."""
    name = f"{page.slug}-{page.locale.language_code}.pdf"
    with transaction.atomic():
        row, _created = PagePdf.objects.select_for_update().get_or_create(page_id=page.pk)
        if row.words_read_at is not None and row.words_read_at > words_read_at:
            return row
        row.words_read_at, row.problem, row.text_fingerprint = words_read_at, problem, text_fingerprint(page)
        if content:
            if row.file:
                storage, old = row.file.storage, str(row.file.name)
                transaction.on_commit(lambda: storage.delete(old))
            with pikepdf.open(BytesIO(content)) as pdf:
                row.pages = len(pdf.pages)
            row.sha256 = hashlib.sha256(content).hexdigest()
            row.size, row.made_at, row.fingerprint = len(content), timezone.now(), fingerprint
            row.file.save(f"{row.sha256[:12]}-{name}", ContentFile(content), save=False)
        row.save()
    return row
