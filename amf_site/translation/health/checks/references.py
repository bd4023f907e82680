"""References of pages and records to deleted objects, which readers see as a gap or as text without its link."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.coreutils import resolve_model_string
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, get_page_models
from wagtail.rich_text import extract_references_from_rich_text
from wagtail.snippets.models import get_snippet_models

from ..check import Check, Damage


@dataclass(frozen=True)
class Named:
    """A reference of a page or record; ``key`` is ``None`` if a required choice is missing."""

    owner: Any
    place: str
    model: Any
    key: int | None


def named_in(block: Any, raw: Any) -> Iterator[tuple[Any, int | None]]:
    """Yield the references in the raw value of a block."""
    if isinstance(block, blocks.ChooserBlock):
        if raw or block.required:
            yield resolve_model_string(block.target_model), raw
    elif isinstance(block, blocks.RichTextBlock):
        yield from ((model, int(key)) for model, key, *_place in extract_references_from_rich_text(raw or ""))
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from named_in(child, (raw or {}).get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in raw or ():
            is_wrapped = isinstance(item, dict) and item.get("type") == "item"
            yield from named_in(block.child_block, item["value"] if is_wrapped else item)
    elif isinstance(block, blocks.BaseStreamBlock):
        for item in raw or ():
            if item["type"] in block.child_blocks:
                yield from named_in(block.child_blocks[item["type"]], item["value"])
    elif isinstance(block, BaseTypedTableBlock):
        for row in (raw or {}).get("rows", ()):
            for column, value in zip(raw["columns"], row["values"], strict=False):
                if column["type"] in block.child_blocks:
                    yield from named_in(block.child_blocks[column["type"]], value)


def named_by(owner: Any, row: Any) -> Iterator[Named]:
    """Yield the references of a page, record or child row; an empty foreign key only if it is required."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        found: list[tuple[Any, int | None]] = []
        if isinstance(field, StreamField):
            found = list(named_in(field.stream_block, value.raw_data))
        elif isinstance(field, RichTextField):
            found = [(model, int(key)) for model, key, *_place in extract_references_from_rich_text(value)]
        elif isinstance(field, ForeignKey) and field.null and not field.blank and value is None:
            found = [(field.related_model, None)]
        yield from (Named(owner, str(field.verbose_name), model, key) for model, key in found)


def damage(one: Named) -> Damage:
    what = f"{one.model._meta.verbose_name} {one.key}" if one.key else str(_("nothing chosen"))
    owner = one.owner
    name = owner.get_admin_display_title() if isinstance(owner, Page) else str(owner)
    language = f"{owner.locale}, " if hasattr(owner, "locale") else ""
    return Damage(name, f"{language}{one.place}: {what}", AdminURLFinder().get_edit_url(owner) or "")


class LostReferences(Check):
    name = "lost-references"
    title = _("Pages and records that name something deleted")
    explanation = _(
        "A picture, document, page or record was deleted while a block or a text used it. Readers see nothing in its "
        "place, and words that were a link stand without one. Open it, choose another or remove the part, and publish."
    )
    is_slow = True

    def found(self) -> Iterator[Damage]:
        """Run one query for each model of pages, records and child rows, and one for each referenced model."""
        named = [one for model in (*get_page_models(), *get_snippet_models()) for one in self.named_by_all(model)]
        by_model: dict[type[Model], set[int]] = defaultdict(set)
        for one in named:
            if one.key is not None:
                by_model[one.model].add(one.key)
        there = {
            model: set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
            for model, keys in by_model.items()
        }
        yield from (damage(one) for one in named if one.key is None or one.key not in there[one.model])

    @staticmethod
    def named_by_all(model: Any) -> Iterator[Named]:
        owners = {owner.pk: owner for owner in model._base_manager.all()}
        for owner in owners.values():
            yield from named_by(owner, owner)
        for relation in get_all_child_relations(model):
            for row in relation.related_model._base_manager.all() if owners else ():
                if owner := owners.get(getattr(row, relation.field.attname)):
                    yield from named_by(owner, row)
