"""What is kept of an answer, and where."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache as once
from pathlib import Path

import brotli
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from .version import Version

#: Answers of fewer bytes are not compressed.
SMALLEST = 512
COMPRESSED = ("text/", "application/json", "application/ld+json", "application/xml", "application/geo+json")
#: A quality in ``Accept-Encoding`` that means "not this one".
NONE = re.compile(r"q=0(\.0*)?")
#: Line breaks with the white space around them.
INDENTATION = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class KeptAnswer:
    """An answer with status 200."""

    headers: tuple[tuple[str, str], ...]
    #: By content coding, in the order of preference. The last one is the plain body if there is no other.
    bodies: dict[str, bytes]
    until: datetime

    def response(self, request: HttpRequest, timing: str) -> HttpResponseBase:
        """Return it as this request wants it: compressed or not, or 304 if the reader has it."""
        headers = dict(self.headers)
        coding = next((each for each in self.bodies if each in accepted_codings(request)), "")
        if coding:
            headers["Content-Encoding"] = coding
        body = self.bodies[coding] if coding in self.bodies else gzip.decompress(self.bodies["gzip"])
        headers["Content-Length"] = str(len(body))
        answer = HttpResponse(b"" if request.method == "HEAD" else body, headers=headers)
        response = get_conditional_response(request, etag=headers["ETag"], response=answer) or answer
        response.headers["Server-Timing"] = timing
        return response


def kept(response: HttpResponse, until: datetime) -> KeptAnswer:
    """Return what is kept of a response that was just made."""
    content, kind = response.content, response.headers.get("Content-Type", "")
    if kind.startswith("text/html"):
        content = minified(response.text)
    bodies = {"": content}
    if len(content) >= SMALLEST and kind.startswith(COMPRESSED):
        bodies = {"br": brotli.compress(content, quality=5), "gzip": gzip.compress(content, 6, mtime=0)}
        patch_vary_headers(response, ("Accept-Encoding",))
    # Weak: the same tag stands for all codings.
    response.headers["ETag"] = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    return KeptAnswer(tuple(response.headers.items()), bodies, until)


def minified(page: str) -> bytes:
    """Return a page without indentation and empty lines, of which a browser makes a space anyhow."""
    is_as_written = "<pre" in page or "<textarea" in page
    return (page if is_as_written else INDENTATION.sub("\n", page)).encode()


def accepted_codings(request: HttpRequest) -> set[str]:
    choices = (choice.partition(";") for choice in request.headers.get("Accept-Encoding", "").lower().split(","))
    return {name.strip() for name, _, quality in choices if not NONE.fullmatch(quality.replace(" ", ""))}


def key_of(request: HttpRequest, version: Version) -> str:
    """Return the key of an address in a version of the content, made by this release."""
    meta = request.META
    host = meta.get("HTTP_HOST") or f"{meta['SERVER_NAME']}:{meta['SERVER_PORT']}"
    address = f"{request.scheme} {host} {request.get_full_path()}"
    return f"{release()}.{version.number}.{hashlib.sha256(address.encode(errors='surrogatepass')).hexdigest()}"


@once
def release() -> str:
    """Return a hash of the templates, styles, words and code: another release makes other answers."""
    found = hashlib.sha256()
    for name in ("amf_site", "members", "pages", "strategy", "templates", "static", "locale"):
        for path in sorted((Path(settings.BASE_DIR) / name).rglob("*")):
            if path.suffix in (".py", ".html", ".css", ".js", ".mo", ".svg", ".txt"):
                facts = path.stat()
                found.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\0".encode())
    return found.hexdigest()[:16]


def store_for(request: HttpRequest) -> BaseCache:
    """Addresses with a query have a store of their own: there is no end of them, and pages must not make room."""
    return caches["queries" if request.META.get("QUERY_STRING") else "answers"]
