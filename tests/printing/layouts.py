"""The layout of the test documents, as a hash of the position of each text run and each shape.

``layouts.json`` contains the hashes of reviewed layouts. After changing a template, review the pages (the command
also saves them as images in a folder), then update it::

    DJANGO_SETTINGS_MODULE=amf_site.settings.test .venv/bin/python -m tests.printing.layouts /tmp/print-shots
"""

import hashlib
import io
import json
import sys
from pathlib import Path

import pikepdf
import pypdfium2

FILE = Path(__file__).parent / "layouts.json"
LAYOUTS: dict = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
SHOWN = {"Tj", "TJ"}
PAINTED = {"f", "f*", "S", "B", "Do"}


def layout_of(content: bytes) -> list:
    """Return the number of pages, and a hash of what is where on them, in whole points."""
    places = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for number, page in enumerate(pdf.pages):
            places.append(f"page {number} {page.mediabox.as_list()}")
            at, size = (0, 0), 0
            for step in pikepdf.parse_content_stream(page):
                name, values = str(step.operator), step.operands
                if name == "cm":
                    at = (round(values[4]), round(values[5]))
                elif name == "Tf":
                    size = round(values[1], 1)
                elif name == "Tm":
                    places.append(f"{at} {size} {round(values[4])}")
                elif name in PAINTED:
                    places.append(f"{name} {at}")
        pages = len(pdf.pages)
    return [pages, hashlib.sha256("\n".join(places).encode()).hexdigest()[:16]]


def main(folder: Path) -> None:
    import django

    django.setup()
    from amf_site.printing.typesetting import typeset

    from .words import CODES, city_words, picture, plan_words

    folder.mkdir(exist_ok=True)
    layouts = {}
    for code in CODES:
        made = {
            "plan": typeset("plan.typ", plan_words(code), code),
            "city": typeset("city.typ", city_words(code), code, {"picture.jpg": picture()}),
        }
        layouts[code] = {name: layout_of(content) for name, content in made.items()}
        for name, content in made.items():
            (folder / f"{name}-{code}.pdf").write_bytes(content)
            document = pypdfium2.PdfDocument(content)
            for number, page in enumerate(document, 1):
                page.render(scale=1.2).to_pil().save(folder / f"{name}-{code}-{number}.png")
            document.close()
    lines = ",\n".join(f"  {json.dumps(code)}: {json.dumps(layout)}" for code, layout in layouts.items())
    FILE.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
