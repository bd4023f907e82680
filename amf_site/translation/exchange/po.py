"""Read and write PO files with polib; most translation tools support the format."""

import re
from datetime import datetime
from uuid import UUID

import polib
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from .document import MOST_UNITS, Document, ExchangeError, Incoming, IncomingUnit, UnitState
from .po_parser import parse

OURS = "X-Translation-ID"
#: The header in PO files that wagtail-localize exports.
THEIRS = "X-WagtailLocalize-TranslationID"
EXPORTED_AT = "X-Exported-At"
#: The mark of a unit, in an extracted comment, since tools keep those.
MARK = re.compile(r"^words: ([0-9a-f]{12})$", re.MULTILINE)
LINE = re.compile(r"line (\d+)")


def write(document: Document) -> bytes:
    po = polib.POFile(wrapwidth=0)
    remarks = [f"{document.kind}: {document.title}", *([document.address] if document.address else []), *document.notes]
    # polib would treat a header line that starts like flags or references as such.
    po.header = re.sub("^(?=[,:])", " ", "\n".join(remarks), flags=re.MULTILINE)
    po.metadata = {
        "Project-Id-Version": document.title,
        "POT-Creation-Date": document.exported_at.strftime("%Y-%m-%d %H:%M%z"),
        "Language": document.target_language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        OURS: document.translation,
        EXPORTED_AT: document.exported_at.isoformat(),
    }
    for unit in document.units:
        po.append(
            polib.POEntry(
                msgctxt=unit.path,
                msgid=unit.source,
                msgstr=unit.words,
                comment="\n".join([unit.label, *unit.notes, f"words: {unit.mark}"]),
                flags=["fuzzy"] if unit.state == UnitState.REVIEW else [],
                previous_msgid=unit.old_source or None,
            )
        )
    return (str(po) + "\n").encode()


def read(content: bytes) -> Incoming:
    """Parse a PO file. Raise ``ExchangeError``."""
    text = decoded(content)
    if len(re.findall(r"^\s*msgid\s", text, re.MULTILINE)) > MOST_UNITS:
        raise ExchangeError(_("It has more than %(most)s entries.") % {"most": MOST_UNITS})
    try:
        po = parse(text)
    except (OSError, ValueError, IndexError, AttributeError, KeyError, UnicodeError) as error:
        raise ExchangeError(no_po(error)) from error
    if not po and not po.metadata:
        raise ExchangeError(_("This is no PO file."))
    uuid = po.metadata.get(OURS) or po.metadata.get(THEIRS, "")
    units = [unit_of(entry) for entry in po if not entry.obsolete]
    return Incoming(identity(uuid), po.metadata.get("Language", ""), time_of(po.metadata), units)


def decoded(content: bytes) -> str:
    if b"\x00" in content:
        raise ExchangeError(_("There are NUL characters in it: it is no text, or not in UTF-8. Save it as UTF-8."))
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ExchangeError(_("Line %(line)s is not in UTF-8. Save the file as UTF-8.") % {"line": line}) from error


def no_po(error: Exception) -> str:
    if place := LINE.search(str(error)):
        return _("This is no sound PO file: line %(line)s cannot be read.") % {"line": int(place[1]) - 1}
    return _("This is no PO file.")


def identity(uuid: str) -> str:
    """Return the id of the translation that a file belongs to. Raise ``ExchangeError``."""
    try:
        return str(UUID(uuid.strip()))
    except ValueError:
        raise ExchangeError(
            _("It does not say which page it belongs to: the line %(name)s is missing. Is it the file of another tool?")
            % {"name": OURS}
        ) from None


def time_of(metadata: dict[str, str]) -> datetime | None:
    for name in (EXPORTED_AT, "POT-Creation-Date"):
        try:
            moment = parse_datetime(metadata.get(name, ""))
        except ValueError:
            continue
        if moment and moment.tzinfo:
            return moment
    return None


def unit_of(entry: polib.POEntry) -> IncomingUnit:
    marked = MARK.findall(entry.comment or "")
    return IncomingUnit(
        line=entry.linenum,
        path=entry.msgctxt or "",
        source=entry.msgid,
        words=entry.msgstr,
        is_draft=entry.fuzzy,
        mark=marked[-1] if marked else None,
    )
