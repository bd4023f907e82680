"""Check that the content of an uploaded document matches its extension."""

import zipfile
from typing import IO

from django.forms import FileField
from django.utils.translation import gettext as _

#: A file that every ZIP package of the format contains.
PACKAGE_MEMBERS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "odt": "content.xml",
}
#: The file in Office packages that contains macros.
MACRO_MEMBER = "vbaProject.bin"
#: No program writes a package that unpacks to more than this, and to more than so many times its own size.
USUAL_UNPACKED_BYTES, USUAL_RATIO = 50_000_000, 100


def refusal_of(file: IO[bytes], extension: str) -> str:
    """Return a message for the editor saying why the file is refused, or an empty string if it matches."""
    extension = extension.lower()
    if extension == "pdf":
        if b"%PDF-" not in file.read(1024):
            return _("This is not a PDF file, although its name ends in .pdf.")
        file.seek(-min(file.seek(0, 2), 2048), 2)
        if b"%%EOF" not in file.read():
            return _("This PDF file is not complete. Export it again and upload the new file.")
        return ""
    if extension in PACKAGE_MEMBERS:
        return _refusal_of_package(file, extension)
    if extension in {"csv", "txt"}:
        return _refusal_of_text(file)
    return ""


def is_outside(name: str) -> bool:
    """Return whether a member of a package would be unpacked outside of the folder."""
    return name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/")


def _refusal_of_package(file: IO[bytes], extension: str) -> str:
    try:
        with zipfile.ZipFile(file) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        members = []
    names = [member.filename for member in members]
    unpacked, packed = sum(each.file_size for each in members), sum(each.compress_size for each in members)
    is_bomb = unpacked > max(USUAL_UNPACKED_BYTES, packed * USUAL_RATIO)
    if PACKAGE_MEMBERS[extension] not in names or is_bomb or any(map(is_outside, names)):
        return _("This is not a .%(extension)s file, although its name ends so.") % {"extension": extension}
    if any(name.endswith(MACRO_MEMBER) for name in names):
        return _("This file contains macros. Save it without them and upload it again.")
    return ""


def _refusal_of_text(file: IO[bytes]) -> str:
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return _("This text file is not in UTF-8. Save it as UTF-8 and upload it again.")
    if "\0" in text:
        return _("This is not a text file.")
    return "" if text.strip() else str(FileField.default_error_messages["empty"])
