"""The part that runs Typst, in a child with limits: see ``typesetting.py`` and ``amf_site/limited.py``.

Reads one JSON task from the standard input and writes a PDF to the standard output. Typst sees one folder, made for
this one file by the parent: the templates, the words and the pictures. It is shown no other font than ours, and finds
no packages: where it would look for them is an empty folder, and there is nothing in a template that asks for one.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typst

from amf_site.printing.long_words import whole
from amf_site.printing.speaking import add_actual_text

#: Last line on the error output if Typst refuses: its message and its hints, as JSON.
REFUSED = "REFUSED "


def compile_pdf(folder: Path, template: str, fonts: Path) -> bytes:
    """The PDF/UA-1 file that a template makes of ``data.json`` beside it."""
    nothing = folder / "no-packages"
    nothing.mkdir()
    compiler = typst.Compiler(
        root=str(folder),
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)]),
        package_path=str(nothing),
        package_cache_path=str(nothing),
    )
    made = compiler.compile(str(folder / template), format="pdf", pdf_standards=["ua-1"])
    assert isinstance(made, bytes)  # noqa: S101 a list is what other formats give
    return made


def texts_of(words: Any) -> Iterator[str]:
    """Every text in the words of a document."""
    if isinstance(words, str):
        yield whole(words)
    elif isinstance(words, dict | list):
        for part in words.values() if isinstance(words, dict) else words:
            yield from texts_of(part)


def main() -> None:
    task = json.load(sys.stdin.buffer)
    try:
        made = compile_pdf(Path(task["folder"]), task["template"], Path(task["fonts"]))
    except typst.TypstError as error:
        print(REFUSED + json.dumps([error.message, *error.hints, error.diagnostic]), file=sys.stderr)
        sys.exit(1)
    words = json.loads((Path(task["folder"]) / "data.json").read_text(encoding="utf-8"))
    sys.stdout.buffer.write(add_actual_text(made, set(texts_of(words))))


if __name__ == "__main__":
    main()
