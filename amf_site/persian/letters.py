"""Replace characters that look like Persian letters but are not.

Some keyboards and old documents write Persian with Arabic letters and digits, or with presentation forms. Such text
looks right, but search, sorting and screen readers do not treat it as Persian. The replacements are safe in any Persian
text:

- presentation forms (U+FB50–FDF9, U+FE70–FEFC) become letters, also ligatures such as ``ﷲ``, which occur in names; the
  honorific ``ﷺ``, the basmala ``﷽`` and the rial sign ``﷼`` are symbols that readers expect, and are kept;
- ``ي`` and ``ى`` become ``ی``, ``ك`` becomes ``ک``, ``٠–٩`` become ``۰–۹``;
- a tatweel between two letters is removed, since it only stretches the word; any other is kept (``هـ``).

Everything else is kept: zero-width joiners and non-joiners, ``ة``, ``ۀ``, ``أ``, vowel signs, punctuation and Latin
digits.
Quotations in Arabic cannot be recognised; on a Persian page they get Persian letters, as is usual in Iranian printing.
"""

import re
import unicodedata
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

#: The only language that is repaired.
PERSIAN = "fa"

LETTERS = str.maketrans("يىك٠١٢٣٤٥٦٧٨٩", "ییک۰۱۲۳۴۵۶۷۸۹")
SHAPES = re.compile("[\ufb50-\ufdf9\ufe70-\ufefc]")
#: An Arabic yeh with a combining hamza: it becomes the single letter ``ئ``, not ``ی``.
YEH_WITH_HAMZA = re.compile("[يى]\u0654")
STRETCHED = re.compile(
    "(?<=[\u0620-\u063f\u0641-\u064a\u066e-\u06d3])\u0640+(?=[\u0620-\u063f\u0641-\u064a\u066e-\u06d3])"
)
TAG = re.compile("(<[^>]*>)")


def _letters_of(shape: re.Match) -> str:
    """Decompose a presentation form. Those of vowel signs include a space or tatweel as a carrier, which is dropped."""
    letters = unicodedata.normalize("NFKC", shape.group())
    stand, signs = letters[0], letters[1:]
    return signs if stand in " \u0640" and signs else letters


def repair_persian(text: str) -> str:
    """Repair plain text."""
    text = SHAPES.sub(_letters_of, text)
    text = YEH_WITH_HAMZA.sub("ئ", text).translate(LETTERS)
    return STRETCHED.sub("", text)


def repair_html(html: str) -> str:
    """Repair the text of HTML; tags and their attributes are kept."""
    return "".join(part if part.startswith("<") else repair_persian(part) for part in TAG.split(html))


def repair_block(block: blocks.Block, value: Any) -> Any:
    """Repair the raw StreamField value of a block: text only, not ids, block types, choices or URLs."""
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
