"""Structural blocks: numbered steps and accordions."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .text import TEXT_FEATURES


class StepBlock(blocks.StructBlock):
    """A step of a ``StepsBlock``."""

    title = blocks.CharBlock(label=_("title"), max_length=120)
    text = blocks.TextBlock(label=_("text"), max_length=500, required=False)

    class Meta:
        icon = "arrow-right"
        label = _("Step")


class StepsBlock(blocks.StructBlock):
    """A numbered list of steps."""

    title = blocks.CharBlock(label=_("heading"), max_length=120, required=False)
    steps = blocks.ListBlock(StepBlock(), label=_("steps"), min_num=2, max_num=10)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("Things to do one after the other, numbered.")
        template = "blocks/steps.html"
        preview_value = {
            "title": "How cities take part",
            "steps": [
                {"title": "Read", "text": "The plan and the values."},
                {"title": "Write", "text": "To the secretariat."},
            ],
        }


class AccordionItemBlock(blocks.StructBlock):
    """A heading with text that opens below it."""

    title = blocks.CharBlock(label=_("heading"), max_length=150)
    text = blocks.RichTextBlock(label=_("text"), features=TEXT_FEATURES)

    class Meta:
        icon = "plus"
        label = _("Part")


class AccordionBlock(blocks.StructBlock):
    """Collapsible sections. The browser's in-page search finds their text, and they are printed open."""

    items = blocks.ListBlock(AccordionItemBlock(), label=_("parts"), min_num=1, max_num=12)

    class Meta:
        icon = "plus-inverse"
        label = _("Parts that open")
        description = _("Headings whose text opens on a click. For details that not every reader needs.")
        template = "blocks/accordion.html"
        preview_value = {"items": [{"title": "What is city-to-city cooperation?", "text": "<p>Any relationship …</p>"}]}
