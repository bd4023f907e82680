"""Which pages an editor has chosen on a page or a record, found by what fields and blocks are, not by their names."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, ListBlock, PageChooserBlock
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import StreamField
from wagtail.models import Page


def chosen_page_ids(instance: Model) -> set[int]:
    """The ids of all pages chosen in the instance's fields and in the blocks of its streams, without asking for them.

    ``Block.extract_references`` of Wagtail finds the same but fetches every chosen page. A block that this function
    cannot look into is resolved all the same when it is printed, by a query of its own (``PageContext.local_page``).
    """
    found: set[int] = set()
    for field in instance._meta.concrete_fields:
        value = getattr(instance, field.attname)
        if isinstance(field, StreamField):
            found.update(page_ids_in(field.stream_block, value.raw_data))
        elif value and _is_chooser(field):
            found.add(value)
    return found


def _is_chooser(field: Any) -> bool:
    """Whether a field points at a page that somebody chose; Wagtail's own pointers are kept out of its index too."""
    ignored = getattr(field, "wagtail_reference_index_ignore", False)
    return bool(field.many_to_one) and issubclass(field.related_model, Page) and not ignored


def page_ids_in(block: Block, raw: Any) -> Iterator[int]:
    """The pages chosen in a block's value as the database holds it."""
    if isinstance(block, PageChooserBlock):
        if isinstance(raw, int):
            yield raw
    elif not raw:
        return
    elif isinstance(block, BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from page_ids_in(child, raw.get(name))
    elif isinstance(block, ListBlock):
        for item in raw:
            # Wagtail reads both forms: items with an id, and the bare values of older versions.
            is_wrapped = isinstance(item, dict) and item.get("type") == "item" and "value" in item
            yield from page_ids_in(block.child_block, item["value"] if is_wrapped else item)
    elif isinstance(block, BaseStreamBlock):
        for item in raw:
            if item["type"] in block.child_blocks:
                yield from page_ids_in(block.child_blocks[item["type"]], item["value"])
    elif isinstance(block, BaseTypedTableBlock):
        for row in raw["rows"]:
            for column, value in zip(raw["columns"], row["values"], strict=False):
                if column["type"] in block.child_blocks:
                    yield from page_ids_in(block.child_blocks[column["type"]], value)
