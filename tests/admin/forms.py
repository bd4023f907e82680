"""The forms of an admin page as a browser would submit them, including blocks."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import resolve
from lxml import html
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.coreutils import resolve_model_string
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

#: Values for empty fields, so that the form passes as many validations as possible.
SAMPLES = {"number": "1", "email": "a@example.org", "url": "https://example.org/", "date": "2026-01-01"}
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Form:
    """A POST form: its action, fields, file fields, and submit buttons."""

    action: str
    pairs: Pairs
    files: tuple[str, ...]
    buttons: Pairs


def form_to_publish(address: str, markup: str) -> dict[str, list[str]]:
    """Return what an editor submits who changes nothing and publishes."""
    button = ("action-publish", "action-publish")
    form = next(form for form in forms_of(address, markup, fill=False) if button in form.buttons)
    sent: dict[str, list[str]] = {}
    for name, value in [*form.pairs, button]:
        sent.setdefault(name, []).append(value)
    return sent


def markup_of(response: HttpResponse) -> str:
    """Return the HTML of a response, also of a modal window, whose HTML is inside JSON."""
    kind = response.get("Content-Type", "")
    if response.streaming or not ("html" in kind or "json" in kind):
        return ""
    content = response.content.decode(errors="replace")
    if "json" in kind:
        said = json.loads(content)
        content = str(said.get("html", "")) if isinstance(said, dict) else ""
    return content


def forms_of(address: str, markup: str, *, fill: bool = True) -> list[Form]:
    """Return the forms of a page; empty fields are filled to pass validation, unless ``fill`` is false."""
    if not markup.strip():
        return []
    tree = html.document_fromstring(markup)
    found = []
    for form in tree.xpath("//form[translate(@method, 'POST', 'post')='post']"):
        inside = form.xpath(".//*[self::input or self::textarea or self::select or self::button][@name]")
        outside = tree.xpath("//*[@form=$id][@name]", id=form.get("id") or "-")
        fields = [each for each in [*inside, *outside] if not each.xpath("ancestor::template")]
        pairs, buttons, files = [], [], []
        for field in fields:
            name, kind = field.get("name"), (field.get("type") or field.tag).lower()
            if "__prefix__" in name or name == "csrfmiddlewaretoken":
                continue
            if kind == "file":
                files.append(name)
            elif kind in ("submit", "button", "image"):
                buttons.append((name, field.get("value") or ""))
            elif field.tag == "select":
                pairs += [(name, value) for value in chosen_options(field, fill)]
            elif kind not in ("checkbox", "radio") or field.get("checked") is not None:
                value = field.text or "" if field.tag == "textarea" else field.get("value") or ""
                pairs.append((name, value or (sample(name, kind) if fill else "")))
        action = (form.get("action") or "").strip() or address
        if action.startswith("?"):
            action = address.partition("?")[0] + action
        found.append(Form(action, [*pairs, *stream_pairs(address, fill)], tuple(files), buttons))
    return found


def sample(name: str, kind: str) -> str:
    if kind in ("text", "textarea") and not name.endswith(("-id", "-ORDER", "go_live_at", "expire_at")):
        return "a-trial" if "slug" in name else "2016" if "year" in name else "A trial"
    return SAMPLES.get(kind, "")


def chosen_options(select: Any, fill: bool) -> list[str]:
    options = select.xpath(".//option")
    chosen = [each for each in options if each.get("selected") is not None]
    filled = [each for each in options if each.get("value")]
    return [each.get("value") or "" for each in chosen or filled[: int(fill)]]


def stream_pairs(address: str, fill: bool = True) -> Pairs:
    """Return the blocks of the page or record that a URL edits or adds, which only a script adds to the form."""
    match = resolve(address.partition("?")[0])
    arguments = match.kwargs
    if match.view_name == "wagtailadmin_pages:edit":
        instance: Any = Page.objects.get(pk=arguments["page_id"]).specific
    elif match.view_name == "wagtailadmin_pages:add":
        names = arguments["content_type_app_name"], arguments["content_type_model_name"]
        instance = resolve_model_string(".".join(names))()
    elif match.url_name in ("edit", "add") and (match.namespace or "").startswith("wagtailsnippets_"):
        model = resolve_model_string(match.namespace.removeprefix("wagtailsnippets_").replace("_", ".", 1))
        instance = model.objects.get(pk=arguments["pk"]) if "pk" in arguments else model()
    else:
        return []
    pairs: Pairs = []
    for field in instance._meta.get_fields():
        if isinstance(field, StreamField):
            block, value = field.stream_block, getattr(instance, field.name)
            if not value and fill:
                value = block.to_python([]) if not block.child_blocks else one_of_each(block)
            pairs += posted(block, value, field.name)
    return pairs


def one_of_each(block: blocks.StreamBlock) -> blocks.StreamValue:
    present = [(name, child.get_preview_value()) for name, child in block.child_blocks.items()]
    return blocks.StreamValue(block, present)


def posted(block: Any, value: Any, prefix: str) -> Pairs:
    """Return the form fields of a block, with the names that its ``value_from_datadict`` reads."""
    if isinstance(block, blocks.StreamBlock):
        items = [(child.block, child.value, [("type", child.block_type), ("id", child.id or "")]) for child in value]
        return rows(items, prefix)
    if isinstance(block, blocks.ListBlock):
        return rows(
            [(block.child_block, child.value, [("id", child.id or "")]) for child in value.bound_blocks], prefix
        )
    if isinstance(block, BaseTypedTableBlock):
        return table(value, prefix)
    if isinstance(block, ImageBlock):
        said = (value and value.contextual_alt_text) or "A trial"
        return [(f"{prefix}-image", str(value.pk if value else "")), (f"{prefix}-alt_text", said)]
    if isinstance(block, blocks.StructBlock):
        return [
            pair
            for name, child in block.child_blocks.items()
            for pair in posted(child, (value or {}).get(name), f"{prefix}-{name}")
        ]
    said = block.value_for_form(value)
    if isinstance(block, blocks.RichTextBlock):
        said = block.field.widget.format_value(said)
    return [(prefix, str(getattr(said, "pk", said) or ""))]


def rows(items: list[tuple[Any, Any, Pairs]], prefix: str) -> Pairs:
    pairs: Pairs = [(f"{prefix}-count", str(len(items)))]
    for number, (block, value, own) in enumerate(items):
        row = f"{prefix}-{number}"
        pairs += [(f"{row}-deleted", ""), (f"{row}-order", str(number))]
        pairs += [(f"{row}-{name}", said) for name, said in own]
        pairs += posted(block, value, f"{row}-value")
    return pairs


def table(value: Any, prefix: str) -> Pairs:
    columns, rows_ = list(value.columns) if value else [], list(value.row_data) if value else []
    pairs: Pairs = [(f"{prefix}-column-count", str(len(columns))), (f"{prefix}-row-count", str(len(rows_)))]
    pairs.append((f"{prefix}-caption", value.caption if value else ""))
    for number, column in enumerate(columns):
        own = [("type", column["block"].name), ("order", str(number)), ("deleted", ""), ("heading", column["heading"])]
        pairs += [(f"{prefix}-column-{number}-{name}", said) for name, said in own]
    for number, row in enumerate(rows_):
        pairs += [(f"{prefix}-row-{number}-order", str(number)), (f"{prefix}-row-{number}-deleted", "")]
        for place, (column, cell) in enumerate(zip(columns, row["values"], strict=True)):
            pairs += posted(column["block"], cell, f"{prefix}-cell-{number}-{place}")
    return pairs
