"""Find the pages that an editor has chosen on a page or snippet, by the types of its fields and blocks."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from wagtail.blocks import Block, PageChooserBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.leaves import leaves_in


def chosen_page_ids(instance: Model) -> set[int]:
    """Return the ids of all pages chosen in the instance's fields and stream blocks, without a database query.

    Wagtail's ``Block.extract_references`` finds the same ids but fetches every chosen page. Pages in block types that
    this function does not know are still resolved when rendered, with one query each (``PageContext.local_page``).
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
    """Whether the field is a page chooser. Wagtail's internal page fields are marked as ignored by its index."""
    ignored = getattr(field, "wagtail_reference_index_ignore", False)
    return bool(field.many_to_one) and issubclass(field.related_model, Page) and not ignored


def page_ids_in(block: Block, raw: Any) -> Iterator[int]:
    """Yield the ids of the pages chosen in a block's raw value, as stored in the database."""
    for leaf, value in leaves_in(block, raw):
        if isinstance(leaf, PageChooserBlock) and isinstance(value, int):
            yield value
