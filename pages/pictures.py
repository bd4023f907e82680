"""Pictures of several pages, fetched together."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from amf_site.media.models import SiteImage


def fetch_renditions(images: Iterable[SiteImage | None]) -> None:
    """Fetch the files of all these pictures in one query, so that no template asks for them one by one."""
    present = [image for image in images if image is not None]
    if present:
        prefetch_related_objects(present, "renditions")
