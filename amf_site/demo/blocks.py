"""Convert the blocks of a content file to raw StreamField data with stable block ids."""

import re
from collections.abc import Callable
from typing import Any

from .content import identity

PAGE_LINK = re.compile(r'<a href="page:([\w/-]+)">')


def stream(name: str, blocks: list[dict[str, Any]], page_id: Callable[[str], int | None]) -> list[dict[str, Any]]:
    """Return raw stream data for the blocks of page ``name``; ``page_id`` maps a page name to its primary key."""
    return [
        {"type": block["type"], "value": _value(block, key, page_id), "id": str(key)}
        for block, key in ((block, identity(name, "body", str(index))) for index, block in enumerate(blocks))
    ]


def rich_text(html: str, page_id: Callable[[str], int | None]) -> str:
    """Replace links like ``page:about`` in HTML with Wagtail's internal page links, which survive moving the page."""
    return PAGE_LINK.sub(lambda match: f'<a linktype="page" id="{page_id(match[1])}">', html)


def rows(key: Any, values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return raw data of a ``ListBlock``."""
    return [
        {"type": "item", "value": value, "id": str(identity(str(key), str(index)))}
        for index, value in enumerate(values)
    ]


def _value(block: dict[str, Any], key: Any, page_id: Callable[[str], int | None]) -> Any:
    match block["type"]:
        case "text":
            return rich_text(block["html"], page_id)
        case "heading":
            return {"text": block["text"]}
        case "quote":
            return {"text": block["text"], "source": block["source"]}
        case "facts":
            items = [{"value": "", "records": "", "note": "", **item} for item in block["items"]]
            return {"items": rows(key, items)}
        case "cards":
            cards = [{**item, "page": page_id(item["page"]) if item["page"] else None} for item in block["items"]]
            return {"title": block.get("title", ""), "cards": rows(key, cards)}
        case "call_to_action":
            return {
                "title": block["title"],
                "text": block["text"],
                "label": block["label"],
                "page": page_id(block["page"]),
                "url": "",
            }
        case "steps":
            return {"title": block["title"], "steps": rows(key, block["items"])}
        case "accordion":
            items = [{"title": item["title"], "text": rich_text(item["html"], page_id)} for item in block["items"]]
            return {"items": rows(key, items)}
        case "records":
            return {"records": block["records"], "caption": block["caption"]}
        case "table":
            return {
                "caption": block["caption"],
                "columns": [{"type": "text", "heading": heading} for heading in block["columns"]],
                "rows": [{"values": cells} for cells in block["rows"]],
            }
    raise ValueError(f"{block['type']} is no block of a content file")
