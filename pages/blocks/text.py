"""Text blocks: paragraphs, headings, quotations."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import get_text_for_indexing

from amf_site.visible_text import is_visible

#: Rich text features of body text. Images are separate blocks, with alternative text in each language.
TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]
#: Rich text features of a single paragraph.
PARAGRAPH_FEATURES = ["bold", "italic", "link"]


class TextBlock(blocks.RichTextBlock):
    """Paragraphs and lists."""

    def __init__(self, **kwargs):
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    def clean(self, value):
        cleaned = super().clean(value)
        if self.required and not is_visible(get_text_for_indexing(cleaned.source)):
            raise ValidationError(self.field.error_messages["required"], code="required")
        return cleaned

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs and lists, with bold, italic and links.")
        template = "blocks/text.html"
        preview_value = "<p>Cities lead. They learn most quickly <b>from each other</b>.</p>"


class HeadingBlock(blocks.StructBlock):
    """A second-level heading. Its anchor is the block's id, which translation and rewording do not change."""

    text = blocks.CharBlock(label=_("heading"), max_length=120)

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Begins a part of the page. It gets an address of its own that can be linked to.")
        template = "blocks/heading.html"
        preview_value = {"text": "How the Forum works"}


class QuoteBlock(blocks.StructBlock):
    """A quotation with its source."""

    text = blocks.TextBlock(label=_("quotation"), max_length=600)
    source = blocks.CharBlock(label=_("who said it, where"), max_length=200, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("Words of a person or a document, exactly as they were said or written.")
        template = "blocks/quote.html"
        preview_value = {"text": "Asia for Citizens: Integration for a Better Life", "source": "Motto of the Forum"}
