"""Examine an untrusted PDF. Run by ``amf_site.limited`` as a child process with limits, without Django.

The file is read from standard input. The answer is JSON on standard output: ``{"refusal": code}``, where the codes are
the keys of ``amf_site.media.pdf_examination.REFUSALS``, or the findings. Attacks that are not checked for here (endless
drawings, streams that decompress to gigabytes) end at the limits of the process.
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
#: Files of up to 20 MB with more objects are made to exhaust the reader.
MOST_OBJECTS = 500_000
#: An A0 sheet scanned at 600 dpi has half as many.
MOST_PIXELS = 1_000_000_000
#: The maximum side length of a page in points (ISO 32000, implementation limits).
LONGEST_SIDE = 14_400
COVER_WIDTH, COVER_HEIGHT = 600, 900
COVER_QUALITY = 80
LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
#: Allowed link targets: URLs with these schemes, and relative ones. Other schemes can open files or run programs.
WEB_ADDRESS = re.compile(r"(https?|ftp|mailto|tel):|[^:\\]*([/?#]|$)", re.IGNORECASE)

#: Harmless qpdf warnings: a page without an entry, and a name in the syntax of PDF 1.1.
USUAL = re.compile(r"repairing$|name with stray #")
#: qpdf warnings that mean lost or guessed content. All other errors are repaired without loss when the file is
#: rewritten.
LOSS = re.compile(
    r"reconstruct|(?<!empty object treated )as null|null as|treating stream as empty|ignoring|nest|loop|contain itself"
    r"|premature|EOF|not a stream|wrong type|unable to"
)

#: Action types that are refused anywhere in the file, with the code of the reason.
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
#: Action types that may run automatically (when the document or a page opens, or on hover): they have no side effects.
SILENT_ACTIONS = {"/GoTo", "/Hide", "/ResetForm", "/SetOCGState", "/Trans"}
ANNOTATIONS = {
    "/FileAttachment": "files",
    "/RichMedia": "media",
    "/3D": "media",
    "/Screen": "media",
    "/Movie": "media",
    "/Sound": "media",
}
#: Keys that are refused in any dictionary, with the code of the reason.
KEYS = {"/JavaScript": "script", "/EmbeddedFiles": "files", "/XFA": "xfa"}
#: Reasons by severity: the first that applies is reported.
GRAVITY = ("program", "script", "files", "form", "media", "xfa", "elsewhere", "opening", "picture")


class RefusedError(Exception):
    """The file is refused. The message is the code of the reason."""


def examine(content: bytes) -> dict[str, Any]:
    """Return the findings, the cover and, if the file was rewritten, its new content. Raise ``RefusedError``.

    A file with minor errors, which many programs produce, is rewritten and examined again. Otherwise a PDF viewer could
    repair it in another way and find content that was not checked here.
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
    """Return the findings and qpdf's warnings. Raise ``RefusedError``, also if a warning means loss of content."""
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
    """Rewrite the file without errors, with the same objects; streams are not decompressed."""
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
    """Raise ``RefusedError`` for active content (scripts, programs, forms, media), attachments and huge images."""
    reasons = {reason for item in dictionaries(pdf) for reason in reasons_against(item)}
    for reason in GRAVITY:
        if reason in reasons:
            raise RefusedError(reason)


def dictionaries(pdf: Pdf) -> Iterator[Dictionary | Stream]:
    """Yield every dictionary and stream, including nested direct ones; indirect objects are visited once."""
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
    """Yield reasons to refuse a file with this dictionary. Actions are recognised by type, wherever they are used."""
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
    """Return whether an action may run automatically: it stays within the document and is not chained to others."""
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
    """Return title, language and whether the file is tagged; invalid metadata is treated as missing."""
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
    """Collapse whitespace and remove control characters and surrogates, which databases may reject."""
    return " ".join("".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in text).split())


def cover(content: bytes) -> bytes:
    """Render the first page as WebP; crop a very long or wide page to its beginning."""
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    width, height = page.get_size()
    if not (1 <= width <= LONGEST_SIDE and 1 <= height <= LONGEST_SIDE):
        raise RefusedError("size")
    shown_width, shown_height = min(width, 3 * height), min(height, 3 * width)
    scale = min(COVER_WIDTH / shown_width, COVER_HEIGHT / shown_height)
    crop = (0, height - shown_height, width - shown_width, 0)
    picture = page.render(scale=scale, crop=crop, limit_image_cache=True).to_pil().convert("RGB")
    picture.thumbnail((COVER_WIDTH, COVER_HEIGHT))  # rounding may have made it one pixel too large
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
