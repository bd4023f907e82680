"""File handling of the image model: every new file is examined, and an unreadable one does not break any page."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.core.files import File
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.images.image_operations import FormatOperation
from wagtail.images.models import (
    IMAGE_FORMAT_EXTENSIONS,
    Filter,
    SourceImageIOError,
    WagtailImageField,
    WagtailImageFieldFile,
)
from wagtail.images.rect import Rect

from amf_site.caching import say_incomplete
from amf_site.cldr.formats import format_number

from .picture_examination import CleanPicture, PictureRefusedError, clean_picture

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage, AbstractRendition
else:
    AbstractImage = object

logger = logging.getLogger(__name__)

#: The folder of examined files, each in a subfolder named after its digest. Files elsewhere were stored by an older
#: version without examination: they are cleaned on every read until ``manage.py clean_pictures`` has replaced them.
CLEAN_PICTURES = "pictures"
#: The digest of a file that was not examined.
UNEXAMINED = "unexamined"
#: Static file shown instead of an image that cannot be read.
PLACEHOLDER = "img/no-picture.svg"
#: Width in pixels of images at the top of a page; smaller ones are scaled up.
WIDTH_AT_THE_TOP = 1600
#: Seconds before an unreadable image is tried again, so that not every page waits for a storage that is down.
SILENCE = 60
#: The maximum length of a rendition's file name, as in Wagtail.
LONGEST_NAME = 60


class PictureFieldFile(WagtailImageFieldFile):
    def get_image_dimensions(self) -> tuple[int, int]:
        """Return the stored dimensions if the file cannot be read: Django reads it on every validation of an object."""
        known = self.instance.width, self.instance.height
        try:
            return super().get_image_dimensions()
        except Exception:
            if self._committed and all(known):
                return known
            raise


class PictureField(WagtailImageField):
    attr_class = PictureFieldFile


@lru_cache(maxsize=256)
def parsed(spec: str) -> Filter:
    """Return the filter of a specification. All pictures of a page share a few, and parsing takes time."""
    return Filter(spec)


class PictureFileMixin(AbstractImage):
    """Mixin for the image model that handles its file and renditions."""

    file: Any
    #: Whether the new file was an animation, of which only the first frame was kept.
    was_moving = False

    def get_upload_to(self, filename: str) -> str:
        path = super().get_upload_to(filename)
        file = getattr(self.file, "_file", None)
        return f"{CLEAN_PICTURES}/{file.digest}/{path.rpartition('/')[2]}" if isinstance(file, CleanPicture) else path

    @property
    def is_clean(self) -> bool:
        return bool(self.file) and self.file.name.startswith(f"{CLEAN_PICTURES}/")

    @property
    def digest(self) -> str:
        """Return the digest of the file, which distinguishes it from others with the same name."""
        return self.file.name.split("/")[1] if self.is_clean else UNEXAMINED

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Examine a new file unless it has been examined already, as those from forms have."""
        is_new_file = bool(self.file) and not self.file._committed
        if is_new_file and not isinstance(self.file._file, CleanPicture):
            self.file.open()
            self.file = clean_picture(self.file.read(), self.file.name)
            self._set_image_file_metadata()
        if is_new_file:
            self.was_moving = self.file._file.found.is_moving
        super().save(*args, **kwargs)
        if is_new_file:
            cache.delete(self._silence_key)

    @contextmanager
    def open_file(self) -> Iterator[File]:
        """Open the file for creating renditions. Raise ``SourceImageIOError`` and no other exception."""
        is_stored = self.file._committed
        if is_stored and cache.get(self._silence_key):
            raise SourceImageIOError(f"{self.file.name} could not be read a moment ago")
        with self.one_kind_of_error(), super().open_file() as file:
            is_raw = is_stored and not self.is_clean
            yield clean_picture(file.read(), self.file.name) if is_raw else file

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        with self.one_kind_of_error():
            made = super().generate_rendition_file(filter, source=source)
            if made.name.endswith(".svg"):
                raise ValueError("no picture: Willow takes everything in XML for a drawing")
            return made

    def create_rendition(self, filter: Filter) -> "AbstractRendition":
        return self.create_renditions(filter)[filter]

    def create_renditions(self, *filters: Filter) -> dict[Filter, "AbstractRendition"]:
        """Create database rows only. ``views.rendition`` creates the files on request, so no page waits for them."""
        if not filters:
            return {}
        if cache.get(self._silence_key):
            raise SourceImageIOError(f"{self.file.name} could not be read a moment ago")
        renditions = self.get_rendition_model().objects
        renditions.bulk_create((self._named(filter) for filter in filters), ignore_conflicts=True)
        # Query again: another process may have created some rows first, and ``ignore_conflicts`` does not set keys.
        known = renditions.filter(image=self, filter_spec__in=[filter.spec for filter in filters])
        by_key = {(rendition.filter_spec, rendition.focal_point_key): rendition for rendition in known}
        return {filter: by_key[filter.spec, filter.get_cache_key(self)] for filter in filters}

    def _named(self, filter: Filter) -> "AbstractRendition":
        """Return an unsaved rendition with a file name that is unique to this image and filter."""
        stem, extension = os.path.splitext(os.path.basename(self.file.name))
        made_as = [operation.format for operation in filter.filter_operations if isinstance(operation, FormatOperation)]
        extension = IMAGE_FORMAT_EXTENSIONS[made_as[-1]] if made_as else extension
        key = filter.get_cache_key(self)
        ending = "".join(f".{part}" for part in (key, filter.spec.replace("|", ".")) if part) + extension
        start = f"{self.pk}-{stem}"[: max(LONGEST_NAME - len(ending), len(f"{self.pk}-"))]
        rendition = self._without_file(filter)
        rendition.focal_point_key = key
        rendition.file.name = rendition.get_upload_to(start + ending)
        return rendition

    @contextmanager
    def one_kind_of_error(self) -> Iterator[None]:
        """Turn any error of storages or decoders into ``SourceImageIOError``, the one that Wagtail handles."""
        try:
            yield
        except SourceImageIOError:
            cache.add(self._silence_key, True, SILENCE)
            raise
        except Exception as error:
            logger.warning("Picture %s cannot be read: %s: %r", self.pk, self.file.name, error)
            cache.set(self._silence_key, True, SILENCE)
            raise SourceImageIOError(str(error)) from error

    @property
    def _silence_key(self) -> str:
        return f"unreadable-picture-{self.pk}-{self.file_hash}"

    def get_rendition(self, filter: Filter | str) -> "AbstractRendition":
        try:
            return super().get_rendition(filter)
        except SourceImageIOError:
            say_incomplete()
            return self._without_file(filter)

    def get_renditions(self, *filters: Filter | str) -> dict[str, "AbstractRendition"]:
        try:
            return super().get_renditions(*(parsed(each if isinstance(each, str) else each.spec) for each in filters))
        except SourceImageIOError:
            say_incomplete()
            # One placeholder for all sizes and formats. The key has no format: ``Picture`` groups renditions by it.
            return {"original": self._without_file(filters[-1])}

    def _without_file(self, filter: Filter | str) -> "AbstractRendition":
        """Return an unsaved rendition without a file but with its dimensions, shown as a placeholder."""
        wanted = Filter(filter) if isinstance(filter, str) else filter
        width, height = wanted.get_transform(self).size
        return self.get_rendition_model()(image=self, filter_spec=wanted.spec, width=width, height=height)

    def fault_in_words(self) -> str:
        """Return a message for the editor saying why the image cannot be shown, or an empty string if it can."""
        try:
            with super().open_file() as file:
                clean_picture(file.read(), self.file.name)
        except PictureRefusedError as refused:
            return " ".join(refused.messages)
        except Exception as error:  # noqa: BLE001 every store has errors of its own
            if isinstance(error, FileNotFoundError) or isinstance(error.__cause__, FileNotFoundError):
                return _("The file of this picture is missing. Upload it again, or delete the picture.")
            return _("The file of this picture cannot be fetched at the moment. Try again later.")
        return ""

    def advice_in_words(self) -> list[str]:
        """Return what the editor should know about the image, one sentence each."""
        sentences = []
        if self.was_moving:
            sentences.append(_("Only the first picture of this moving one is kept."))
        if self.width < WIDTH_AT_THE_TOP:
            sentence = _("The picture is %(width)s pixels wide. At the top of a page it needs at least %(needed)s.")
            numbers = {"width": self.width, "needed": WIDTH_AT_THE_TOP}
            sentences.append(sentence % {key: format_number(value, get_language()) for key, value in numbers.items()})
        return sentences

    @property
    def default_alt_text(self) -> str:
        """Return the description only, never the title, which is usually a file name."""
        return self.description

    def has_focal_point(self) -> bool:
        return super().get_focal_point() is not None

    def get_focal_point(self) -> Rect:
        """Return the focal point, by default the top centre, so that cropping a tall building keeps its top."""
        return super().get_focal_point() or Rect.from_point(self.width / 2, 0.5, 1, 1)
