"""Typeset a tagged PDF (PDF/UA-1) with Typst from a template and data.

The template reads the data as JSON, never as markup, so no text can import, draw or run anything. Typst runs in a child
process with limits (``amf_site/limited.py``), and its root is a temporary folder with the files of this PDF.
"""

import hashlib
import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from amf_site.cldr.formats import format_number
from amf_site.languages import language as language_row
from amf_site.limited import ChildFailedError, LimitReachedError, run_limited

from .long_words import breakable
from .typefaces import native_typefaces, typefaces

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
FONTS = HERE / "fonts"
CHILD = "amf_site.printing.typst_child"
#: The modules that affect the content of a PDF.
MODULES = (
    "typesetting",
    "long_words",
    "substitutes",
    "typefaces",
    "typst_child",
    "reading",
    "text_matching",
    "speaking",
)
SECONDS, MEGABYTES = 20, 700
#: Elapsed seconds; much longer than the CPU time, since no user waits and the machine may be busy.
PATIENCE = 240
#: Prefix of the child's line with an error of Typst. Repeated here because importing the child would import Typst.
REFUSED = "REFUSED "
#: Typst's error about text that no font can display.
NO_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed')
ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
#: The number of characters that an error quotes on either side of a missing one.
AROUND = 25


class TypesettingError(Exception):
    """The PDF could not be created. The message tells an editor why."""


class MissingLettersError(TypesettingError):
    """No font of ours has these characters. PDF/UA forbids missing glyphs, so there is no PDF."""

    def __init__(self, letters: list[str], places: list[str]) -> None:
        self.letters, self.places = letters, places
        named = ", ".join(f"“{letter}” ({_code_points(letter)})" for letter in letters)
        super().__init__(
            f"No font can show {named}, in: {' · '.join(places)}" if places else f"No font can show {named}"
        )


def typeset(template: str, data: dict, language: str, pictures: dict[str, bytes] | None = None) -> bytes:
    """Return the PDF of a template in ``templates/`` with data in a language. The same input gives the same bytes.

    ``pictures`` are image files by the names in the data. Raise ``TypesettingError``.
    """
    words = clean(data)
    with tempfile.TemporaryDirectory(prefix="typeset-") as name:
        folder = Path(name)
        for source in TEMPLATES.glob("*.typ"):
            shutil.copyfile(source, folder / source.name)
        for picture, content in (pictures or {}).items():
            (folder / _plain_name(picture)).write_bytes(content)
        set_in_type = breakable(words, language, but=frozenset(pictures or ())) | _language_of_the_page(language)
        (folder / "data.json").write_text(json.dumps(set_in_type), encoding="utf-8")
        task = {"folder": name, "template": template, "fonts": str(FONTS)}
        try:
            return run_limited(
                CHILD, json.dumps(task).encode(), seconds=SECONDS, megabytes=MEGABYTES, patience=PATIENCE
            )
        except LimitReachedError as error:
            raise TypesettingError("The file wants more time or memory than it is given.") from error
        except ChildFailedError as error:
            raise _refusal(str(error), words) from error


@cache
def generator_fingerprint() -> str:
    """Return a hash of the templates, fonts, modules and Typst's version: if it changes, all PDFs are outdated."""
    found = hashlib.sha256(f"{version('typst')} {version('pikepdf')}".encode())
    modules = (HERE / f"{name}.py" for name in MODULES)
    for path in sorted((*modules, *TEMPLATES.glob("*.typ"), *FONTS.glob("*.ttf"))):
        found.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


def _language_of_the_page(language: str) -> dict:
    """Return a template's data about a language: code, direction, script, digits and fonts."""
    row = language_row(language)
    return {
        "lang": row.code.partition("-")[0],
        "dir": row.direction,
        "script": row.script,
        "digits": [format_number(digit, language) for digit in range(10)],
        "fonts": typefaces(row.code),
        "native_fonts": native_typefaces(),
    }


def clean(value: Any) -> Any:
    """Normalise the data to NFC, without control characters and surrogates, which no font has."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value).replace("\ufeff", "")
        return "".join(" " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in text)
    if isinstance(value, dict):
        return {key: clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean(part) for part in value]
    return value


def _plain_name(name: str) -> str:
    """Return the name of an image; raise ``ValueError`` if it has a path or could overwrite a template or the data."""
    if not re.fullmatch(r"[\w-]+\.(?:jpe?g|png)", name, re.ASCII):
        raise ValueError(f"not the name of a picture: {name!r}")
    return name


def _refusal(complaint: str, words: dict) -> TypesettingError:
    """Turn the child's last line into an exception; errors of Typst are JSON after the prefix."""
    if not complaint.startswith(REFUSED):
        return TypesettingError(f"The file could not be made: {complaint}")
    message, *_hints, diagnostic = json.loads(complaint.removeprefix(REFUSED))
    missing = dict.fromkeys(
        ESCAPE.sub(lambda code: chr(int(code[1], 16)), text) for text in NO_GLYPH.findall(diagnostic)
    )
    if not missing:
        return TypesettingError(f"Typst refused: {message}")
    places = dict.fromkeys(place for letter in missing for place in _places(words, letter))
    return MissingLettersError(list(missing), list(places)[:5])


def _places(value: Any, letter: str, where: str = "") -> Iterator[str]:
    """Yield the places of a character in the data, with the surrounding text: goals 2 title “…”."""
    if isinstance(value, str) and letter in value:
        at = value.index(letter)
        yield f"{where} “{value[max(0, at - AROUND) : at + len(letter) + AROUND]}”"
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _places(part, letter, f"{where} {key}".strip())
    elif isinstance(value, list):
        for number, part in enumerate(value, 1):
            yield from _places(part, letter, f"{where} {number}")


def _code_points(letter: str) -> str:
    return " ".join(f"U+{ord(part):04X} {unicodedata.name(part, '')}".strip() for part in letter)
