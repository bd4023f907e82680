"""Link blocks: calls to action and cards."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError


class CallToActionBlock(blocks.StructBlock):
    """An invitation with one button that links to a page of the site or to another site."""

    title = blocks.CharBlock(label=_("heading"), max_length=120)
    text = blocks.TextBlock(label=_("text"), max_length=400, required=False)
    label = blocks.CharBlock(label=_("words on the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("page of this site"), required=False)
    url = blocks.URLBlock(label=_("or address of another site"), required=False)

    class Meta:
        icon = "pick"
        label = _("Call to action")
        description = _("An invitation with one button.")
        template = "blocks/call_to_action.html"
        preview_value = {
            "title": "Read the plan",
            "text": "Six goals and nine values, in your language.",
            "label": "Strategic plan",
            "url": "https://example.org/",
        }

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            error = ValidationError(_("Choose either a page or an address of another site."))
            raise StructBlockValidationError(block_errors={"page": error})
        return cleaned


class CardBlock(blocks.StructBlock):
    """A card of a ``CardsBlock``."""

    title = blocks.CharBlock(label=_("title"), max_length=120)
    text = blocks.TextBlock(label=_("text"), max_length=300, required=False)
    page = blocks.PageChooserBlock(label=_("page"), required=False)

    class Meta:
        icon = "doc-empty"
        label = _("Card")


class CardsBlock(blocks.StructBlock):
    """A group of cards for items of one kind, such as committees, networks or pages."""

    title = blocks.CharBlock(label=_("heading"), max_length=120, required=False)
    cards = blocks.ListBlock(CardBlock(), label=_("cards"), min_num=1, max_num=12)

    class Meta:
        icon = "grip"
        label = _("Cards")
        description = _("Things of one kind side by side, each with a title, a sentence and perhaps a link.")
        template = "blocks/cards.html"
        preview_value = {
            "title": "Networks",
            "cards": [
                {"title": "Youth, family and women", "text": "For those whom cities are for."},
                {"title": "City councils", "text": "For those who decide in them."},
            ],
        }
