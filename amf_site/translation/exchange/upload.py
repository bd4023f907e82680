"""What a person uploads: files or zips of files, read within limits, and kept as one zip for the worker."""

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
#: All that is uploaded at once.
MOST_BYTES = 20 * MEGABYTE
#: The same, unpacked.
MOST_UNPACKED = 200 * MEGABYTE
#: One file.
MOST_IN_ONE = 10 * MEGABYTE
MOST_FILES = 2000
#: Of a longer name the end is enough.
LONGEST_NAME = 200
SUFFIXES = {".po", ".xlf", ".xliff"}
#: What lies in our zips and in those of some systems, and is nobody's work.
SILENTLY_LEFT = {"readme.txt", "thumbs.db", "desktop.ini", "icon\r"}
#: What the standard library raises at a zip that is broken, cut short, or packed in a way that it does not know.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, LookupError)


def repacked(uploads: list[Any]) -> tuple[IO[bytes], list[str], list[str]]:
    """A zip of the files that can be of use, their names in it, and the names of what was left aside.

    Raises ``ExchangeError``.
    """
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
            # macOS writes é as two signs: what is one name to people is one here.
            names.append(free_name(unicodedata.normalize("NFC", name)[-LONGEST_NAME:], names))
            archive.writestr(names[-1], content)
    if not names:
        raise ExchangeError(_("There is no PO or XLIFF file in it (.po, .xlf, .xliff)."))
    target.seek(0)
    return target, names, others


def entries(uploads: list[Any]) -> Iterator[tuple[str, bytes | None]]:
    """Each file with its content, or without if it is of another kind."""
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
                name = member.filename.replace("\\", "/")  # old programs on Windows
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
    """The content, if it is as small as a file of ours can be; what a zip says about its size is not believed."""
    found = content.read(MOST_IN_ONE + 1)
    if len(found) > MOST_IN_ONE:
        raise ExchangeError(_("%(name)s is larger than %(most)s MB.") % {"name": name, "most": MOST_IN_ONE // MEGABYTE})
    return found


def check_name(name: str) -> None:
    """Names are never used as paths here, but a zip with such a one was made to break something."""
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
    """A file of a zip that ``repacked`` has made."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(name)
