"""Re-encode an uploaded image in a child process, or refuse it with a message. The original file is not kept."""

import base64
import hashlib
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from .examination import ask_child
from .pdf_examination import REFUSALS as PDF_REFUSALS

#: The extension of a file name.
EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
#: CPU time and memory for one image, twice what the largest allowed image needs.
SECONDS, MEGABYTES = 20, 1_200

_TOO_LARGE = _("This picture is too large: it may have 64 million pixels. Make it smaller.")
_TOO_HEAVY = _("This picture takes too much time or memory to open. Save it again as JPEG and upload the new file.")
#: Messages by the codes of ``amf_site.media.picture_child`` and ``ask_child``: why an image is refused.
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
    """The result of an examination. If the image was refused, only the reason, in the active language."""

    refusal: str = ""
    #: The re-encoded image and the extension of its format, which may differ from that of the uploaded file.
    content: bytes = b""
    extension: str = ""
    width: int = 0
    height: int = 0
    #: Whether the file was an animation, of which only the first frame is kept.
    is_moving: bool = False
    #: Whether the file contained nothing but RGB pixels, without metadata or an ICC profile.
    is_plain: bool = False


class CleanPicture(ContentFile):
    """An image file that has been examined, or that is our own."""

    def __init__(self, content: bytes, name: str, found: PictureFindings = PictureFindings()) -> None:
        super().__init__(content, name)
        self.found = found
        self.digest = hashlib.sha256(content).hexdigest()[:8]


class PictureRefusedError(ValidationError):
    """The image is refused. The message is for the editor."""


def examine_picture(content: bytes) -> PictureFindings:
    """Examine a file within the limits above. Never raises because of the file; see ``refusal``."""
    answer = ask_child("amf_site.media.picture_child", content, seconds=SECONDS, megabytes=MEGABYTES)
    if code := answer.pop("refusal", ""):
        return PictureFindings(refusal=str(REFUSALS[code]))
    return PictureFindings(content=base64.b64decode(answer.pop("content")), **answer)


def clean_picture(content: bytes, name: str | None) -> CleanPicture:
    """Return the re-encoded image, with the extension of its format. Raise ``PictureRefusedError``."""
    found = examine_picture(content)
    if found.refusal:
        raise PictureRefusedError(found.refusal, code="refused")
    return CleanPicture(found.content, f"{EXTENSION.sub('', name or '')}.{found.extension}", found)
