"""The only way to a file of the media store that is not a document: renditions of pictures, covers of documents."""

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

#: Neither ever changes: another picture or size has another name, and so has the cover of another file.
RENDITION_CACHE_CONTROL = "public, max-age=31536000, immutable"


@require_safe
def rendition(request: HttpRequest, name: str, folder: str = "images") -> FileResponse:
    """Send one picture from the store, whatever store it is. Originals and documents have no address here.

    The folder is set in ``amf_site/urls.py``, never by the reader.
    """
    path = f"{folder}/{name}"
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
