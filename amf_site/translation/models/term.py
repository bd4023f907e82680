"""The glossary."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, RevisionMixin

from ..conf import host


class Term(RevisionMixin, models.Model):
    """The translation of an English term into one language."""

    locale = models.ForeignKey(Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+")
    term = models.CharField(_("English term"), max_length=200)
    words = models.CharField(_("in this language"), max_length=200)
    #: Other correct forms (case, number), one per line.
    forms = models.TextField(_("other forms"), blank=True, help_text=_("One a line: cases, plurals, short forms."))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("glossary")
        ordering = ("term", "locale")
        constraints = (models.UniqueConstraint(fields=("locale", "term"), name="one_term_per_language"),)

    def __str__(self) -> str:
        return f"{self.term}: {self.words}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.put_right()
        super().save(*args, **kwargs)

    def clean_fields(self, *args: Any, **kwargs: Any) -> None:
        self.put_right()
        super().clean_fields(*args, **kwargs)

    def put_right(self) -> None:
        """Normalise the spelling like that of translations, in which the term is searched for."""
        if self.locale_id and (repair := host.spelling.get(self.locale.language_code)):
            self.words, self.forms = repair(self.words), repair(self.forms)

    @property
    def all_forms(self) -> list[str]:
        return [self.words, *(form.strip() for form in self.forms.splitlines() if form.strip())]
