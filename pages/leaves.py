"""Read stream fields block by block, as they are stored, without a database query."""

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, ListBlock
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.images.blocks import ImageBlock

Leaf = tuple[Block, Any]


def leaves_in(block: Block, raw: Any) -> Iterator[Leaf]:
    """Yield the innermost blocks with their raw values, as stored in the database; an image with its words is one."""
    if isinstance(block, ImageBlock) or not isinstance(
        block, BaseStructBlock | ListBlock | BaseStreamBlock | BaseTypedTableBlock
    ):
        yield block, raw
    elif not raw:
        return
    elif isinstance(block, BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from leaves_in(child, raw.get(name))
    elif isinstance(block, ListBlock):
        for item in raw:
            # Wagtail accepts both formats: items with an id, and the bare values of older versions.
            is_wrapped = isinstance(item, dict) and item.get("type") == "item" and "value" in item
            yield from leaves_in(block.child_block, item["value"] if is_wrapped else item)
    elif isinstance(block, BaseStreamBlock):
        for item in raw:
            if item["type"] in block.child_blocks:
                yield from leaves_in(block.child_blocks[item["type"]], item["value"])
    else:
        for row in raw["rows"]:
            for column, value in zip(raw["columns"], row["values"], strict=False):
                if column["type"] in block.child_blocks:
                    yield from leaves_in(block.child_blocks[column["type"]], value)
