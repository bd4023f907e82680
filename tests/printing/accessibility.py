"""Check a PDF for accessibility: the rules of PDF/UA-1 that a program can test.

This does not replace veraPDF, which is a Java program, or a test with a screen reader; it finds what makes a file
unusable with one, in files that the site makes and in uploads. Run it on uploads in a child process
(``amf_site/limited.py``), because they are untrusted.
"""

import io
import re
import sys
from collections.abc import Iterator
from typing import Any

import pikepdf

from amf_site.printing.reading import Content, Element, structure

#: Maximum number of pages without bookmarks.
FEW_PAGES = 4
#: Keys and action types that make a file do something automatically.
ACTIVE_KEYS = {"/JS", "/JavaScript", "/AA", "/Launch", "/XFA"}
ACTIVE_KINDS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition"}
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
HEADING = re.compile(r"H([1-9])")
#: The standard structure types of PDF 1.7.
STANDARD = {
    *(
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "Caption",
        "TOC",
        "TOCI",
        "Index",
        "NonStruct",
        "Private",
    ),
    *("P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody"),
    *("Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code"),
    *("Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"),
}
#: Encodings that need no ToUnicode table.
KNOWN_ENCODINGS = {"/WinAnsiEncoding", "/MacRomanEncoding", "/MacExpertEncoding"}


def findings(content: bytes) -> list[str]:
    """Return the problems of a PDF in plain English, without duplicates; empty if everybody can read it."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return list(dict.fromkeys(_all(pdf)))
    except pikepdf.PasswordError:
        return ["The file is locked with a password."]
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        return [f"The file is broken: {error}"]


def _all(pdf: pikepdf.Pdf) -> Iterator[str]:
    yield from _document(pdf)
    yield from _active(pdf)
    yield from _fonts(pdf)
    yield from _annotations(pdf)
    page_texts = Content(pdf)
    if "/StructTreeRoot" not in pdf.Root:
        yield "The file has no tags: no structure that a screen reader could follow."
        return
    tree = structure(pdf, page_texts)
    yield from _structure(tree)
    yield from _tables(tree)
    for page, what in dict(reversed(page_texts.unmarked)).items():
        yield f"Page {page}: {what} is neither tagged nor an artifact."


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    marks = root.get("/MarkInfo", pikepdf.Dictionary())
    if not marks.get("/Marked", False):
        yield "The file does not say that it is tagged (MarkInfo)."
    if marks.get("/Suspects", False):
        yield "The file calls its own tags doubtful (Suspects)."
    if not LANGUAGE.fullmatch(str(root.get("/Lang", ""))):
        yield "The file does not name its language."
    if not root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False):
        yield "The window would show the file's name instead of its title (DisplayDocTitle)."
    with pdf.open_metadata() as metadata:
        if not str(metadata.get("dc:title", "")).strip():
            yield "The file has no title."
        if str(metadata.get("pdfuaid:part", "")) not in {"1", "2"}:
            yield "The file does not claim to follow PDF/UA."
    if len(pdf.pages) > FEW_PAGES and "/First" not in root.get("/Outlines", pikepdf.Dictionary()):
        yield f"The file has {len(pdf.pages)} pages and no bookmarks."


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary of a file, including nested ones."""
    waiting: list[Any] = [*pdf.objects, pdf.trailer]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Stream | pikepdf.Dictionary):
            yield node
            inside: Any = (node[key] for key in node.keys())  # noqa: SIM118 (a stream's own iteration is not its keys)
        elif isinstance(node, pikepdf.Array):
            inside = iter(node)
        else:
            continue
        waiting.extend(part for part in inside if isinstance(part, pikepdf.Object) and not part.is_indirect)


def _active(pdf: pikepdf.Pdf) -> Iterator[str]:
    for node in _dictionaries(pdf):
        for key in ACTIVE_KEYS & set(node.keys()):
            yield f"The file can run something by itself ({key[1:]})."
        kind = node.get("/S")
        if isinstance(kind, pikepdf.Name) and str(kind) in ACTIVE_KINDS:
            yield f"The file can run something by itself ({str(kind)[1:]})."


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for font in _dictionaries(pdf):
        if font.get("/Type") != "/Font" or "/Subtype" not in font or str(font.Subtype).startswith("/CIDFont"):
            continue
        name = str(font.get("/BaseFont", "?"))[1:]
        inner = font.DescendantFonts[0] if font.Subtype == "/Type0" else font
        shapes = inner.get("/FontDescriptor", pikepdf.Dictionary())
        if font.Subtype != "/Type3" and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(shapes.keys()):
            yield f"The font {name} is not in the file."
        encoding = font.get("/Encoding")
        base = encoding.get("/BaseEncoding") if isinstance(encoding, pikepdf.Dictionary) else encoding
        if "/ToUnicode" not in font and (font.Subtype == "/Type0" or str(base) not in KNOWN_ENCODINGS):
            yield f"The letters of the font {name} cannot be told from their shapes (ToUnicode)."


def _annotations(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        seen = [note for note in page.obj.get("/Annots", []) if not _hidden(note)]
        if seen and page.obj.get("/Tabs") != "/S":
            yield f"Page {number}: the Tab key does not follow the order of reading."
        for note in seen:
            kind = str(note.get("/Subtype", "/?"))[1:]
            if not str(note.get("/Contents", note.get("/TU", ""))).strip():
                yield f"Page {number}: a {kind} has no words that say what it is."
            if "/StructParent" not in note:
                yield f"Page {number}: a {kind} is not part of the structure."


def _hidden(note: Any) -> bool:
    return note.get("/Subtype") == "/Popup" or bool(int(note.get("/F", 0)) & 2)


def _structure(tree: Element) -> Iterator[str]:
    level, spoken = 0, False
    for element in list(tree.walk())[1:]:
        tag, source = element.tag, element.source
        if tag not in STANDARD:
            yield f"The tag {tag} means nothing to a reader."
        if tag in {"Figure", "Formula"} and not str(source.get("/Alt", source.get("/ActualText", ""))).strip():
            yield f"A {tag.lower()} has no alternative text."
        spoken = spoken or any(isinstance(child, str) and child.strip() for child in element.children)
        if "\ufffd" in "".join(child for child in element.children if isinstance(child, str)):
            yield "Some letters have a shape but no meaning."
        if found := HEADING.fullmatch(tag):
            if int(found[1]) > level + 1:
                yield (
                    f"A heading of level {found[1]} follows one of level {level}."
                    if level
                    else (f"The first heading is of level {found[1]}.")
                )
            level = int(found[1])
    if not spoken:
        yield "There is no text in the structure: perhaps a scan."


def _tables(tree: Element) -> Iterator[str]:
    for table in (element for element in tree.walk() if element.tag == "Table"):
        if not any(element.tag == "TH" for element in table.walk()):
            yield "A table has no headings of rows or columns."


if __name__ == "__main__":
    print("\n".join(findings(sys.stdin.buffer.read())))
