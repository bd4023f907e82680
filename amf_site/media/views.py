"""The view for renditions of images and covers of documents, the only media files served besides documents."""

import mimetypes

from django.core.files import File
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe
from wagtail.images.models import SourceImageIOError

from .models import SiteRendition
from .picture_files import PLACEHOLDER, SILENCE

#: These files never change: the URL of a rendition or cover changes with its content.
RENDITION_CACHE_CONTROL = "public, max-age=31536000, immutable"


@require_safe
def rendition(request: HttpRequest, name: str, folder: str = "images") -> HttpResponseBase:
    """Serve an image file from any storage. Originals and documents are not accessible here.

    ``folder`` is set in ``amf_site/urls.py``, never by the client.
    """
    if ".." in name or "\0" in name:
        raise Http404
    try:
        file = open_picture(f"{folder}/{name}")
    except SourceImageIOError:
        response = redirect(static(PLACEHOLDER))
        response["Cache-Control"] = f"public, max-age={SILENCE}"
        return response
    except (OSError, ValueError) as missing:
        raise Http404 from missing
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileResponse(file, content_type=content_type, headers={"Cache-Control": RENDITION_CACHE_CONTROL})


def open_picture(path: str) -> File:
    """Open the file at a path; create it first if it belongs to a rendition that was not requested before."""
    try:
        return default_storage.open(path)
    except FileNotFoundError:
        named = SiteRendition.objects.select_related("image").filter(file=path).first()
        if named is None:
            raise
        return named.open_drawn()
