"""Handle missing translations in live content: omit new parts; existing parts keep their text or stay empty."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, NavigableString
from django.db import models
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import TranslatableMixin

#: Marks missing text until it is emptied or left out. A Unicode noncharacter, which is reserved for internal use.
MARK = "\ufdd0"
#: Returned for a part of the content that is left out.
GONE = object()
#: HTML elements that are left out if they become empty.
TEXT_BLOCKS = re.compile(r"^(p|li|h[1-6]|blockquote|td|th)$")


def is_marked(value: Any) -> bool:
    """Return whether text is missing anywhere in a stored value."""
    return MARK in json.dumps(value, ensure_ascii=False, default=str)


class Before:
    """The published content of a target, before it is composed again."""

    def __init__(self, target: Any) -> None:
        self.fields = {
            field.name: field.value_from_object(target)
            for field in target._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField) and not isinstance(field, StreamField)
        }
        self.rows = {}
        self.ids: set[str] = set()
        self.table_rows: list[list[Any]] = []
        for name, field in streams_of(target):
            self.read(field.stream_block.get_prep_value(getattr(target, name)))
        for relation in rows_of(type(target)):
            for row in getattr(target, relation).all():
                self.rows[row.translation_key] = Before(row)

    def read(self, value: Any) -> None:
        """Collect the ids of blocks and list items, and the table rows, in a stored value."""
        if isinstance(value, dict):
            if "value" in value and value.get("id"):
                self.ids.add(value["id"])
            if "values" in value:
                self.table_rows.append(value["values"])
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        for part in parts:
            self.read(part)

    def leave_out(self, target: Any) -> None:
        """Remove the marks: restore the previous text or leave the field empty, and leave new parts out."""
        for name, former in self.fields.items():
            value = getattr(target, name)
            if value and MARK in value:
                is_html = isinstance(target._meta.get_field(name), RichTextField)
                setattr(target, name, (is_html and without_marks(value)) or former)
        for name, field in streams_of(target):
            raw = field.stream_block.get_prep_value(getattr(target, name))
            if is_marked(raw):
                kept = self.pruned(field.stream_block, raw)
                setattr(target, name, field.to_python(json.dumps([] if kept is GONE else kept, default=str)))
        for relation in rows_of(type(target)):
            self.leave_out_rows(target, relation)

    def leave_out_rows(self, target: Any, relation: str) -> None:
        rows = list(getattr(target, relation).all())
        kept = []
        for row in rows:
            former = self.rows.get(row.translation_key)
            if former is None and has_marks(row):
                continue
            if former is not None:
                former.leave_out(row)
            kept.append(row)
        if len(kept) < len(rows):
            getattr(target, relation).set(kept)

    def pruned(self, block: Any, value: Any) -> Any:
        """Return the stored value of a block without the parts that lack text, or ``GONE``."""
        if isinstance(value, str) and MARK in value:
            kept = without_marks(value) if isinstance(block, blocks.RichTextBlock) else ""
            return GONE if not kept and block.required else kept
        if isinstance(block, TypedTableBlock) and value:
            return self.pruned_table(value)
        if isinstance(block, blocks.BaseStructBlock) and isinstance(value, dict):
            parts = {
                name: self.pruned(block.child_blocks[name], part) if name in block.child_blocks else part
                for name, part in value.items()
            }
            return GONE if any(part is GONE for part in parts.values()) else parts
        if isinstance(block, blocks.BaseStreamBlock | blocks.ListBlock):
            return self.pruned_list(block, value)
        return value

    def pruned_list(self, block: Any, value: list[Any]) -> list[Any]:
        kept = []
        for item in value:
            if item.get("id") not in self.ids and is_marked(item):
                continue
            child = block.child_block if isinstance(block, blocks.ListBlock) else block.child_blocks[item["type"]]
            inner = self.pruned(child, item["value"])
            if inner is not GONE:
                kept.append({**item, "value": inner})
        return kept

    def pruned_table(self, value: dict[str, Any]) -> dict[str, Any]:
        """Prune a table. Rows have no ids, so a row counts as existing if all its translated cells are as before."""
        rows = [
            {**row, "values": ["" if is_marked(cell) else cell for cell in row["values"]]}
            for row in value["rows"]
            if not is_marked(row) or self.has_had(row["values"])
        ]
        columns = [{**column, "heading": (column["heading"] or "").replace(MARK, "")} for column in value["columns"]]
        return {**value, "rows": rows, "columns": columns, "caption": (value["caption"] or "").replace(MARK, "")}

    def has_had(self, cells: list[Any]) -> bool:
        said = [(place, cell) for place, cell in enumerate(cells) if cell and not is_marked(cell)]
        return bool(said) and any(
            all(place < len(row) and row[place] == cell for place, cell in said) for row in self.table_rows
        )


def streams_of(instance: Any) -> Iterator[tuple[str, Any]]:
    for field in instance._meta.concrete_fields:
        if isinstance(field, StreamField):
            yield field.name, field


def rows_of(model: Any) -> list[str]:
    """Return the relations to child rows that are translated with their parent."""
    if not issubclass(model, ClusterableModel):
        return []
    return [
        relation.get_accessor_name()
        for relation in get_all_child_relations(model)
        if issubclass(relation.related_model, TranslatableMixin)
    ]


def has_marks(row: Any) -> bool:
    """Return whether text is missing in any field of a row."""
    return any(is_marked(field.get_prep_value(field.value_from_object(row))) for field in row._meta.concrete_fields)


def without_marks(html: str) -> str:
    """Return rich text without the paragraphs and list items that lack text."""
    soup = BeautifulSoup(html, "html.parser")
    for text in soup.find_all(string=lambda text: MARK in text):
        whole = text.find_parent(TEXT_BLOCKS)
        text.replace_with(NavigableString(text.replace(MARK, "")))
        while whole is not None and not whole.get_text().strip() and not whole.find(["embed", "img"]):
            above = whole.parent
            whole.extract()
            whole = above if above is not None and above.name in ("ul", "ol", "li", "blockquote") else None
    return str(soup) if soup.get_text().strip() or soup.find(["embed", "img"]) else ""


def without_lost_links(html: str, attrs: dict[str, Any] | None) -> str:
    """Return a translation without the links that its source no longer has; their text is kept."""
    if "<a" not in html:
        return html
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.find_all("a"):
        if link.get("id") not in (attrs or ()):
            link.unwrap()
    return str(soup)
