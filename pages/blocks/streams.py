"""The StreamField block of page bodies."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .data import FactsBlock, TableBlock
from .layout import AccordionBlock, StepsBlock
from .links import CallToActionBlock, CardsBlock
from .media import DocumentBlock, GalleryBlock, PictureBlock
from .records import RecordsBlock
from .text import HeadingBlock, QuoteBlock, TextBlock


class BodyBlock(blocks.StreamBlock):
    """The blocks that every page body can contain."""

    heading = HeadingBlock(group=_("Words"))
    text = TextBlock(group=_("Words"))
    quote = QuoteBlock(group=_("Words"))
    picture = PictureBlock(group=_("Pictures and files"))
    gallery = GalleryBlock(group=_("Pictures and files"))
    document = DocumentBlock(group=_("Pictures and files"))
    facts = FactsBlock(group=_("Figures"))
    table = TableBlock(group=_("Figures"))
    records = RecordsBlock(group=_("Figures"))
    cards = CardsBlock(group=_("Ways onward"))
    call_to_action = CallToActionBlock(group=_("Ways onward"))
    steps = StepsBlock(group=_("In order"))
    accordion = AccordionBlock(group=_("In order"))
