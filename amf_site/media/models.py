"""Image and document models: Wagtail's, with a credit for images and stricter checks of uploads."""

import contextlib
import hashlib
import os
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.templatetags.static import static
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image, SourceImageIOError, get_upload_to

from amf_site.cldr.formats import format_file_size, format_number

from .pdf_examination import examine_pdf
from .picture_files import PLACEHOLDER, PictureField, PictureFileMixin
from .uploads import refusal_of

#: The folder of document covers, in the storage and in their public URLs (``amf_site/urls.py``).
COVERS = "document_covers"
#: A process creates one rendition at a time: several would take all cores from the requests for pages.
_one_at_a_time = threading.Lock()


class SiteImage(PictureFileMixin, AbstractImage):
    """An image. Its alternative text is written where it is used, in the language of that page."""

    file = PictureField(_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Who made the picture and under which licence, as it should be printed."),
    )

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        """Return the description only: Wagtail falls back to the title, which is usually the file name."""
        return self.description


class SiteRendition(AbstractRendition):
    """An image in one size and format. The file is created when it is first requested.

    A rendition without a file name stands for an image that cannot be read; a placeholder is shown.
    """

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_per_image_and_filter"
            ),
        )

    @property
    def is_placeholder(self) -> bool:
        return not self.file.name

    @property
    def url(self) -> str:
        return static(PLACEHOLDER) if self.is_placeholder else super().url

    def open_drawn(self) -> File:
        """Open the file; create it first if it does not exist. Raise ``SourceImageIOError``."""
        if self.is_placeholder:
            raise SourceImageIOError(f"{self.image.file.name} cannot be read")
        with self.image.one_kind_of_error():
            try:
                return self.file.storage.open(self.file.name)
            except FileNotFoundError:
                return self._draw()

    @contextlib.contextmanager
    def open_file(self) -> Iterator[File]:
        with self.open_drawn() as file:
            yield file

    def _draw(self) -> File:
        storage, name = self.file.storage, str(self.file.name)
        with _one_at_a_time:
            with contextlib.suppress(FileNotFoundError):
                return storage.open(name)
            try:
                made = self.image.generate_rendition_file(self.filter)
            except SourceImageIOError:
                # The next page that uses the image records the rendition again, or shows a placeholder.
                self.delete()
                raise
            kept = storage.save(name, made)
        if kept != name:
            # Another process has created it in the meantime.
            storage.delete(kept)
        return storage.open(name)

    def get_upload_to(self, filename: str) -> str:
        """Add a folder named after the original's digest: the URL changes with the file, so it can be immutable."""
        folder, name = os.path.split(super().get_upload_to(filename))
        return os.path.join(folder, self.image.digest, name)


class SiteDocument(AbstractDocument):
    """A file for download. The content must match the extension; findings about PDFs are stored in fields."""

    file: Any
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True, editable=False)
    pdf_title = models.CharField(_("title in the file"), max_length=255, blank=True, editable=False)
    pdf_language = models.CharField(_("language of the file"), max_length=35, blank=True, editable=False)
    pdf_tagged = models.BooleanField(_("tagged"), null=True, blank=True, editable=False)
    cover = models.ImageField(_("cover"), upload_to=COVERS, blank=True, editable=False)

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    #: The cover of the previous file, until the new one is saved.
    _old_cover = ""
    #: Whether the new file had minor errors and was rewritten.
    was_mended = False

    def clean(self) -> None:
        if not self.file:
            return
        super().clean()
        with self.open_file() as file:
            refusal = refusal_of(file, self.file_extension)
            if not refusal and not self.file._committed:
                file.seek(0)
                refusal = self._examine(file.read())
            file.seek(0)
        if refusal:
            raise ValidationError({"file": refusal})

    def _examine(self, content: bytes) -> str:
        """Set the fields from the findings about a new file, or return the message why it is refused."""
        is_pdf = self.file_extension.lower() == "pdf"
        found = examine_pdf(content) if is_pdf else None
        if found and found.refusal:
            return found.refusal
        self.pages = found.pages if found else None
        self.pdf_title = found.title if found else ""
        self.pdf_language = found.language if found else ""
        self.pdf_tagged = found.tagged if found else None
        if self.cover and self.cover._committed:  # type: ignore[attr-defined]
            self._old_cover = self.cover.name or ""
        cover = found.cover if found else None
        # Named after its content hash; the file is written when the document is saved.
        self.cover = ContentFile(cover, f"{hashlib.sha256(cover).hexdigest()}.webp") if cover else ""
        if found and found.content:
            self.file, self.was_mended = ContentFile(found.content, self.file.name), True
        return ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if self._old_cover:
            delete_after_commit(self.cover.storage, self._old_cover)
            self._old_cover = ""

    def findings_in_words(self) -> list[str]:
        """Return what the editor should know about the file, one sentence each; empty if it was never examined."""
        if self.pages is None:
            return []
        code = get_language()
        pages = ngettext("%(number)s page", "%(number)s pages", self.pages)
        language = gettext("The file does not say its language: screen readers guess.")
        return [
            pages % {"number": format_number(self.pages, code)},
            gettext("Title: %(title)s") % {"title": self.pdf_title} if self.pdf_title else gettext("It has no title."),
            gettext("Language: %(language)s") % {"language": self.pdf_language} if self.pdf_language else language,
            gettext("Tagged: can be read by screen readers.")
            if self.pdf_tagged
            else gettext("Not tagged: screen readers cannot read it well."),
            gettext("Size: %(size)s") % {"size": format_file_size(self.get_file_size() or 0, code)},
        ]


@receiver(post_delete, sender=SiteDocument)
def _delete_cover(instance: SiteDocument, **kwargs: Any) -> None:
    """Delete the cover with the document, as Wagtail does with the file."""
    if instance.cover.name:
        delete_after_commit(instance.cover.storage, instance.cover.name)


def delete_after_commit(storage: Storage, name: str) -> None:
    """Delete a file after the transaction commits, so a rollback keeps it. A storage error is logged, not raised."""
    transaction.on_commit(partial(storage.delete, name), robust=True)
