"""Letters that only look Persian: what they are, and how they are put right.

Keyboards and old documents write Persian with Arabic's letters and digits, or with the shapes that printers once used.
It looks right and is not found, sorted or read aloud as Persian. What is put right is what no Persian text wants:

- shapes of letters (U+FB50–FDF9, U+FE70–FEFC) become their letters, ``ﷲ`` and its like too, as they stand in names;
  the honorific ``ﷺ``, the basmala ``﷽`` and the sign of the rial ``﷼`` are signs that readers expect, and stay;
- ``ي`` and ``ى`` become ``ی``, ``ك`` becomes ``ک``, ``٠–٩`` become ``۰–۹``;
- a tatweel goes where it only stretches a word, and stays where it holds a letter alone (``هـ``).

Everything else stays: zero-width joiners and non-joiners, ``ة``, ``ۀ``, ``أ``, vowel signs, punctuation, Latin digits.
What cannot be known from a text is whether its words are a quotation in Arabic: on a Persian page that is spelt in the
Persian way, as Iranian printing does.
"""

import re
import unicodedata
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

#: The language that is repaired; no other is.
PERSIAN = "fa"

LETTERS = str.maketrans("يىك٠١٢٣٤٥٦٧٨٩", "ییک۰۱۲۳۴۵۶۷۸۹")
SHAPES = re.compile("[\ufb50-\ufdf9\ufe70-\ufefc]")
#: Arabic's yeh with its hamza apart: one letter in Persian, and not a ``ی``.
YEH_WITH_HAMZA = re.compile("[يى]\u0654")
STRETCHED = re.compile(
    "(?<=[\u0620-\u063f\u0641-\u064a\u066e-\u06d3])\u0640+(?=[\u0620-\u063f\u0641-\u064a\u066e-\u06d3])"
)
TAG = re.compile("(<[^>]*>)")


def _letters_of(shape: re.Match) -> str:
    """A vowel sign's shape comes with a space or a tatweel to stand on, which the text has already."""
    letters = unicodedata.normalize("NFKC", shape.group())
    stand, signs = letters[0], letters[1:]
    return signs if stand in " \u0640" and signs else letters


def repair_persian(text: str) -> str:
    """Plain text in the letters of Persian."""
    text = SHAPES.sub(_letters_of, text)
    text = YEH_WITH_HAMZA.sub("ئ", text).translate(LETTERS)
    return STRETCHED.sub("", text)


def repair_html(html: str) -> str:
    """The same for the text of rich text; tags with their addresses and ids stay."""
    return "".join(part if part.startswith("<") else repair_persian(part) for part in TAG.split(html))


def repair_block(block: blocks.Block, value: Any) -> Any:
    """The same for what a StreamField stores of a block: words are repaired; ids, types, choices and addresses stay."""
    if not value:
        return value
    if isinstance(block, (blocks.CharBlock, blocks.TextBlock)):
        return repair_persian(value)
    if isinstance(block, blocks.RichTextBlock):
        return repair_html(value)
    if isinstance(block, TypedTableBlock):
        return _repair_table(block, value)
    if isinstance(block, blocks.StructBlock) and isinstance(value, dict):
        known = block.child_blocks
        return {name: repair_block(known[name], part) if name in known else part for name, part in value.items()}
    if isinstance(block, blocks.ListBlock):
        return [{**item, "value": repair_block(block.child_block, item["value"])} for item in value]
    if isinstance(block, blocks.StreamBlock):
        return [
            {**child, "value": repair_block(block.child_blocks[child["type"]], child["value"])}
            if child["type"] in block.child_blocks
            else child
            for child in value
        ]
    return value


def _repair_table(block: TypedTableBlock, table: dict[str, Any]) -> dict[str, Any]:
    cells = [block.child_blocks.get(column["type"]) for column in table["columns"]]
    return {
        **table,
        "caption": repair_persian(table.get("caption") or ""),
        "columns": [{**column, "heading": repair_persian(column["heading"] or "")} for column in table["columns"]],
        "rows": [
            {
                **row,
                "values": [
                    repair_block(cell, value) if cell else value
                    for cell, value in zip(cells, row["values"], strict=False)
                ],
            }
            for row in table["rows"]
        ],
    }
