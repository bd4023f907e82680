"""What a screen reader would read from a PDF, as lists of texts that tests can compare."""

import io
import re
from collections import Counter

import pikepdf
import pypdfium2

from amf_site.printing.reading import Content, Element, structure

#: Structure types that are read as one unit.
SAID_AT_ONCE = {"P", "H1", "H2", "H3", "LBody", "Lbl", "TH", "TD", "TOCI", "Caption"}


def tree_of(content: bytes) -> Element:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return structure(pdf, Content(pdf))


def spoken(content: bytes) -> list[str]:
    """Return the texts of a document in reading order, one for each paragraph, heading, item and cell."""
    said: list[str] = []

    def listen(element: Element) -> None:
        inner = {part.tag for part in list(element.walk())[1:]} & (SAID_AT_ONCE - {"Lbl"})
        if element.tag in SAID_AT_ONCE and not inner:
            said.append(plain(element.text))
            return
        for child in element.children:
            if isinstance(child, Element):
                listen(child)

    listen(tree_of(content))
    return [text for text in said if text]


def plain(text: str) -> str:
    """Collapse whitespace, and remove the word joiners that Typst inserts in tables of contents."""
    return " ".join(text.replace("\u2060", "").split())


def tags_of(content: bytes) -> Counter:
    """Return how often each structure type is used in a document, by its name in the file."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return Counter(str(element.source.S)[1:] for element in list(structure(pdf, Content(pdf)).walk())[1:])


def descriptions_of(content: bytes) -> list[str]:
    """Return the alternative texts of a document's figures."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        figures = (element for element in structure(pdf, Content(pdf)).walk() if element.tag == "Figure")
        return [str(figure.source.Alt) for figure in figures]


def text_of(content: bytes) -> str:
    """Return the whole text of a PDF as pdfium extracts it, with its lines joined."""
    document = pypdfium2.PdfDocument(content)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Remove spaces, hyphens (which pdfium removes at the end of a line), joiners and bidirectional controls."""
    return re.sub(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufffe-]", "", text)
