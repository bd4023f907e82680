"""The files of an application, examined like all uploads of the site before they are stored."""

import unicodedata
from collections.abc import Iterable
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from amf_site.media.pdf_examination import examine_pdf
from amf_site.media.picture_examination import clean_picture
from amf_site.media.uploads import refusal_of
from amf_site.storable import is_storable

MOST_FILES, LARGEST_FILE = 3, 5 * 1024 * 1024
PICTURES = ("jpg", "jpeg", "png")
KINDS = ("pdf", "docx", "odt", *PICTURES)
#: So many files are looked at, as each may take seconds.
MOST_EXAMINED = 2 * MOST_FILES
#: The longest name of a file that is kept, without its extension.
LONGEST_NAME = 80


def examine(files: Iterable[UploadedFile], room: int) -> tuple[list[ContentFile], list[str]]:
    """Return the files that may be stored, as they may be stored, and what is wrong with the others, in words."""
    good: list[ContentFile] = []
    refusals = []
    for number, file in enumerate(files):
        try:
            if len(good) >= room or number >= MOST_EXAMINED:
                raise ValidationError(gettext("There are three files already: remove one of them first."))
            good.append(examined(file))
        except ValidationError as refusal:
            refusals.append(f"\u2068{name_of(file)}\u2069: {' '.join(refusal.messages)}")
    return good, refusals


def examined(file: UploadedFile) -> ContentFile:
    """Return the file as it may be stored, or raise ``ValidationError``."""
    name = name_of(file)
    kind = PurePath(name).suffix.lower().lstrip(".")
    if kind not in KINDS:
        raise ValidationError(gettext("Files of this kind are not taken. Send PDF, DOCX, ODT, JPEG or PNG."))
    if (file.size or 0) > LARGEST_FILE:
        raise ValidationError(gettext("This file is larger than 5 MB. Make it smaller and choose it again."))
    content = file.read()
    if not content:
        raise ValidationError(gettext("This file is empty."))
    if kind in PICTURES:
        return clean_picture(content, name)
    file.seek(0)
    if refusal := refusal_of(file, kind):
        raise ValidationError(refusal)
    if kind == "pdf":
        found = examine_pdf(content)
        if found.refusal:
            raise ValidationError(found.refusal)
        content = found.content or content
    return ContentFile(content, name)


def name_of(file: UploadedFile) -> str:
    """Return the name of a file in NFC, without folders and unseen signs, and not too long. It is only shown."""
    name = unicodedata.normalize("NFC", file.name or "")
    visible = "".join(sign for sign in name if is_storable(sign) and unicodedata.category(sign)[0] != "C")
    path = PurePath(visible.replace("\\", "/"))
    stem = path.name.removesuffix(path.suffix)[:LONGEST_NAME].strip(". ")
    return f"{stem or 'file'}{path.suffix[:10]}"
