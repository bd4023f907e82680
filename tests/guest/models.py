from django.db import models
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, Page, RevisionMixin, TranslatableMixin
from wagtail.snippets.models import register_snippet
from wagtail_localize.fields import SynchronizedField, TranslatableField


class Article(Page):
    lead = models.CharField(max_length=300)
    body = StreamField([("text", blocks.RichTextBlock())], blank=True)

    translatable_fields = [
        TranslatableField("title"),
        SynchronizedField("slug", overridable=False),
        TranslatableField("lead"),
        TranslatableField("body"),
    ]


@register_snippet
class Rubric(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    name = models.CharField(max_length=100)

    translatable_fields = [TranslatableField("name")]

    class Meta(TranslatableMixin.Meta):
        pass

    def __str__(self) -> str:
        return self.name
