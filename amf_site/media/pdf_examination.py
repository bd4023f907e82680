"""What an editor is told of an uploaded PDF, or why it is refused. Only a child process opens the file."""

import base64
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext_lazy as _

from .examination import ask_child

#: What one file may cost.
SECONDS, MEGABYTES = 8, 700

#: Why a file is refused, by the codes of ``amf_site.media.pdf_child`` and of what its limits end.
REFUSALS = {
    "broken": _("This PDF is broken and cannot be opened. Export it again and upload the new file."),
    "disguised": _("This file is a PDF and something else at once. Export it again and upload the new file."),
    "elsewhere": _("This PDF has links that open other files or run something. Keep only addresses of web pages."),
    "empty": _("This PDF has no pages."),
    "encrypted": _("This PDF is encrypted: save it without a password and without restrictions."),
    "files": _("This PDF contains other files (attachments). Save it without them."),
    "form": _("This PDF contains a form that sends or reads data by itself. Save it without its buttons."),
    "media": _("This PDF contains sound, film or 3D objects. Save it without them."),
    "memory": _("This PDF needs too much memory to be opened. Export it again in a simpler form."),
    "objects": _("This PDF consists of too many parts. Export it again in a simpler form."),
    "opening": _("This PDF does something by itself when it is opened. Save it without that."),
    "pages": _("This PDF has too many pages, more than 2,000. Divide it into several files."),
    "picture": _("This PDF contains a picture too large to be shown. Export it with smaller pictures."),
    "program": _("This PDF starts a program. Save it without that."),
    "script": _("This PDF contains a script. Save it without scripts."),
    "size": _("The first page of this PDF is too large or too small to be shown. Export it in a usual paper size."),
    "slow": _("This PDF takes too long to open. Export it again in a simpler form."),
    "waiting": _("The site is examining other files at the moment. Try again in a minute."),
    "xfa": _("This PDF is a form that only a few programs can show (XFA). Print it into a new PDF."),
}


@dataclass(frozen=True)
class PdfFindings:
    """What was found; of a refused file only the reason, in the editor's language."""

    size: int
    refusal: str = ""
    pages: int = 0
    title: str = ""
    language: str = ""
    tagged: bool = False
    #: The first page as WebP.
    cover: bytes | None = None


def examine_pdf(file: bytes | IO[bytes]) -> PdfFindings:
    """Examine a file within the limits above; the worst that it can do is to be refused."""
    content = file if isinstance(file, bytes) else file.read()
    answer = ask_child("amf_site.media.pdf_child", content, seconds=SECONDS, megabytes=MEGABYTES)
    if code := answer.pop("refusal", ""):
        return PdfFindings(size=len(content), refusal=str(REFUSALS[code]))
    cover = base64.b64decode(answer.pop("cover"))
    return PdfFindings(size=len(content), cover=cover, **answer)
