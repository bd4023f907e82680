"""What is in a PDF that nobody vouches for: run by ``amf_site.limited``, so without Django and within limits.

The file comes on the standard input. The answer is JSON on the standard output: ``{"refusal": code}``, where the codes
are the keys of ``amf_site.media.pdf_examination.REFUSALS``, or what was found. What cannot be bounded here (a drawing
that never ends, streams that unpack to gigabytes) ends with the process.
"""

import base64
import io
import json
import logging
import re
import sys
import unicodedata
import warnings
from collections.abc import Iterator
from typing import Any, TypeGuard

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

MOST_PAGES = 2_000
#: A file of 20 MB with more is made to be slow, not to be read.
MOST_OBJECTS = 500_000
#: An A0 sheet scanned with 600 dots an inch has half as many.
MOST_PIXELS = 1_000_000_000
#: The largest side of a page in points, by the limits of ISO 32000.
LONGEST_SIDE = 14_400
COVER_WIDTH, COVER_HEIGHT = 600, 900
COVER_QUALITY = 80
LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
#: What browsers follow from a PDF: addresses of these kinds and those without a kind. Others open files or run things.
WEB_ADDRESS = re.compile(r"(https?|ftp|mailto|tel):|[^:\\]*([/?#]|$)", re.IGNORECASE)

#: What qpdf says of a page that lacks an entry, and of a name that only the first version of PDF allowed.
USUAL = re.compile(r"repairing$|name with stray #")
#: What qpdf says of a file when it has had to leave something out or to guess where it is. All else is put right
#: without loss when the file is written anew.
LOSS = re.compile(
    r"reconstruct|(?<!empty object treated )as null|null as|treating stream as empty|ignoring|nest|loop|contain itself"
    r"|premature|EOF|not a stream|wrong type|unable to"
)

#: Actions that are refused wherever they stand, and the reason.
ACTIONS = {
    "/JavaScript": "script",
    "/Launch": "program",
    "/SubmitForm": "form",
    "/ImportData": "form",
    "/GoToR": "elsewhere",
    "/GoToE": "elsewhere",
    "/Rendition": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/RichMediaExecute": "media",
}
#: What may happen by itself, when the document or a page is opened or the pointer passes: it stays in the document.
SILENT_ACTIONS = {"/GoTo", "/Hide", "/ResetForm", "/SetOCGState", "/Trans"}
ANNOTATIONS = {
    "/FileAttachment": "files",
    "/RichMedia": "media",
    "/3D": "media",
    "/Screen": "media",
    "/Movie": "media",
    "/Sound": "media",
}
#: Keys that mean the same in every dictionary.
KEYS = {"/JavaScript": "script", "/EmbeddedFiles": "files", "/XFA": "xfa"}
#: The reason that is told if there are several.
GRAVITY = ("program", "script", "files", "form", "media", "xfa", "elsewhere", "opening", "picture")


class RefusedError(Exception):
    """The file is refused; the text is the code of the reason."""


def examine(content: bytes) -> dict[str, Any]:
    """What an editor is told of the file and what the site keeps of it.

    A file with small faults, as many programs make them, is written anew. What readers get is examined once more, so
    no reader's own repair finds in it what was not found here.
    """
    if not content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"%PDF-"):
        raise RefusedError("disguised")
    found, faults = look_into(content)
    if faults:
        content = written_anew(content)
        found, faults_left = look_into(content)
        if faults_left:
            raise RefusedError("broken")
        found["content"] = base64.b64encode(content).decode()
    return found | {"cover": base64.b64encode(cover(content)).decode()}


def look_into(content: bytes) -> tuple[dict[str, Any], list[str]]:
    """What the file holds, and its faults. Raises if it is refused, or if a fault means that something is lost."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.explicit_conversion():
            if pdf.is_encrypted:
                raise RefusedError("encrypted")
            if len(pdf.objects) > MOST_OBJECTS:
                raise RefusedError("objects")
            refuse_what_acts(pdf)
            pages = len(pdf.pages)
            faults = [fault for fault in pdf.get_warnings() if not USUAL.search(fault)]
            if any(LOSS.search(fault) for fault in faults):
                raise RefusedError("broken")
            if not 0 < pages <= MOST_PAGES:
                raise RefusedError("pages" if pages else "empty")
            return {"pages": pages, **description(pdf)}, faults
    except pikepdf.PasswordError as locked:
        raise RefusedError("encrypted") from locked


def written_anew(content: bytes) -> bytes:
    """The same objects in a file without faults; no stream is unpacked."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(
            file,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            fix_metadata_version=False,
        )
    return file.getvalue()


def refuse_what_acts(pdf: Pdf) -> None:
    """Raise if anything in the file runs, sends, fetches or plays, or is made to exhaust a reader."""
    reasons = {reason for item in dictionaries(pdf) for reason in reasons_against(item)}
    for reason in GRAVITY:
        if reason in reasons:
            raise RefusedError(reason)


