"""The place of a segment in its page or record, described for people, and its maximum length.

wagtail-localize identifies the place by a path with the ids of rows and blocks (through the content of one object), and
by a field path with the names of fields and blocks (through its model).
"""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail_localize.models import TranslationContext
from wagtail_localize.views.edit_translation import FieldHasNoEditPanelError, TabHelper, get_segment_location_info

#: Sorts after every known place.
LAST = 10_000
#: Names of cells and columns in a table.
CELL, COLUMN = re.compile(r"r(\d+)c(\d+)"), re.compile(r"h(\d+)")
#: Raised for a path that is invalid, because the content has changed or the path comes from an edited file.
NOWHERE = (LookupError, AttributeError, FieldDoesNotExist, StopIteration, TypeError, ValueError)


# By names, through a model


def field_of(model: type[models.Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def leaf_of(model: type[models.Model], field_path: str) -> Any:
    """Return the field or block at a field path, or ``None``."""
    name, *rest = field_path.split(".")
    field = field_of(model, name)
    if isinstance(field, models.ManyToOneRel):
        return leaf_of(field.related_model, ".".join(rest)) if rest else None
    if not isinstance(field, StreamField):
        return field
    block: Any = field.stream_block
    for part in rest:
        is_list = isinstance(block, blocks.ListBlock)
        block = block.child_block if is_list else getattr(block, "child_blocks", {}).get(part)
    return block


def longest_at(leaf: Any) -> int | None:
    """Return the maximum number of characters of a field or block, or ``None``."""
    return getattr(getattr(leaf, "field", leaf), "max_length", None)


@dataclass(frozen=True)
class SegmentPlace:
    """The place of a segment in the edit form of a page or record."""

    #: Position of the panel in the form.
    order: int
    #: Key of the field or block to which it belongs.
    group: str
    heading: str
    #: Label of the part of a block or child row, if it has several.
    label: str
    help_text: str
    #: wagtail-localize's description of the widget for an override.
    widget: dict[str, Any] | None
    max_length: int | None


class Places:
    """Find places in the edit form of a model, without queries.

    Labels come from wagtail-localize. It does not find some segments; they are sorted last instead of being hidden,
    since a hidden segment could not be translated, nor its page published.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self.instance = model()
        self.tabs = TabHelper(self.instance)

    def place(self, context: TranslationContext, widget: bool = False) -> SegmentPlace:
        parts = context.path.split(".")
        field_path = context.field_path or parts[0]
        try:
            found = get_segment_location_info(self.instance, self.tabs, context.path, field_path, widget)
        except (FieldHasNoEditPanelError, FieldDoesNotExist, LookupError, AttributeError, TypeError):
            found = {"order": LAST, "field": "", "blockId": "", "fieldHelpText": "", "widget": None}
        model = type(self.instance)
        field, leaf = field_of(model, parts[0]), leaf_of(model, field_path)
        name = capfirst(getattr(field, "verbose_name", "") or parts[0].replace("_", " "))
        heading = str(found["field"] or name)
        if isinstance(field, StreamField) and found["field"]:
            heading = f"{name}: {heading}"
        return SegmentPlace(
            order=found["order"],
            group=f"{parts[0]}.{found['blockId'] or ''}",
            heading=heading,
            label=label_of(leaf, parts) if len(parts) > 1 else "",
            help_text=str(found["fieldHelpText"] or ""),
            widget=found["widget"],
            max_length=longest_at(leaf),
        )


def label_of(leaf: Any, parts: list[str]) -> str:
    """Return the label of a part of a block or row: the position of a cell, otherwise the name."""
    if cell := CELL.fullmatch(parts[-1]):
        return _("Row %(row)s, column %(column)s") % {"row": int(cell[1]) + 1, "column": int(cell[2]) + 1}
    if heading := COLUMN.fullmatch(parts[-1]):
        return _("Heading of column %(column)s") % {"column": int(heading[1]) + 1}
    if len(parts) == 2 and hasattr(leaf, "child_blocks") is False and hasattr(leaf, "field"):
        return ""
    return capfirst(str(getattr(leaf, "label", "") or getattr(leaf, "verbose_name", "") or parts[-1]))


# By ids, through the content of an object


@dataclass(frozen=True)
class SourcePlace:
    """The path to a place for users who do not see the form: field, blocks, and rows with their numbers."""

    labels: list[Any]
    #: Maximum number of characters, if the field has one.
    limit: int | None = None

    @property
    def label(self) -> str:
        return " › ".join(str(label) for label in self.labels)

    def below(self, label: Any) -> "SourcePlace":
        return SourcePlace([label, *self.labels], self.limit)


def place_of(instance: models.Model, path: str) -> SourcePlace:
    """Return the place of a path in an object; the path itself if one of its fields or blocks is gone."""
    try:
        return _in_model(instance, path.split("."))
    except NOWHERE:
        return SourcePlace([path[:100]])


def _in_model(instance: models.Model, path: list[str]) -> SourcePlace:
    field: Any = instance._meta.get_field(path[0])
    if isinstance(field, StreamField):
        return _in_value(field.value_from_object(instance), path[1:]).below(capfirst(field.verbose_name))
    if field.one_to_many:
        rows = list(getattr(instance, field.get_accessor_name()).all())
        number, row = next((n, row) for n, row in enumerate(rows, 1) if str(row.translation_key) == path[1])
        return _in_model(row, path[2:]).below(f"{capfirst(row._meta.verbose_name)} {number}")
    return SourcePlace([capfirst(field.verbose_name)], longest_at(field))


def _in_value(value: Any, path: list[str]) -> SourcePlace:
    """Follow a path in the value of a block that contains others."""
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
    if len(path) > 1 and isinstance(block, blocks.StructBlock):
        # Some struct blocks, such as that of images, do not have a ``StructValue``.
        found = _in_value(child.value, path[1:]) if isinstance(child.value, blocks.StructValue) else None
        return (found or SourcePlace([str(block.child_blocks[path[1]].label)])).below(str(label))
    if len(path) > 1 and isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        return _in_value(child.value, path[1:]).below(str(label))
    return SourcePlace([str(label)], longest_at(block))
