"""The file that the site has made of a page."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class PrintedPage:
    """A page type that the site offers as a PDF implements this."""

    pk: int

    #: File name in ``amf_site/printing/templates``.
    pdf_template: str

    def pdf_words(self) -> dict[str, Any]:
        """Everything that the template prints, as JSON values, in the page's language, numbers already written."""
        raise NotImplementedError

    def pdf_own_words(self) -> list[str]:
        """The words of the page itself, in their order: what a file that an editor uploads must say too."""
        raise NotImplementedError

    def pdf_pictures(self) -> dict[str, bytes]:
        """The pictures that the template shows, as JPEG, by the names that ``pdf_words`` gives them."""
        return {}


class PagePdf(models.Model):
    """The PDF of one live page. The old file stays until a new one is whole."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="pdf")
    #: Empty until the first attempt has succeeded.
    file = models.FileField(_("file"), upload_to="pdf", blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), default=0)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    #: Of the words, pictures and generator that the file was made from: the same ones need no new file.
    fingerprint = models.CharField(max_length=64, blank=True)
    #: Of ``PrintedPage.pdf_own_words`` at the last attempt: an uploaded file of other words is out of date.
    text_fingerprint = models.CharField(max_length=64, blank=True)
    #: When the words of the last attempt were read: an attempt that began earlier does not overwrite it.
    words_read_at = models.DateTimeField(null=True)
    #: When the page or its facts were changed last, and the change that the last attempt knew of. While they differ,
    #: the worker has not come to it yet, or has died over it.
    changed_at = models.DateTimeField(null=True)
    made_for = models.DateTimeField(null=True)
    #: Why the last attempt made no file, for staff; empty if it did.
    problem = models.TextField(_("problem"), blank=True)
    #: What stands in the file for letters that no font has.
    substitutes = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("PDF of a page")
        verbose_name_plural = _("PDFs of pages")

    def __str__(self) -> str:
        return self.file.name or f"{self.page_id}"

    @property
    def is_waiting(self) -> bool:
        """Whether the worker has yet to look at the last change."""
        return self.changed_at != self.made_for

    @property
    def is_behind(self) -> bool:
        """Whether the file does not say what the page says now."""
        return bool(self.file) and (self.is_waiting or bool(self.problem))


def delete_file(instance: PagePdf, **kwargs: Any) -> None:
    """A row that goes takes its file along, once that is certain."""
    if instance.file:
        storage, name = instance.file.storage, str(instance.file.name)
        transaction.on_commit(lambda: storage.delete(name))
