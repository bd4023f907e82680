"""Examine an uploaded PDF in a child process: findings, or a message why it is refused."""

import base64
from dataclasses import dataclass
from functools import partial
from typing import IO

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .examination import ask_child

#: CPU time and memory for one file.
SECONDS, MEGABYTES = 8, 700

#: Instructions for the most common programs.
_EXPORT = _(
    "In Word: File → Save As → PDF. In InDesign: File → Export → Adobe PDF (Print). On a Mac, in Preview: File → "
    "Export as PDF."
)
_PRINT = _(
    "What only looks the same is taken: in Word, File → Print → Microsoft Print to PDF; in InDesign, File → Export → "
    "Adobe PDF (Print), not Interactive; on a Mac, File → Print → PDF → Save as PDF."
)
_UNLOCK = _(
    "In Word: File → Save As → PDF → Options, without “Encrypt”. In InDesign: File → Export → Security, without "
    "passwords. On a Mac, in Preview: File → Export as PDF → Permissions, without passwords."
)
_with = partial(format_lazy, "{} {}")
#: Messages by the codes of ``amf_site.media.pdf_child`` and ``ask_child``: why a file is refused and what to do.
REFUSALS = {
    "broken": _with(_("This PDF is broken and cannot be opened. Export it again and upload the new file."), _EXPORT),
    "disguised": _with(
        _("This file is a PDF and something else at once. Export it again and upload the new file."), _EXPORT
    ),
    "elsewhere": _with(
        _("This PDF has links that open other files or run something. Keep only addresses of web pages."), _PRINT
    ),
    "empty": _with(_("This PDF has no pages."), _EXPORT),
    "encrypted": _with(_("This PDF is encrypted: save it without a password and without restrictions."), _UNLOCK),
    "files": _with(_("This PDF contains other files (attachments). Save it without them."), _PRINT),
    "form": _with(
        _("This PDF contains a form that sends or reads data by itself. Save it without its buttons."), _PRINT
    ),
    "media": _with(_("This PDF contains sound, film or 3D objects. Save it without them."), _PRINT),
    "memory": _with(_("This PDF needs too much memory to be opened. Export it again in a simpler form."), _EXPORT),
    "objects": _with(_("This PDF consists of too many parts. Export it again in a simpler form."), _EXPORT),
    "opening": _with(_("This PDF does something by itself when it is opened. Save it without that."), _PRINT),
    "pages": _("This PDF has too many pages, more than 2,000. Divide it into several files."),
    "picture": _("This PDF contains a picture too large to be shown. Export it with smaller pictures."),
    "program": _with(_("This PDF starts a program. Save it without that."), _PRINT),
    "script": _with(_("This PDF contains a script. Save it without scripts."), _PRINT),
    "size": _with(
        _("The first page of this PDF is too large or too small to be shown. Export it in a usual paper size."), _EXPORT
    ),
    "slow": _with(_("This PDF takes too long to open. Export it again in a simpler form."), _EXPORT),
    "waiting": _("The site is examining other files at the moment. Try again in a minute."),
    "xfa": _with(_("This PDF is a form that only a few programs can show (XFA). Print it into a new PDF."), _PRINT),
}


@dataclass(frozen=True)
class PdfFindings:
    """The findings about a file. If it was refused, only the reason, in the active language."""

    size: int
    refusal: str = ""
    pages: int = 0
    title: str = ""
    language: str = ""
    tagged: bool = False
    #: The first page as WebP.
    cover: bytes | None = None
    #: The rewritten file, to be saved instead; ``None`` if the original has no errors.
    content: bytes | None = None


def examine_pdf(file: bytes | IO[bytes]) -> PdfFindings:
    """Examine a file within the limits above. Never raises because of the file; see ``refusal``."""
    content = file if isinstance(file, bytes) else file.read()
    answer = ask_child("amf_site.media.pdf_child", content, seconds=SECONDS, megabytes=MEGABYTES)
    if code := answer.pop("refusal", ""):
        return PdfFindings(size=len(content), refusal=str(REFUSALS[code]))
    cover, mended = base64.b64decode(answer.pop("cover")), base64.b64decode(answer.pop("content", ""))
    return PdfFindings(size=len(mended or content), cover=cover, content=mended or None, **answer)
