"""Read uploaded files, or zips of files, within limits, and repack them into one zip for the job."""

import io
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO, Any

from django.utils.translation import gettext as _

from .document import ExchangeError

MEGABYTE = 1024 * 1024
#: Maximum size of all uploads together.
MOST_BYTES = 20 * MEGABYTE
#: The same, uncompressed.
MOST_UNPACKED = 200 * MEGABYTE
#: Maximum size of one file.
MOST_IN_ONE = 10 * MEGABYTE
MOST_FILES = 2000
#: Longer names are truncated at the start.
LONGEST_NAME = 200
SUFFIXES = {".po", ".xlf", ".xliff"}
#: Files in our own zips and those added by operating systems, which are ignored.
SILENTLY_LEFT = {"readme.txt", "thumbs.db", "desktop.ini", "icon\r"}
#: Exceptions of the standard library for zips that are broken, truncated, or compressed in an unsupported way.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, LookupError)


def repacked(uploads: list[Any]) -> tuple[IO[bytes], list[str], list[str]]:
    """Return a zip of the usable files, their names in it, and the names of the others. Raise ``ExchangeError``."""
    if sum(upload.size for upload in uploads) > MOST_BYTES:
        raise ExchangeError(_("The files are larger than %(most)s MB together.") % {"most": MOST_BYTES // MEGABYTE})
    names: list[str] = []
    others: list[str] = []
    unpacked = 0
    target = tempfile.TemporaryFile()  # noqa: SIM115 (handed to the caller)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries(uploads):
            if content is None:
                others.append(name)
                continue
            unpacked += len(content)
            if unpacked > MOST_UNPACKED:
                raise ExchangeError(_("Unpacked, it is larger than %(most)s MB.") % {"most": MOST_UNPACKED // MEGABYTE})
            if len(names) == MOST_FILES:
                raise ExchangeError(_("These are more than %(most)s files.") % {"most": MOST_FILES})
            # Normalise, because macOS decomposes letters such as é.
            names.append(free_name(unicodedata.normalize("NFC", name)[-LONGEST_NAME:], names))
            archive.writestr(names[-1], content)
    if not names:
        raise ExchangeError(_("There is no PO or XLIFF file in it (.po, .xlf, .xliff)."))
    target.seek(0)
    return target, names, others


def entries(uploads: list[Any]) -> Iterator[tuple[str, bytes | None]]:
    """Yield each file with its content; ``None`` for files of other types."""
    for upload in uploads:
        if PurePosixPath(upload.name).suffix.lower() == ".zip" or zipfile.is_zipfile(upload):
            yield from entries_of_zip(upload)
        elif is_wanted(upload.name):
            upload.seek(0)
            yield upload.name, read_some(upload, upload.name)
        else:
            yield upload.name, None


def entries_of_zip(upload: Any) -> Iterator[tuple[str, bytes | None]]:
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MOST_FILES + 100:
                raise ExchangeError(_("These are more than %(most)s files.") % {"most": MOST_FILES})
            for member in members:
                name = member.filename.replace("\\", "/")  # written by old Windows programs
                if is_of_a_system(name):
                    continue
                check_name(name)
                if is_wanted(name):
                    with archive.open(member) as content:
                        yield name, read_some(content, name)
                else:
                    yield name, None
    except BROKEN as error:
        raise ExchangeError(
            _("%(name)s cannot be unpacked: it is no sound zip file, or it has a password.") % {"name": upload.name}
        ) from error


def read_some(content: Any, name: str) -> bytes:
    """Read a file up to the limit, without trusting the size stated in the zip. Raise ``ExchangeError``."""
    found = content.read(MOST_IN_ONE + 1)
    if len(found) > MOST_IN_ONE:
        raise ExchangeError(_("%(name)s is larger than %(most)s MB.") % {"name": name, "most": MOST_IN_ONE // MEGABYTE})
    return found


def check_name(name: str) -> None:
    """Raise ``ExchangeError`` for a name that only an attacker would use. Names are never used as paths anyway."""
    path = PureWindowsPath(name)
    has_controls = any(unicodedata.category(sign) == "Cc" for sign in name)
    if path.root or ".." in path.parts or has_controls:
        raise ExchangeError(_("The zip has a file with a dangerous name: %(name)s") % {"name": repr(name[:100])})


def is_of_a_system(name: str) -> bool:
    path = PurePosixPath(name)
    return path.name.lower() in SILENTLY_LEFT or path.name.startswith(".") or "__MACOSX" in path.parts


def is_wanted(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in SUFFIXES and not is_of_a_system(name)


def free_name(name: str, taken: list[str]) -> str:
    if name not in taken:
        return name
    path = PurePosixPath(name)
    return next(
        free for n in range(2, len(taken) + 3) if (free := str(path.with_stem(f"{path.stem} ({n})"))) not in taken
    )


def content_in(archive: bytes, name: str) -> bytes:
    """Return a file from a zip made by ``repacked``."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(name)
