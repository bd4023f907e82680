"""Read and write CSV files for Excel and other spreadsheet programs, and detect text that they have damaged."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any, Literal

#: Spreadsheet programs execute text with these first characters as a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Possible delimiters; the last is the list separator of Windows in Arabic and Persian.
SEPARATORS = ",;\t؛"
#: Excel's optional first line that names the delimiter.
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[,;\t]*', re.IGNORECASE)


class NoTextError(ValueError):
    """The file is not text: it has another encoding, or contains null characters (see ``reason``)."""

    def __init__(self, reason: Literal["encoding", "null"]) -> None:
        super().__init__(reason)
        self.reason = reason


class NoTableError(ValueError):
    """The text is not a valid table. If ``problem`` is empty, ``line`` has a value in a column without a name."""

    def __init__(self, line: int, problem: str = "") -> None:
        super().__init__(problem)
        self.line, self.problem = line, problem


def decoded(data: bytes) -> str:
    """Decode a file in UTF-8, or in UTF-16 (Excel's “Unicode text”). Raise ``NoTextError``."""
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoTextError("encoding") from error
    if "\0" in text:
        raise NoTextError("null")
    return text


def read(text: str) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """Return the column names, and an iterator of the non-empty rows as pairs of line number and values by column.

    Empty columns without a name, which spreadsheet programs add, are left out. ``NoTableError`` may also be raised by
    the iterator.
    """
    rows = _rows(text.replace("\r\n", "\n").replace("\r", "\n"))
    _line, header = next(rows, (1, []))
    return [name for name in header if name], _records(header, rows)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first, _newline, rest = text.partition("\n")
    if said := SEPARATOR_LINE.fullmatch(first.strip(" ")):
        separator, text, before = said[1], rest, 1
    else:
        header = next((line for line in text.split("\n") if line.strip(f" {SEPARATORS}")), "")
        separator, before = max(SEPARATORS, key=header.count), 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        line = 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line + before, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise NoTableError(reader.line_num + before, str(error)) from error


def _records(header: list[str], rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, dict[str, str]]]:
    for line, cells in rows:
        record = list(zip_longest(header, cells, fillvalue=""))
        if any(cell for name, cell in record if not name):
            raise NoTableError(line)
        yield line, {name: unguarded(cell) for name, cell in record if name}


def guarded(text: str) -> str:
    """Escape a text that a spreadsheet program would execute as a formula, with a leading apostrophe."""
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def unguarded(text: str) -> str:
    """Undo ``guarded``."""
    return text[1:] if text.startswith("'") and guarded(text[1:]) == text else text


def lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield the lines of a CSV file that spreadsheet programs open correctly; the caller must apply ``guarded``."""
    yield "\ufeff"  # without it, Excel reads UTF-8 as Latin 1
    for row in rows:
        out = io.StringIO()
        csv.writer(out, quoting=csv.QUOTE_ALL).writerow(row)
        yield out.getvalue()


def _as_read(code: str, first: int, last: int) -> str:
    """Return the characters that a code page shows for UTF-8 bytes in this range, for a regular expression set."""
    return "".join(re.escape(bytes([byte]).decode(code, "ignore") or chr(byte)) for byte in range(first, last + 1))


_LATIN, _ARABIC, _RUSSIAN = (_as_read(code, 0x80, 0xBF) + "\x80-\x9f" for code in ("cp1252", "cp1256", "cp1251"))
Loss = Literal["letters", "error", "digits"]
#: Patterns of damaged content: letters lost by a wrong encoding, error values of formulas, and long numbers shortened
#: to scientific notation.
LOST: dict[Loss, re.Pattern[str]] = {
    "letters": re.compile(
        r"\A[?\s]*\?[?\s]*\Z|\?{2,}(?:\s+\?{2,})+|\?{3,}|\ufffd"
        rf"|(?:[{_as_read('cp1252', 0xC3, 0xF4)}][{_LATIN}]{{1,3}}){{2,}}|[ÃÄÅ][{_LATIN}]"
        rf"|(?:[طظعغ][{_ARABIC}]){{2,}}|(?:[РС][{_RUSSIAN}]){{3,}}"
    ),
    "error": re.compile(
        r"#([^\W\d_]{2,})(?:/0)?[!?]|#[^\W\d_]/[^\W\d_](?!\w)|#NV(?!\w)|#GETTING_DATA|#{4,}|Err:5\d\d(?!\d)"
    ),
    "digits": re.compile(r"(?<![\w.,٫])\d+(?:[.,٫]\d+)?E[+-]?\d{2,}(?!\w)"),
}


def losses(text: str) -> Iterator[tuple[Loss, str]]:
    """Yield each damage to a text by a spreadsheet program, with its kind and the damaged part."""
    for kind, pattern in LOST.items():
        for match in pattern.finditer(text):
            # Error values are in capitals, for example #REF! in English or #ССЫЛКА! in Russian; “#tehran!” is not one.
            if not match.lastindex or match[1].isupper():
                yield kind, match[0]