def dictionaries(pdf: Pdf) -> Iterator[Dictionary | Stream]:
    """Every dictionary and stream, those that stand directly in others too; references are followed only once."""
    for top in (pdf.trailer, *pdf.objects):
        waiting = [top]
        while waiting:
            item = waiting.pop()
            if isinstance(item, Dictionary | Stream):
                yield item
                children: list[Object] = [value for _, value in item.items()]
            else:
                children = list(item) if isinstance(item, Array) else []
            waiting.extend(
                child for child in children if isinstance(child, Dictionary | Array) and not child.is_indirect
            )


def reasons_against(item: Dictionary | Stream) -> Iterator[str]:
    """Why a file with this dictionary is refused. Actions are known by their type, whatever leads to them."""
    keys = item.keys()
    kind, subtype = name_in(item, "/S"), name_in(item, "/Subtype")
    yield from (KEYS[key] for key in KEYS.keys() & keys)
    if kind in ACTIONS:
        yield ACTIONS[kind]
    if subtype in ANNOTATIONS:
        yield ANNOTATIONS[subtype]
    if "/JS" in keys and (kind or isinstance(item["/JS"], String)):
        yield "script"
    if (kind == "/Thread" or isinstance(item, Stream)) and "/F" in keys:
        yield "elsewhere"
    if has_entry(item.get("/Ref"), "/F"):
        yield "elsewhere"
    if has_entry(item.get("/EF"), "/F") or has_entry(item.get("/EF"), "/UF"):
        yield "files"
    if kind == "/URI" and not WEB_ADDRESS.match(text_in(item, "/URI").strip()):
        yield "elsewhere"
    if not is_silent(item.get("/OpenAction")):
        yield "opening"
    if isinstance(item.get("/AA"), Dictionary) and not all(is_silent(value) for _, value in item["/AA"].items()):
        yield "opening"
    if subtype == "/Image" and number_in(item, "/Width") * number_in(item, "/Height") > MOST_PIXELS:
        yield "picture"


def has_entry(value: Object | None, key: str) -> TypeGuard[Dictionary | Stream]:
    return isinstance(value, Dictionary | Stream) and key in value


def is_silent(action: Object | None) -> bool:
    """Whether this may happen by itself: going to a place in the document, and no chain of actions."""
    if not has_entry(action, "/S"):
        return True
    kind = name_in(action, "/S")
    turns_a_page = kind == "/Named" and name_in(action, "/N").endswith("Page")
    return (kind in SILENT_ACTIONS or turns_a_page) and "/Next" not in action


def name_in(item: Dictionary | Stream, key: str) -> str:
    value = item.get(key)
    return str(value) if isinstance(value, Name) else ""


def text_in(item: Dictionary | Stream, key: str) -> str:
    value = item.get(key)
    return str(value) if isinstance(value, String) else ""


def number_in(item: Dictionary | Stream, key: str) -> float:
    try:
        return float(item.get(key, 0))
    except (TypeError, ValueError):
        return 0


def description(pdf: Pdf) -> dict[str, Any]:
    """What the file says of itself; what it says badly it does not say."""
    root, info = pdf.Root, pdf.trailer.get("/Info")
    title = ""
    try:
        metadata = pdf.open_metadata()
        title = str(metadata.get("dc:title", ""))
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
        pass
    if not title.strip() and has_entry(info, "/Title"):
        title = text_in(info, "/Title")
    language = text_in(root, "/Lang").strip() if has_entry(root, "/Lang") else ""
    marks, tree = root.get("/MarkInfo"), root.get("/StructTreeRoot")
    marked = isinstance(marks, Dictionary) and str(marks.get("/Marked", "")) == "True"
    return {
        "title": one_line(title)[:255],
        "language": language if len(language) <= 35 and LANGUAGE_TAG.fullmatch(language) else "",
        "tagged": marked and isinstance(tree, Dictionary) and has_children(tree.get("/K")),
    }


def has_children(value: Object | None) -> bool:
    return isinstance(value, Dictionary) or (isinstance(value, Array) and len(value) > 0)


def one_line(text: str) -> str:
    """Words without control characters, which databases refuse and readers do not see."""
    return " ".join("".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in text).split())


def cover(content: bytes) -> bytes:
    """A picture of the first page as WebP; of a very long or wide page only its beginning."""
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    width, height = page.get_size()
    if not (1 <= width <= LONGEST_SIDE and 1 <= height <= LONGEST_SIDE):
        raise RefusedError("size")
    shown_width, shown_height = min(width, 3 * height), min(height, 3 * width)
    scale = min(COVER_WIDTH / shown_width, COVER_HEIGHT / shown_height)
    crop = (0, height - shown_height, width - shown_width, 0)
    picture = page.render(scale=scale, crop=crop, limit_image_cache=True).to_pil().convert("RGB")
    picture.thumbnail((COVER_WIDTH, COVER_HEIGHT))  # a size rounded up may be one dot too large
    file = io.BytesIO()
    picture.save(file, "WEBP", quality=COVER_QUALITY)
    return file.getvalue()


def main() -> None:
    logging.disable()
    warnings.simplefilter("ignore")
    try:
        answer = examine(sys.stdin.buffer.read())
    except RefusedError as refused:
        answer = {"refusal": str(refused)}
    except (pikepdf.PdfError, pypdfium2.PdfiumError):
        answer = {"refusal": "broken"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
