"""What is kept of an answer, and where."""

import gzip
import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache as once
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from .version import Version

#: Answers of fewer bytes are not compressed.
SMALLEST = 512
COMPRESSED = ("text/", "application/json", "application/ld+json", "application/xml", "application/geo+json")
#: Headers that a 304 repeats.
REPEATED = ("Cache-Control", "Content-Location", "Content-Language", "ETag", "Expires", "Vary", "Server-Timing")


@dataclass(frozen=True)
class KeptAnswer:
    """An answer with status 200."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    is_compressed: bool
    until: datetime

    def response(self, request: HttpRequest) -> HttpResponse:
        """Return it as this request wants it: compressed or not, or 304 if the reader has it."""
        etag = dict(self.headers)["ETag"]
        if has(request, etag):
            headers = {name: value for name, value in self.headers if name in REPEATED}
            return HttpResponse(status=304, headers=headers | {"Server-Timing": "kept"})
        body, headers = self.body, dict(self.headers) | {"Server-Timing": "kept"}
        if self.is_compressed and takes_gzip(request):
            headers["Content-Encoding"] = "gzip"
        elif self.is_compressed:
            body = gzip.decompress(body)
        headers["Content-Length"] = str(len(body))
        return HttpResponse(b"" if request.method == "HEAD" else body, headers=headers)


def kept(response: HttpResponse, until: datetime) -> KeptAnswer:
    """Return what is kept of a response that was just made."""
    content = response.content
    is_compressed = len(content) >= SMALLEST and response.headers.get("Content-Type", "").startswith(COMPRESSED)
    if is_compressed:
        patch_vary_headers(response, ("Accept-Encoding",))
    # Weak: the compressed bytes are others.
    response.headers["ETag"] = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    body = gzip.compress(content, 6, mtime=0) if is_compressed else content
    return KeptAnswer(tuple(response.headers.items()), body, is_compressed, until)


def has(request: HttpRequest, etag: str) -> bool:
    known = [each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")]
    return "*" in known or etag.removeprefix("W/") in known


def takes_gzip(request: HttpRequest) -> bool:
    for choice in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _, quality = choice.partition(";")
        if name.strip() == "gzip":
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


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


def store():
    return caches["answers"]
