"""The PDF that the site has created for a page."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class PrintedPage:
    """The interface of page types that the site offers as PDFs."""

    pk: int

    #: File name in ``amf_site/printing/templates``.
    pdf_template: str

    def pdf_words(self) -> dict[str, Any]:
        """Return the template's data as JSON values, in the page's language, with numbers already formatted."""
        raise NotImplementedError

    def pdf_own_words(self) -> list[str]:
        """Return the texts of the page itself in order, which an uploaded PDF must contain as well."""
        raise NotImplementedError

    def pdf_pictures(self) -> dict[str, bytes]:
        """Return the images of the template as JPEG, by their names in ``pdf_words``."""
        return {}


class PagePdf(models.Model):
    """The PDF of one live page. The old file is kept until the new one is complete."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="pdf")
    #: Empty until an attempt has succeeded.
    file = models.FileField(_("file"), upload_to="pdf", blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), default=0)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    #: Hash of the text, images and generator that the file was created from; if it is unchanged, the file is current.
    fingerprint = models.CharField(max_length=64, blank=True)
    #: Hash of ``PrintedPage.pdf_own_words`` at the last attempt; an uploaded file with other text is outdated.
    text_fingerprint = models.CharField(max_length=64, blank=True)
    #: When the last attempt read the text. The result of an attempt that began earlier is discarded.
    words_read_at = models.DateTimeField(null=True)
    #: When the page or its facts last changed, and the value of ``changed_at`` that the last attempt started from. If
    #: they differ, the task is waiting, or its worker has died.
    changed_at = models.DateTimeField(null=True)
    made_for = models.DateTimeField(null=True)
    #: Why the last attempt failed, for staff; empty if it succeeded.
    problem = models.TextField(_("problem"), blank=True)
    #: Replacements in the file for characters that no font has.
    substitutes = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("PDF of a page")
        verbose_name_plural = _("PDFs of pages")

    def __str__(self) -> str:
        return self.file.name or f"{self.page_id}"

    @property
    def is_waiting(self) -> bool:
        """Whether the last change has not been processed yet."""
        return self.changed_at != self.made_for

    @property
    def is_behind(self) -> bool:
        """Whether there is a file and it may be outdated."""
        return bool(self.file) and (self.is_waiting or bool(self.problem))


def delete_file(instance: PagePdf, **kwargs: Any) -> None:
    """Delete the file of a deleted row, after the transaction commits."""
    if instance.file:
        storage, name = instance.file.storage, str(instance.file.name)
        transaction.on_commit(lambda: storage.delete(name))
