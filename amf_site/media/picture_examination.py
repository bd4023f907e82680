"""A picture is kept as what a child process makes of it, or refused in words. Nothing else of the file is kept."""

import base64
import hashlib
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from .examination import ask_child
from .pdf_examination import REFUSALS as PDF_REFUSALS

#: The end of a name that says what the file is thought to be.
EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
#: What one picture may cost. The largest that is allowed takes half of it.
SECONDS, MEGABYTES = 20, 1_200

_TOO_LARGE = _("This picture is too large: it may have 64 million pixels. Make it smaller.")
_TOO_HEAVY = _("This picture takes too much time or memory to open. Save it again as JPEG and upload the new file.")
#: Why a picture is refused, by the codes of ``amf_site.media.picture_child`` and of what its limits end.
REFUSALS = {
    "broken": _("This picture is damaged or not complete. Open it, save it again as JPEG and upload the new file."),
    "large": _TOO_LARGE,
    "memory": _TOO_HEAVY,
    "pixels": _TOO_LARGE,
    "slow": _TOO_HEAVY,
    "unknown": _("The site cannot show a file of this kind. Save the picture as JPEG or PNG and upload the new file."),
    "waiting": PDF_REFUSALS["waiting"],
}


@dataclass(frozen=True)
class PictureFindings:
    """What was made of the file; of a refused one only the reason, in the editor's language."""

    refusal: str = ""
    #: The picture anew, and the extension of its name: what the file is decides that, not what it was called.
    content: bytes = b""
    extension: str = ""
    width: int = 0
    height: int = 0
    #: Whether there was more than the one picture that was kept of it.
    is_moving: bool = False
    #: Whether the file held nothing but pixels, in the colours of the web.
    is_plain: bool = False


class CleanPicture(ContentFile):
    """The file of a picture that has been examined, or that nobody else has made."""

    def __init__(self, content: bytes, name: str, found: PictureFindings = PictureFindings()) -> None:
        super().__init__(content, name)
        self.found = found
        self.digest = hashlib.sha256(content).hexdigest()[:8]


class PictureRefusedError(ValidationError):
    """The picture is refused; the message is for the editor."""


def examine_picture(content: bytes) -> PictureFindings:
    """Examine a file within the limits above; the worst that it can do is to be refused."""
    answer = ask_child("amf_site.media.picture_child", content, seconds=SECONDS, megabytes=MEGABYTES)
    if code := answer.pop("refusal", ""):
        return PictureFindings(refusal=str(REFUSALS[code]))
    return PictureFindings(content=base64.b64decode(answer.pop("content")), **answer)


def clean_picture(content: bytes, name: str | None) -> CleanPicture:
    """The picture as the site keeps it, under the name that fits it; raises ``PictureRefusedError``."""
    found = examine_picture(content)
    if found.refusal:
        raise PictureRefusedError(found.refusal, code="refused")
    return CleanPicture(found.content, f"{EXTENSION.sub('', name or '')}.{found.extension}", found)
