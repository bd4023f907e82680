"""Send a stored file as a browser, a download manager or a proxy expects it.

Django's ``FileResponse`` names and streams a file but knows neither ranges nor content tags, and no maintained
library adds both for remote stores; RFC 9110 sections 13 and 14 are what is done here.
"""

import datetime
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import IO

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

CHUNK = 64 * 1024
#: One range, closed or open at one end: the only form that browsers and download managers send.
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
#: A reader's own copy is asked about before it is used again. No proxy keeps one: downloads are counted here.
DOWNLOAD_CACHE_CONTROL = "private, no-cache"


def send_file(
    request: HttpRequest,
    file: FieldFile,
    *,
    name: str,
    size: int,
    tag: str,
    modified: datetime.datetime,
    content_type: str = "application/pdf",
) -> HttpResponseBase:
    """A stored file as an attachment called ``name``: 200, 206, 304, 405 or 416 as the request asks.

    ``tag`` changes with the content and is its ETag.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    headers = {
        "ETag": f'"{tag}"',
        "Last-Modified": http_date(modified.timestamp()),
        "Accept-Ranges": "bytes",
        "Cache-Control": DOWNLOAD_CACHE_CONTROL,
        "Content-Disposition": content_disposition_header(True, name),
        "Content-Type": content_type,
        "X-Robots-Tag": "noindex",
    }
    not_modified = get_conditional_response(request, headers["ETag"], int(modified.timestamp()))
    if not_modified is not None:
        for header in ("ETag", "Last-Modified", "Cache-Control"):
            not_modified[header] = headers[header]
        return not_modified

    wanted = _range_of(request, headers["ETag"], headers["Last-Modified"], size)
    if wanted is None:
        headers["Content-Length"] = str(size)
        if request.method == "HEAD":
            return HttpResponse(headers=headers)
        # Told the name once more: FileResponse writes a Content-Disposition of its own over that of the headers.
        return FileResponse(file.storage.open(str(file.name)), as_attachment=True, filename=name, headers=headers)
    first, last = wanted
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    headers["Content-Length"] = str(last - first + 1)
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    if request.method == "HEAD":
        return HttpResponse(status=206, headers=headers)
    stored = file.storage.open(str(file.name))
    return StreamingHttpResponse(_part(stored, first, last - first + 1), status=206, headers=headers)


def begins_a_download(response: HttpResponseBase) -> bool:
    """Whether an answer of ``send_file`` carries the file's beginning: the further parts are of the same download."""
    if response.status_code == 206:
        return response["Content-Range"].startswith("bytes 0-")
    return response.status_code == 200


def _range_of(request: HttpRequest, etag: str, modified: str, size: int) -> tuple[int, int] | None:
    """First and last byte that the request asks for; nothing for the whole; first > last if it cannot be had."""
    match = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if not match or match.groups() == ("", "") or not _range_still_valid(request, etag, modified):
        return None
    start, end = match.groups()
    if not start:
        length = min(int(end), size)
        return (size - length, size - 1) if length else (1, 0)
    first = int(start)
    last = min(int(end), size - 1) if end else size - 1
    if end and int(end) < first:
        return None
    return (first, last) if first < size else (1, 0)


def _range_still_valid(request: HttpRequest, etag: str, modified: str) -> bool:
    """Whether the file that ``If-Range`` speaks of is still this one."""
    condition = request.headers.get("If-Range", "").strip()
    if not condition or condition == etag:
        return True
    try:
        return parsedate_to_datetime(condition) == parsedate_to_datetime(modified)
    except ValueError:
        return False


def _part(file: IO[bytes], start: int, length: int) -> Iterator[bytes]:
    """``length`` bytes from ``start``, in pieces."""
    with file:
        file.seek(start)
        while length > 0:
            piece = file.read(min(CHUNK, length))
            if not piece:
                return
            length -= len(piece)
            yield piece
