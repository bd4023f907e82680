"""Plain text of rich text fields."""

from bs4 import BeautifulSoup


def lines_of(rich_text: str) -> list[str]:
    """Return the paragraphs and list items of a rich text as plain text, without empty ones."""
    blocks = BeautifulSoup(rich_text, "html.parser").find_all(["p", "li"])
    texts = (" ".join(block.get_text().split()) for block in blocks)
    return [text for text in texts if text]
