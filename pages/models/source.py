"""Sources of figures, and how they are cited."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, Locale, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.languages import SOURCE_LANGUAGE
from amf_site.visibility.records import published


class Source(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """A publication that figures are taken from. Its name is translated; its URL is the same in all languages."""

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


@dataclass(frozen=True)
class Citation:
    """A source as shown to readers of a language. If the name is empty, nothing is shown."""

    name: str = ""
    url: str = ""
    #: The language code of the name, if it is not the reader's language.
    foreign_language: str = ""

    @property
    def own_name(self) -> str:
        return "" if self.foreign_language else self.name

    @property
    def foreign_name(self) -> str:
        return self.name if self.foreign_language else ""


def cite(source: Source | None, local_name: str | None) -> Citation:
    """Return the citation of a source by its local name, or else by its original name.

    The fallback exists because a figure must not be shown without its source. The citation of a draft is empty.
    """
    if source is None or not source.live:
        return Citation()
    return Citation(local_name, source.url) if local_name else Citation(source.name, source.url, SOURCE_LANGUAGE)


def with_citations(rows: Iterable[Any], locale: Locale) -> list[Any]:
    """Return the rows as a list, each with a ``citation`` of its ``source`` in the language of ``locale``."""
    rows = list(rows)
    names = Source.objects.filter(
        published(), locale=locale, translation_key__in=[row.source.translation_key for row in rows]
    ).values_list("translation_key", "name")
    local = dict(names)
    for row in rows:
        row.citation = cite(row.source, local.get(row.source.translation_key))
    return rows
