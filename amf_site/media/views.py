"""The only way to a file of the media store that is not a document: renditions of pictures."""

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

#: A rendition never changes: another picture or size has another name.
RENDITION_CACHE_CONTROL = "public, max-age=31536000, immutable"


@require_safe
def rendition(request: HttpRequest, name: str) -> FileResponse:
    """Send one rendition from the store, whatever store it is. Originals and documents have no address here."""
    path = f"images/{name}"
    if ".." in name or "\0" in name:
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, ValueError) as missing:
        raise Http404 from missing
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(file, content_type=content_type)
    response["Cache-Control"] = RENDITION_CACHE_CONTROL
    return response
