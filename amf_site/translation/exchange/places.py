"""Where a segment stands, in the words of the page editor: field, blocks, row; and how long it may be."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock


@dataclass(frozen=True)
class SourcePlace:
    labels: list[Any]
    #: In characters, if the field has a limit.
    limit: int | None = None

    @property
    def label(self) -> str:
        return " › ".join(str(label) for label in self.labels)


def place_of(instance: models.Model, path: str) -> SourcePlace:
    """The place of a path of wagtail-localize in a source; the path itself if a field or block of it is gone."""
    try:
        return in_model(instance, path.split("."))
    except (LookupError, AttributeError, FieldDoesNotExist, StopIteration, TypeError, ValueError):
        return SourcePlace([path[:100]])


def in_model(instance: models.Model, path: list[str]) -> SourcePlace:
    field: Any = instance._meta.get_field(path[0])
    if isinstance(field, StreamField):
        place = in_value(field.value_from_object(instance), path[1:])
        return SourcePlace([capfirst(field.verbose_name), *place.labels], place.limit)
    if field.one_to_many:
        rows = list(getattr(instance, field.get_accessor_name()).all())
        number, row = next((n, row) for n, row in enumerate(rows, 1) if str(row.translation_key) == path[1])
        place = in_model(row, path[2:])
        return SourcePlace([f"{capfirst(row._meta.verbose_name)} {number}", *place.labels], place.limit)
    return SourcePlace([capfirst(field.verbose_name)], getattr(field, "max_length", None))


def in_value(value: Any, path: list[str]) -> SourcePlace:
    """In the value of a block that holds others."""
    if isinstance(value, blocks.StructValue):
        child = value.bound_blocks[path[0]]
        label = child.block.label
    elif isinstance(value, blocks.list_block.ListValue):
        number, child = next((n, child) for n, child in enumerate(value.bound_blocks, 1) if child.id == path[0])
        label = f"{child.block.label or ''} {number}".strip()
    else:
        child = next(child for child in value if child.id == path[0])
        label = child.block.label
    block = child.block
    if len(path) > 1 and isinstance(block, blocks.StructBlock | blocks.StreamBlock | blocks.ListBlock):
        if isinstance(block, ImageBlock):
            return SourcePlace([str(label), str(block.child_blocks[path[1]].label)])
        place = in_value(child.value, path[1:])
        return SourcePlace([str(label), *place.labels], place.limit)
    return SourcePlace([str(label)], getattr(getattr(block, "field", None), "max_length", None))
