"""The titles of the Forum that cities hold: Capitals of Environment, Culture and Tourism."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from amf_site.languages import SOURCE_LANGUAGE
from members.forum_querysets import HeldTitleQuerySet
from pages.models import Source

from .categories import ForumTitle
from .city import City


class HeldTitle(Orderable):
    """A title that a city holds for a year. Several cities may hold one jointly."""

    city = ParentalKey(City, on_delete=models.CASCADE, related_name="titles")
    title = models.ForeignKey(
        ForumTitle,
        verbose_name=_("title"),
        on_delete=models.PROTECT,
        related_name="holders",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2008), MaxValueValidator(2200)])
    reported = models.BooleanField(
        _("reported"),
        default=False,
        help_text=_("Tick this if others tell of it, but the Forum itself has not announced it. Readers are told."),
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )

    objects = HeldTitleQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("year"), FieldPanel("reported")]),
        FieldPanel("source"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("title")
        verbose_name_plural = _("titles")

    def __str__(self) -> str:
        return f"{self.title} {self.year}"
