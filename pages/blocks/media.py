"""Image and document blocks."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from amf_site.media.models import SiteDocument, SiteImage


class PictureBlock(blocks.StructBlock):
    """An image with alternative text and a caption in the language of the page."""

    image = ImageBlock(label=_("picture"))
    caption = blocks.CharBlock(label=_("caption"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("One picture across the text, with a caption.")
        template = "blocks/picture.html"

    def get_preview_value(self) -> Any:
        return self.normalize({"image": SiteImage.objects.first(), "caption": "The clock tower of Tabriz"})


class GalleryBlock(blocks.StructBlock):
    """Several images side by side."""

    pictures = blocks.ListBlock(PictureBlock(), label=_("pictures"), min_num=2, max_num=12)

    class Meta:
        icon = "copy"
        label = _("Gallery")
        description = _("Two to twelve pictures side by side.")
        template = "blocks/gallery.html"

    def get_preview_value(self) -> Any:
        pictures = [{"image": image, "caption": ""} for image in SiteImage.objects.all()[:3]]
        return self.normalize({"pictures": pictures})


class DocumentBlock(blocks.StructBlock):
    """A document to download. A translator can choose a different document for each language."""

    document = DocumentChooserBlock(label=_("document"))
    label = blocks.CharBlock(label=_("label"), max_length=120, required=False, help_text=_("Empty: the file's title."))

    class Meta:
        icon = "doc-full"
        label = _("Document")
        description = _("A button that downloads a file and says its format and size.")
        template = "blocks/document.html"

    def get_preview_value(self) -> Any:
        example = SiteDocument(pk=0, title="Report", file="documents/report.pdf", file_size=180_000)
        return self.normalize({"document": SiteDocument.objects.first() or example, "label": "The report of the year"})
