"""Where a segment stands in the edit form of its page or record: its order, its labels, its longest length.

The labels are wagtail-localize's; it knows no place for some segments, which stand last here instead of being hidden:
a segment that nobody can see could never be translated, and its page never be published.
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

#: Behind everything that has a place.
LAST = 10_000
#: How a table names its cells and columns.
CELL, COLUMN = re.compile(r"r(\d+)c(\d+)"), re.compile(r"h(\d+)")


@dataclass(frozen=True)
class SegmentPlace:
    #: Of the panel in the form.
    order: int
    #: What belongs together: a field, or a block of a field.
    group: str
    heading: str
    #: Of the part of a block or record, if it has parts.
    label: str
    help_text: str
    #: How wagtail-localize would let a value be chosen.
    widget: dict[str, Any] | None
    max_length: int | None


class Places:
    """The edit form of one model. It asks the database nothing."""

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
        field, leaf = field_of(self.instance, parts[0]), leaf_of(self.instance, field_path)
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
            max_length=getattr(getattr(leaf, "field", leaf), "max_length", None),
        )


def field_of(instance: models.Model, name: str) -> Any:
    try:
        return instance._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def leaf_of(instance: models.Model, field_path: str) -> Any:
    """The field or block that a path leads to."""
    name, *rest = field_path.split(".")
    field = field_of(instance, name)
    if isinstance(field, models.ManyToOneRel):
        return leaf_of(field.related_model(), ".".join(rest)) if rest else None
    if not isinstance(field, StreamField):
        return field
    block: Any = field.stream_block
    for part in rest:
        is_list = isinstance(block, blocks.ListBlock)
        block = block.child_block if is_list else getattr(block, "child_blocks", {}).get(part)
    return block


def label_of(leaf: Any, parts: list[str]) -> str:
    """What a part of a block or record is called: a cell by its place, anything else by its name."""
    if cell := CELL.fullmatch(parts[-1]):
        return _("Row %(row)s, column %(column)s") % {"row": int(cell[1]) + 1, "column": int(cell[2]) + 1}
    if heading := COLUMN.fullmatch(parts[-1]):
        return _("Heading of column %(column)s") % {"column": int(heading[1]) + 1}
    if len(parts) == 2 and hasattr(leaf, "child_blocks") is False and hasattr(leaf, "field"):
        return ""
    return capfirst(str(getattr(leaf, "label", "") or getattr(leaf, "verbose_name", "") or parts[-1]))
