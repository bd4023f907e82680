"""Where a figure comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField


class Source(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """A publication that figures are taken from. Its name is words, so it has a translation per language."""

    name = models.CharField(
        _("name"), max_length=200, help_text=_("For example: Statistical Centre of Iran, census 2016.")
    )
    url = models.URLField(_("web address"), blank=True)

    panels = [FieldPanel("name"), FieldPanel("url")]
    translatable_fields = [TranslatableField("name"), SynchronizedField("url", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
