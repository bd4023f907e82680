"""Repair the text layer of Typst's PDFs for screen readers, search and copying, by adding ``ActualText``.

Typst 0.15 writes every raised or lowered glyph (vowel signs of Bengali and Thai, Arabic harakat) as a separate piece
that repeats its cluster, loses zero-width joiners, and writes right-to-left lines from left to right. The texts are
known from the template's data, so marked content that clearly represents one of them gets it as replacement text:

- left-to-right text: each line becomes one marked-content sequence with ``ActualText``, which every program uses;
- text with right-to-left letters: the structure tree gets a ``Span`` with ``ActualText`` for assistive technology, and
  the line is unchanged, because pdfium, poppler and MuPDF reverse such lines, and would also reverse a replacement.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any, cast

import pikepdf

from .reading import Content
from .text_matching import Known, PrintedPiece, lines_of, matches


def add_actual_text(made: bytes, texts: set[str]) -> bytes:
    """Return the PDF with its known texts restored, or the same bytes if nothing has to be changed."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        content = Content(pdf)
        known = Known(texts)
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        lines: dict[tuple, list[tuple[list[PrintedPiece], str]]] = {}
        changed = False
        for element in list(_elements(pdf.Root.StructTreeRoot)):
            for pieces, text in list(_known_stretches(element, content, known)):
                changed = True
                for line, words in lines_of(pieces, text):
                    lines.setdefault(line[0].page.objgen, []).append((line, words))
                if any(piece.is_rtl for piece in pieces):
                    _add_span(pdf, parents, element, pieces, text)
        if not changed:
            return made
        for page in pdf.pages:
            if page.obj.objgen in lines:
                _merge_lines(pdf, parents, page, lines[page.obj.objgen])
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _elements(node: Any) -> Iterator[pikepdf.Dictionary]:
    """Yield every structure element that has marked content as a direct child."""
    waiting, seen = [node], set()
    while waiting:
        found = waiting.pop()
        if isinstance(found, pikepdf.Array):
            waiting.extend(found)
        elif isinstance(found, pikepdf.Dictionary) and "/K" in found and found.objgen not in seen:
            seen.add(found.objgen)
            waiting.append(found.K)
            if any(isinstance(child, int) or _is_mark(child) for child in _children(found)):
                yield found


def _children(element: pikepdf.Dictionary) -> list:
    return list(element.K) if isinstance(element.K, pikepdf.Array) else [element.K]


def _is_mark(child: Any) -> bool:
    return isinstance(child, pikepdf.Dictionary) and child.get("/Type") == "/MCR"


def _piece(element: pikepdf.Dictionary, child: Any, content: Content) -> PrintedPiece | None:
    """Return the marked content that a child of an element refers to; ``None`` for elements and annotations."""
    if isinstance(child, int):
        page, number = element.Pg, int(child)
    elif _is_mark(child) and "/Stm" not in child:
        page, number = child.get("/Pg", element.get("/Pg")), int(child.MCID)
    else:
        return None
    key = (page.objgen, number)
    strings = content.marked.get(key, [])
    piece = PrintedPiece(page, number, "".join(strings), *content.placed.get(key, (0.0, 0.0)), key in content.patched)
    # Typst writes the words of a right-to-left line from left to right, each with its letters reversed.
    return replace(piece, text="".join(reversed(strings))) if piece.is_rtl else piece


def _known_stretches(
    element: pikepdf.Dictionary, content: Content, known: Known
) -> Iterator[tuple[list[PrintedPiece], str]]:
    """Yield runs of children that represent a known text but do not have exactly that text."""
    run: list[PrintedPiece] = []
    for child in [*_children(element), None]:
        piece = None if child is None else _piece(element, child, content)
        if piece is not None:
            run.append(piece)
            continue
        for start, end, text in matches(run, known):
            found = run[start:end]
            if any(part.is_rtl or part.patched for part in found) or "".join(part.text for part in found) != text:
                yield found, text
        run = []


def _add_span(
    pdf: pikepdf.Pdf, parents: pikepdf.NumberTree, element: pikepdf.Dictionary, pieces: list[PrintedPiece], text: str
) -> None:
    """Insert a ``Span`` with the text between an element and some of its marked content."""
    span = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Span, P=element, ActualText=text)
    )
    span.Pg = pieces[0].page
    span.K = pikepdf.Array(
        pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=piece.page, MCID=piece.number) for piece in pieces
    )
    ours = {(piece.page.objgen, piece.number) for piece in pieces}
    kept: list = []
    for child in _children(element):
        if isinstance(child, int) or _is_mark(child):
            page, number = (element.Pg, child) if isinstance(child, int) else (child.get("/Pg"), child.MCID)
            if (page.objgen, int(number)) in ours:
                if not any(other is span for other in kept):
                    kept.append(span)
                continue
        kept.append(child)
    element.K = pikepdf.Array(kept)
    for piece in pieces:
        parents[int(piece.page.StructParents)][piece.number] = span


def _merge_lines(
    pdf: pikepdf.Pdf, parents: pikepdf.NumberTree, page: pikepdf.Page, lines: list[tuple[list[PrintedPiece], str]]
) -> None:
    """Merge the pieces of each line into one marked-content sequence with ``ActualText``."""
    steps = list(pikepdf.parse_content_stream(page))
    spans = _spans(steps)
    row = parents[int(page.obj.StructParents)]
    replaced: dict[int, tuple[int, list]] = {}
    for pieces, words in lines:
        numbers = [piece.number for piece in pieces]
        stretches = [spans[number] for number in numbers]
        if any(before[1] + 1 != after[0] for before, after in pairwise(stretches)):
            continue
        (first, _), (_, last) = stretches[0], stretches[-1]
        said = pikepdf.Dictionary(MCID=numbers[0], ActualText=words)
        inside = [step for step in steps[first : last + 1] if str(step.operator) not in {"BDC", "BMC", "EMC"}]
        begin = pikepdf.ContentStreamInstruction([pikepdf.Name.Span, said], pikepdf.Operator("BDC"))
        end = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))
        replaced[first] = (last, [begin, *inside, end])
        for number in numbers[1:]:
            _remove_mark(cast(pikepdf.Dictionary, row[number]), page.obj, number)
            row[number] = None
    out: list = []
    at = 0
    while at < len(steps):
        last, instead = replaced.get(at, (at, [steps[at]]))
        out.extend(instead)
        at = last + 1
    page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(out))


def _spans(steps: list) -> dict[int, tuple[int, int]]:
    """Return the first and last instruction of each marked-content sequence, by MCID."""
    spans: dict[int, tuple[int, int]] = {}
    opened: list[tuple[int, int | None]] = []
    for at, step in enumerate(steps):
        name = str(step.operator)
        if name in {"BDC", "BMC"}:
            values = step.operands[1] if len(step.operands) > 1 else None
            number = int(values["/MCID"]) if isinstance(values, pikepdf.Dictionary) and "/MCID" in values else None
            opened.append((at, number))
        elif name == "EMC":
            start, number = opened.pop()
            if number is not None:
                spans[number] = (start, at)
    return spans


def _remove_mark(element: pikepdf.Dictionary, page: pikepdf.Object, number: int) -> None:
    """Remove marked content that no longer exists from its element."""

    def is_it(child: Any) -> bool:
        if isinstance(child, int):
            return int(child) == number and element.Pg.objgen == page.objgen
        return (
            _is_mark(child) and int(child.MCID) == number and child.get("/Pg", element.get("/Pg")).objgen == page.objgen
        )

    element.K = pikepdf.Array(child for child in _children(element) if not is_it(child))
