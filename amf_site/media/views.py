"""The only way to a file of the media store that is not a document: renditions of pictures, covers of documents."""

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

#: Neither ever changes: another picture or size has another name, and so has the cover of another file.
RENDITION_CACHE_CONTROL = "public, max-age=31536000, immutable"


@require_safe
def rendition(request: HttpRequest, name: str, folder: str = "images") -> HttpResponseBase:
    """Send one picture from the store, whatever store it is. Originals and documents have no address here.

    The folder is set in ``amf_site/urls.py``, never by the reader.
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
    """The file at a path; a rendition that a page has named, and that nobody has asked for yet, is drawn now."""
    try:
        return default_storage.open(path)
    except FileNotFoundError:
        named = SiteRendition.objects.select_related("image").filter(file=path).first()
        if named is None:
            raise
        return named.open_drawn()
