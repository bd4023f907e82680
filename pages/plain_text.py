"""Rich text without its markup."""

from bs4 import BeautifulSoup


def lines_of(rich_text: str) -> list[str]:
    """The paragraphs and list items of a rich text, without their markup."""
    blocks = BeautifulSoup(rich_text, "html.parser").find_all(["p", "li"])
    texts = (" ".join(block.get_text().split()) for block in blocks)
    return [text for text in texts if text]
