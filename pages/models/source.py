"""Where a figure comes from."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, Locale, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.visibility.records import published


class Source(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """A publication that figures are taken from. Its name is words, so it has a translation per language."""

    name = models.CharField(
        _("name"), max_length=200, help_text=_("For example: Statistical Centre of Iran, census 2016.")
    )
    url = models.URLField(_("web address"), max_length=500, blank=True)

    panels = [FieldPanel("name"), FieldPanel("url")]
    translatable_fields = [TranslatableField("name"), SynchronizedField("url", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def with_source_names(rows: Iterable[Any], locale: Locale) -> list[Any]:
    """The rows, each with ``source_name``: the name of its ``source`` in a language, nothing if it has none there."""
    rows = list(rows)
    names = Source.objects.filter(
        published(), locale=locale, translation_key__in=[row.source.translation_key for row in rows]
    ).values_list("translation_key", "name")
    local = dict(names)
    for row in rows:
        row.source_name = local.get(row.source.translation_key)
    return rows
