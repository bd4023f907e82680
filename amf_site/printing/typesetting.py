"""Files that the site makes itself: a tagged PDF (PDF/UA-1) that Typst sets from a template and words.

The words reach the template as JSON and are never read as markup, so no text can import, draw or run anything.
Typst runs in a child with limits (``amf_site/limited.py``) and sees one folder made for the file.
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
#: The modules that a file's bytes depend on.
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
#: By the clock: nobody waits, and a busy machine is no fault of the page.
PATIENCE = 240
#: How the child begins the line that tells what Typst refused; it imports Typst, so it is not imported here.
REFUSED = "REFUSED "
#: How Typst names a text that no font can show.
NO_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed')
ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
#: Letters on either side of a missing one that an error quotes.
AROUND = 25


class TypesettingError(Exception):
    """The file could not be made; the text tells an editor why."""


class MissingLettersError(TypesettingError):
    """No font of ours has these letters. PDF/UA forbids a text with gaps, so there is no file."""

    def __init__(self, letters: list[str], places: list[str]) -> None:
        self.letters, self.places = letters, places
        named = ", ".join(f"“{letter}” ({_code_points(letter)})" for letter in letters)
        super().__init__(
            f"No font can show {named}, in: {' · '.join(places)}" if places else f"No font can show {named}"
        )


def typeset(template: str, data: dict, language: str, pictures: dict[str, bytes] | None = None) -> bytes:
    """The PDF that a template of ``templates/`` makes of words in a language; the same words give the same bytes.

    ``pictures`` are files that the words name. What Typst refuses raises ``TypesettingError``.
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
    """Changes with the templates, the fonts and Typst: a file of an older fingerprint is to be made anew."""
    found = hashlib.sha256(f"{version('typst')} {version('pikepdf')}".encode())
    modules = (HERE / f"{name}.py" for name in MODULES)
    for path in sorted((*modules, *TEMPLATES.glob("*.typ"), *FONTS.glob("*.ttf"))):
        found.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


def _language_of_the_page(language: str) -> dict:
    """What a template must know of a language: its code, direction, script, digits and fonts."""
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
    """The same data with composed letters, and without control characters and halves of signs: no font has them."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value).replace("\ufeff", "")
        return "".join(" " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in text)
    if isinstance(value, dict):
        return {key: clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean(part) for part in value]
    return value


def _plain_name(name: str) -> str:
    """A picture's name, refused if it would lie elsewhere or take the place of a template or the words."""
    if not re.fullmatch(r"[\w-]+\.(?:jpe?g|png)", name, re.ASCII):
        raise ValueError(f"not the name of a picture: {name!r}")
    return name


def _refusal(complaint: str, words: dict) -> TypesettingError:
    """What an editor can do about a complaint of Typst, which the child writes as JSON after one word."""
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
    """Where in the data a letter stands, with the words around it: goals 2 title “…”."""
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
