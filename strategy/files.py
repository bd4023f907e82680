"""Selection of the plan's PDF in each language, uploaded or generated, with the details shown beside the download."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.fields.files import FieldFile

from amf_site.addresses import page_path
from amf_site.languages import LANGUAGES, Language
from amf_site.languages import language as language_row
from amf_site.printing.models import PagePdf
from amf_site.visibility.languages import open_to
from amf_site.visibility.pages import private, reachable

if TYPE_CHECKING:
    from .models import PlanEdition, PlanEditionPage, PlanFile


@dataclass(frozen=True)
class DownloadableFile:
    """An edition of the plan as a PDF in one language."""

    language: str
    #: Download URL: that of the edition's page, or the document's own if the language has no page.
    url: str
    file: FieldFile
    #: Whether an editor has uploaded it. If not, the site has generated it from the page.
    is_uploaded: bool
    #: Whether the page's text has changed since.
    is_old: bool
    pages: int | None
    size: int
    #: Hexadecimal hash of the file: SHA-256, or SHA-1 for uploaded documents.
    checksum: str
    checksum_kind: str
    modified: datetime.datetime
    published_on: datetime.date
    #: URL of an image of the first page of an uploaded document. If it is empty, the template draws a cover.
    cover_url: str = ""

    @property
    def language_row(self) -> Language:
        return language_row(self.language)


def files_of(edition: "PlanEdition", passed: Collection[int] = (), own: str = "") -> list[DownloadableFile]:
    """Return the files of an edition in the order of ``LANGUAGES``, with two queries.

    They include the files of reachable pages, and that of the language ``own``, whose page is being viewed. An uploaded
    document takes precedence over a generated file until the page's text changes. A private edition has files only for
    readers who have ``passed`` its restrictions.
    """
    shown = (reachable(passed) & open_to()) | Q(locale__language_code=own)
    pages = edition.pages.annotate(is_shown=shown, is_private=private(passed)).select_related("locale", "pdf")
    made = {page.locale.language_code: page.pdf for page in pages if page.is_shown and hasattr(page, "pdf")}
    is_private = any(page.is_private for page in pages)
    uploaded = {} if is_private else {file.language: file for file in edition.files.select_related("document")}
    chosen = (_choose(edition, row.code, uploaded.get(row.code), made.get(row.code)) for row in LANGUAGES)
    return [file for file in chosen if file is not None]


def own_file(page: "PlanEditionPage") -> DownloadableFile | None:
    """Return the file in the language of a reachable page that was fetched ``with_own_file``, without a query."""
    uploaded, made = getattr(page, "own_upload", None), getattr(page, "pdf", None)
    return _choose(page.edition, page.locale.language_code, uploaded, made)


def is_old(file: "PlanFile", pdf: PagePdf | None) -> bool:
    """Whether the page's text has changed since the file was uploaded."""
    return pdf is not None and bool(pdf.text_fingerprint) and pdf.text_fingerprint != file.text_fingerprint


def _choose(
    edition: "PlanEdition", language: str, uploaded: "PlanFile | None", made: PagePdf | None
) -> DownloadableFile | None:
    url = f"{page_path(made.page, language)}download/" if made else ""
    if uploaded is not None and not (is_old(uploaded, made) and made and made.file):
        document = uploaded.document
        return DownloadableFile(
            language=language,
            url=url or document.url,
            file=document.file,
            is_uploaded=True,
            is_old=is_old(uploaded, made),
            pages=document.pages,
            size=document.get_file_size(),
            checksum=document.get_file_hash(),
            checksum_kind="SHA-1",
            modified=document.created_at,
            published_on=edition.published_on,
            cover_url=document.cover.url if document.cover else "",
        )
    if made is None or not made.file:
        return None
    return DownloadableFile(
        language=language,
        url=url,
        file=made.file,
        is_uploaded=False,
        is_old=made.is_behind,
        pages=made.pages,
        size=made.size,
        checksum=made.sha256,
        checksum_kind="SHA-256",
        modified=made.made_at,
        published_on=edition.published_on,
    )
