"""Overrides of CLDR's names."""

from babel import Locale as BabelLocale
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import RevisionMixin

from amf_site.languages import LANGUAGES, SOURCE_LANGUAGE


class NameOverride(RevisionMixin, models.Model):
    """A name of a country, region, language or month in one language, shown instead of CLDR's name.

    CLDR has a name for everything, but some names are politically disputed: the secretariat can replace them here.
    """

    class Kind(models.TextChoices):
        TERRITORY = "territory", _("Country or region")
        LANGUAGE = "language", _("Language")
        MONTH = "month", _("Month")

    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    code = models.CharField(
        _("code"),
        max_length=20,
        help_text=_("Country: IR. Region: 034. Language: fa. Month: the calendar and its number, persian-09."),
    )
    language = models.CharField(
        _("in the language"), max_length=10, choices=[(row.code, row.english_name) for row in LANGUAGES]
    )
    name = models.CharField(_("name"), max_length=100)

    panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("code")]), FieldPanel("language"), FieldPanel("name")]

    class Meta:
        verbose_name = _("name override")
        verbose_name_plural = _("name overrides")
        ordering = ["kind", "code", "language"]
        constraints = [models.UniqueConstraint(fields=["kind", "code", "language"], name="one_name_per_language")]

    def __str__(self) -> str:
        return f"{self.code} ({self.language}): {self.name}"

    def clean(self) -> None:
        """Reject a code that is not in CLDR, since it would never be looked up."""
        english = BabelLocale(SOURCE_LANGUAGE)
        known: dict[str, set[str]] = {
            self.Kind.TERRITORY: set(english.territories),
            self.Kind.LANGUAGE: set(english.languages),
            self.Kind.MONTH: {f"{row.calendar}-{month:02}" for row in LANGUAGES for month in range(1, 13)},
        }
        if self.kind in known and self.code not in known[self.kind]:
            raise ValidationError({"code": _("CLDR knows no such code.")})
