"""What surrounds the file of a picture: it is examined however it comes, and one that cannot be read stops nothing."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
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

from amf_site.cldr.formats import format_number

from .picture_examination import CleanPicture, PictureRefusedError, clean_picture

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage, AbstractRendition
else:
    AbstractImage = object

logger = logging.getLogger(__name__)

#: Where files are kept that have been examined, each in a folder of its digest. What lies elsewhere was stored before
#: there were examinations: it is cleaned whenever it is read, until ``manage.py clean_pictures`` has replaced it.
CLEAN_PICTURES = "pictures"
#: In place of the digest of such a file.
UNEXAMINED = "unexamined"
#: Shown in place of a picture that cannot be read.
PLACEHOLDER = "img/no-picture.svg"
#: The width at which pictures stand at the top of a page, in pixels; smaller ones are blown up.
WIDTH_AT_THE_TOP = 1600
#: For so many seconds nobody tries again to read such a picture: a store that is away is not waited for by every page.
SILENCE = 60
#: Letters of a rendition's name, as many as Wagtail leaves.
LONGEST_NAME = 60


class PictureFieldFile(WagtailImageFieldFile):
    def get_image_dimensions(self) -> tuple[int, int]:
        """Of a file that cannot be read those that are known: Django asks whenever an object is validated."""
        known = self.instance.width, self.instance.height
        try:
            return super().get_image_dimensions()
        except Exception:
            if self._committed and all(known):
                return known
            raise


class PictureField(WagtailImageField):
    attr_class = PictureFieldFile


class PictureFileMixin(AbstractImage):
    """The side of an image model that deals with its file."""

    file: Any
    #: Whether there was more in a new file than the one picture that is kept of it.
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
        """What tells the file from others of its name."""
        return self.file.name.split("/")[1] if self.is_clean else UNEXAMINED

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A file that comes by another way than a form, which has examined it, is examined now."""
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
        """The file as Wagtail makes renditions of it; fails with ``SourceImageIOError`` and with nothing else."""
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
        """Only named: a picture is drawn when somebody asks for it (``views.rendition``), and no page waits for it."""
        if cache.get(self._silence_key):
            raise SourceImageIOError(f"{self.file.name} could not be read a moment ago")
        renditions = self.get_rendition_model().objects
        renditions.bulk_create((self._named(filter) for filter in filters), ignore_conflicts=True)
        # Somebody else may have named them first; and what is inserted so is not told its key.
        known = renditions.filter(image=self, filter_spec__in=[filter.spec for filter in filters])
        by_key = {(rendition.filter_spec, rendition.focal_point_key): rendition for rendition in known}
        return {filter: by_key[filter.spec, filter.get_cache_key(self)] for filter in filters}

    def _named(self, filter: Filter) -> "AbstractRendition":
        """What a filter will make of the picture, under a name that no other picture's rendition has."""
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
        """Stores and decoders fail in ways of their own; Wagtail knows one, and shows something else instead."""
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
            return self._without_file(filter)

    def get_renditions(self, *filters: Filter | str) -> dict[str, "AbstractRendition"]:
        try:
            return super().get_renditions(*filters)
        except SourceImageIOError:
            # One file for all sizes and formats, and a key without a format, by which ``Picture`` would sort it.
            return {"original": self._without_file(filters[-1])}

    def _without_file(self, filter: Filter | str) -> "AbstractRendition":
        """As large as the picture will be: shown as a placeholder."""
        wanted = Filter(filter) if isinstance(filter, str) else filter
        width, height = wanted.get_transform(self).size
        return self.get_rendition_model()(image=self, filter_spec=wanted.spec, width=width, height=height)

    def fault_in_words(self) -> str:
        """Why the picture cannot be shown, for its editor; empty if it can."""
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
        """What its editor should know of the picture, a sentence each."""
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
        """Never the title, which is mostly the name of a file."""
        return self.description

    def has_focal_point(self) -> bool:
        return super().get_focal_point() is not None

    def get_focal_point(self) -> Rect:
        """Where nobody has chosen one, the top: cut to another shape, a tower loses its foot rather than its head."""
        return super().get_focal_point() or Rect.from_point(self.width / 2, 0.5, 1, 1)
