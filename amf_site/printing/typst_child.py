"""Run Typst in a child process with limits; see ``typesetting.py`` and ``amf_site/limited.py``.

Reads a JSON task from standard input and writes a PDF to standard output. Typst's root is a folder that the parent has
created for this PDF, with the templates, the data and the images. It uses no fonts but ours, and its package folder is
empty.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typst

from amf_site.printing.long_words import whole
from amf_site.printing.speaking import add_actual_text

#: Prefix of the last line on standard error if Typst fails: its message, hints and diagnostic, as JSON.
REFUSED = "REFUSED "


def compile_pdf(folder: Path, template: str, fonts: Path) -> bytes:
    """Compile a template, with ``data.json`` beside it, to PDF/UA-1."""
    nothing = folder / "no-packages"
    nothing.mkdir()
    compiler = typst.Compiler(
        root=str(folder),
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)]),
        package_path=str(nothing),
        package_cache_path=str(nothing),
    )
    made = compiler.compile(str(folder / template), format="pdf", pdf_standards=["ua-1"])
    assert isinstance(made, bytes)  # noqa: S101 only other formats return a list
    return made


def texts_of(words: Any) -> Iterator[str]:
    """Yield every string in the data of a document."""
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
