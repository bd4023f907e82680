"""Send a stored file with support for range and conditional requests (RFC 9110, sections 13 and 14).

Django's ``FileResponse`` supports neither ranges nor ETags, and no maintained library adds both for remote storages.
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
#: A single range, closed or open at one end, the only form that browsers and download managers send.
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
#: Browsers must revalidate their copy. Proxies may not keep one, because downloads are counted here.
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
    """Return a response with a stored file as an attachment called ``name``: status 200, 206, 304, 405 or 416.

    ``tag`` is the ETag and must change with the content.
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
        # Pass the name again, because FileResponse overwrites Content-Disposition.
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
    """Return whether a response of ``send_file`` has the start of the file; later ranges continue the same download."""
    if response.status_code == 206:
        return response["Content-Range"].startswith("bytes 0-")
    return response.status_code == 200


def _range_of(request: HttpRequest, etag: str, modified: str, size: int) -> tuple[int, int] | None:
    """Return the requested first and last byte, ``None`` for the whole file, or first > last if not satisfiable."""
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
    """Return whether ``If-Range`` is absent or matches the current file."""
    condition = request.headers.get("If-Range", "").strip()
    if not condition or condition == etag:
        return True
    try:
        return parsedate_to_datetime(condition) == parsedate_to_datetime(modified)
    except ValueError:
        return False


def _part(file: IO[bytes], start: int, length: int) -> Iterator[bytes]:
    """Yield ``length`` bytes from ``start`` in chunks."""
    with file:
        file.seek(start)
        while length > 0:
            piece = file.read(min(CHUNK, length))
            if not piece:
                return
            length -= len(piece)
            yield piece
