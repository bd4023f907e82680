from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentVersion(models.Model):
    """The number of the state that readers see, in a single row. ``changes`` counts it up."""

    #: The primary key of the row.
    ONLY = 1

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        verbose_name = _("version of the content")
        verbose_name_plural = _("versions of the content")

    def __str__(self) -> str:
        return str(self.number)
