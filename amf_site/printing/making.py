"""Create the PDF of a page if it is missing or outdated."""

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page, get_page_models

from .models import PagePdf, PrintedPage
from .substitutes import typeset_readably
from .typesetting import TypesettingError, generator_fingerprint

logger = logging.getLogger(__name__)


def hash_of(*parts: Any) -> str:
    """Return the SHA-256 of JSON values and bytes, in hexadecimal."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part if isinstance(part, bytes) else json.dumps(part, sort_keys=True).encode())
        digest.update(b"\0")
    return digest.hexdigest()


def text_fingerprint(page: PrintedPage) -> str:
    """Return a hash that changes with the page's own text."""
    return hash_of(page.pdf_own_words())


def make_pdf(page: Page) -> PagePdf:
    """Create the PDF of a live page (a specific instance), unless nothing in it has changed, and return its row.

    Errors are stored in ``problem`` for staff, and an existing file is kept.
    """
    made = PagePdf.objects.filter(page=page).first()
    attempt = Attempt(timezone.now(), made.changed_at if made else None)
    try:
        return _make(page, made, attempt)
    except TypesettingError as error:
        attempt.problem = str(error)
    except Exception:
        logger.exception("The PDF of page %s could not be made", page.pk)
        attempt.problem = "A fault of the site: its log tells more."
    attempt.content = b""
    return _keep(page, attempt)


def _make(page: Any, made: PagePdf | None, attempt: "Attempt") -> PagePdf:
    language = page.locale.language_code
    with override(language):
        words, pictures = page.pdf_words(), page.pdf_pictures()
    # Images are hashed by content.
    attempt.fingerprint = hash_of(words, page.pdf_template, *pictures.values(), generator_fingerprint())
    if made is not None and made.fingerprint == attempt.fingerprint and made.file:
        return _still_right(made, page, attempt)
    attempt.content, attempt.substitutes = typeset_readably(page.pdf_template, words, language, pictures)
    return _keep(page, attempt)


@dataclass
class Attempt:
    """The result of an attempt to create a PDF."""

    words_read_at: datetime
    #: ``PagePdf.changed_at`` at the start of the attempt.
    made_for: datetime | None
    fingerprint: str = ""
    content: bytes = b""
    substitutes: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def _still_right(made: PagePdf, page: Any, attempt: Attempt) -> PagePdf:
    """Record that the existing file is up to date, if the row does not say so yet."""
    found = {"text_fingerprint": text_fingerprint(page), "problem": "", "made_for": attempt.made_for}
    if any(getattr(made, name) != value for name, value in found.items()):
        # Update only if the page has not changed since: a later change has enqueued its own task.
        PagePdf.objects.filter(pk=made.pk, changed_at=made.changed_at).update(**found)
        made.refresh_from_db()
    return made


def make_missing() -> Iterator[PagePdf]:
    """Create the missing and outdated PDFs of all live pages; yield every row, as up-to-date files cost little."""
    printed = [model for model in get_page_models() if issubclass(model, PrintedPage)]
    pages = Page.objects.live().type(*printed).order_by("path") if printed else []
    for page in pages:
        yield make_pdf(page.specific)


def _keep(page: Any, attempt: Attempt) -> PagePdf:
    """Save the result, replacing the old file in one transaction; discard it if a later attempt has finished first."""
    name = f"{page.slug}-{page.locale.language_code}.pdf"
    with transaction.atomic():
        row, _created = PagePdf.objects.select_for_update().get_or_create(page_id=page.pk)
        if row.words_read_at is not None and row.words_read_at > attempt.words_read_at:
            return row
        row.words_read_at, row.made_for = attempt.words_read_at, attempt.made_for
        row.problem, row.text_fingerprint = attempt.problem, text_fingerprint(page)
        if attempt.content:
            if row.file:
                storage, old = row.file.storage, str(row.file.name)
                transaction.on_commit(lambda: storage.delete(old))
            with pikepdf.open(BytesIO(attempt.content)) as pdf:
                row.pages = len(pdf.pages)
            row.sha256 = hashlib.sha256(attempt.content).hexdigest()
            row.size, row.made_at, row.fingerprint = len(attempt.content), timezone.now(), attempt.fingerprint
            row.substitutes = attempt.substitutes
            row.file.save(f"{row.sha256[:12]}-{name}", ContentFile(attempt.content), save=False)
        row.save()
    return row
