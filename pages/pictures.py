"""Prefetching of image renditions."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from amf_site.media.models import SiteImage


def fetch_renditions(images: Iterable[SiteImage | None]) -> None:
    """Prefetch the renditions of all these images in one query, so that templates do not query for each image."""
    present = [image for image in images if image is not None]
    if present:
        prefetch_related_objects(present, "renditions")
