"""The plan as a file: which file a language has, and what is to be known of it before it is taken."""

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
    from .models import PlanEdition, PlanFile


@dataclass(frozen=True)
class DownloadableFile:
    """An edition of the plan as a PDF in one language."""

    language: str
    #: Where it is taken from: the stable address of its edition, or for a language without a page the document's own.
    url: str
    file: FieldFile
    #: Whether an editor has uploaded it; else the site has made it from the page.
    is_uploaded: bool
    #: Whether the page says something else by now.
    is_old: bool
    pages: int | None
    size: int
    #: The content's hash in hexadecimal digits; of the older, shorter kind for uploaded documents.
    checksum: str
    checksum_kind: str
    modified: datetime.datetime
    published_on: datetime.date
    #: A picture of the first page of an uploaded document; empty where the page draws a cover itself.
    cover_url: str = ""

    @property
    def language_row(self) -> Language:
        return language_row(self.language)


def files_of(edition: "PlanEdition", passed: Collection[int] = (), own: str = "") -> list[DownloadableFile]:
    """The edition's files in the order of the languages: two queries, whatever their number.

    Pages that readers can reach have theirs, and that of the language ``own``, whose page is being looked at. An
    uploaded document goes before the file that the site made, unless the page says something else by now. A private
    edition offers nothing but to whoever has ``passed`` its restrictions.
    """
    shown = (reachable(passed) & open_to()) | Q(locale__language_code=own)
    pages = edition.pages.annotate(is_shown=shown, is_private=private(passed)).select_related("locale", "pdf")
    made = {page.locale.language_code: page.pdf for page in pages if page.is_shown and hasattr(page, "pdf")}
    is_private = any(page.is_private for page in pages)
    uploaded = {} if is_private else {file.language: file for file in edition.files.select_related("document")}
    chosen = (_choose(edition, row.code, uploaded.get(row.code), made.get(row.code)) for row in LANGUAGES)
    return [file for file in chosen if file is not None]


def is_old(file: "PlanFile", pdf: PagePdf | None) -> bool:
    """Whether the page of an uploaded file's language says something else by now."""
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
