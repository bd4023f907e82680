"""A page and a record like those of the site, without its workarounds."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import DraftStateMixin, Orderable, Page, RevisionMixin, TranslatableMixin
from wagtail.snippets.models import register_snippet

#: A summary that no page may have.
REFUSED = "ناپذیرفتنی"


@register_snippet
class Topic(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    name = models.CharField(max_length=100)

    class Meta(TranslatableMixin.Meta):
        pass

    def __str__(self) -> str:
        return self.name


class BarePage(Page):
    summary = models.CharField(max_length=300, blank=True)
    picture = models.ForeignKey("wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL)
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    topics = ParentalManyToManyField(Topic, blank=True, related_name="+")
    body = StreamField(
        [
            ("text", blocks.RichTextBlock()),
            ("picture", ImageBlock()),
            ("cards", blocks.ListBlock(blocks.StructBlock([("title", blocks.CharBlock())]))),
            ("page", blocks.PageChooserBlock()),
            ("table", TypedTableBlock([("text", blocks.CharBlock())])),
        ],
        blank=True,
    )

    def clean(self) -> None:
        super().clean()
        if self.summary == REFUSED:
            raise ValidationError({"summary": "Not this summary."})


class Row(TranslatableMixin, Orderable):
    page = ParentalKey(BarePage, related_name="rows", on_delete=models.CASCADE)
    text = models.CharField(max_length=100)

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass
