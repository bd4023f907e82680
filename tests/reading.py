"""Parse HTML in tests."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.test import Client

#: Elements without an end tag.
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Reader(HTMLParser):
    """The text, links, headings and language of a page. Text in other languages is kept separately."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language = ""
        self.direction = ""
        self.headings: list[str] = []
        self.links: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._open: list[tuple[str, bool]] = []
        self._own: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        if tag == "html":
            self.language, self.direction = values.get("lang", ""), values.get("dir", "")
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append(tag)
        if tag not in VOID:
            foreign = bool(self._open and self._open[-1][1])
            other = values.get("lang") not in (None, self.language)
            self._open.append((tag, foreign or other or tag in {"script", "style"}))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not (self._open and self._open[-1][1]):
            self._own.append(data)

    @property
    def own_text(self) -> str:
        """The text that is marked as being in the language of the page."""
        return " ".join(" ".join(self._own).split())

    def named(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """Return the attributes of all elements with this tag and these attributes."""
        return [
            values
            for name, values in self.elements
            if name == tag and all(values.get(key.replace("_", "-")) == value for key, value in attributes.items())
        ]


def body_of(response) -> bytes:
    """Return the whole body. Reading a stream to its end also closes its file, but not the database connection."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def sitemaps_of(client: Client) -> dict[str, str]:
    """Return the site's sitemaps by their addresses, found as robots find them."""
    (index,) = re.findall("^Sitemap: (.+)$", client.get("/robots.txt").content.decode(), re.MULTILINE)
    addresses = re.findall("<loc>([^<]+)</loc>", client.get(path_and_query(index)).content.decode())
    return {address: client.get(path_and_query(address)).content.decode() for address in addresses}


def everything_in_sitemaps(client: Client) -> str:
    return "".join(sitemaps_of(client).values())


def path_and_query(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
