"""``manage.py clean_pictures``: clean images that an older version stored without examining them."""

import contextlib
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models.fields.files import FieldFile
from wagtail.images.exceptions import InvalidFilterSpecError

from amf_site.media.models import SiteImage, SiteRendition, delete_after_commit
from amf_site.media.picture_examination import CleanPicture, PictureRefusedError, clean_picture
from amf_site.media.picture_files import CLEAN_PICTURES

#: Renditions of cleaned images are in subfolders, older ones are not.
OLD_RENDITION = r"^images/[^/]+$"


class Command(BaseCommand):
    """Run with every upgrade. It needs two queries if there is nothing to do, and can be interrupted at any time.

    It never fails, since that would prevent the site from starting: images that cannot be cleaned are reported, and not
    shown.
    """

    help = "Removes position, camera, date and everything else but pixels from the pictures of an older version."

    def handle(self, *args, **options) -> None:
        cleaned = 0
        for image in SiteImage.objects.exclude(file__startswith=f"{CLEAN_PICTURES}/").order_by("pk"):
            cleaned += self.clean_original(image)
        left = SiteRendition.objects.exclude(image__file__startswith=f"{CLEAN_PICTURES}/")
        for rendition in left.filter(file__regex=OLD_RENDITION).select_related("image").order_by("pk"):
            cleaned += self.clean_rendition(rendition)
        if cleaned:
            self.stdout.write(f"Cleaned {cleaned} pictures.")

    def clean_original(self, image: Any) -> bool:
        """Replace the file with the cleaned one, and recreate renditions that may contain metadata."""
        new, _ = self.clean_file_of(image.file, image)
        if new is None:
            return False
        old, store = image.file.name, image.file.storage
        stale = [] if new.found.is_plain else list(image.renditions.all())
        with transaction.atomic():
            image.file = new
            image._set_image_file_metadata()
            image.save()
            for rendition in stale:
                rendition.delete()
            delete_after_commit(store, old)
        with contextlib.suppress(InvalidFilterSpecError):
            image.get_renditions(*(rendition.filter_spec for rendition in stale))
        return True

    def clean_rendition(self, rendition: Any) -> bool:
        """Clean the rendition itself, because the original can no longer be read; delete it if it is unreadable too."""
        new, is_lost = self.clean_file_of(rendition.file, rendition.image)
        old, store = rendition.file.name, rendition.file.storage
        if new is None and not is_lost:
            return False
        with transaction.atomic():
            if new is None:
                rendition.delete()
            else:
                rendition.file = new
                rendition.save()
                delete_after_commit(store, old)
        return True

    def clean_file_of(self, file: FieldFile, image: SiteImage) -> tuple[CleanPicture | None, bool]:
        """Return the cleaned file (``None`` if it was refused or unreadable), and whether the file is lost for good."""
        try:
            with file.storage.open(str(file.name)) as stored:
                return clean_picture(stored.read(), str(file.name).rpartition("/")[2]), False
        except PictureRefusedError as refused:
            reason, is_lost = " ".join(refused.messages), refused.code != "waiting"
        except Exception as error:  # noqa: BLE001 every store has errors of its own
            reason, is_lost = str(error), isinstance(error, FileNotFoundError)
        self.stderr.write(f"{file.name} of the picture {image.pk}, {image.title}: {reason}")
        return None, is_lost
