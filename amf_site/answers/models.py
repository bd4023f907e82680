"""The version of the content."""

from django.db import models


class ContentVersion(models.Model):
    """The number of the state that readers see, in a single row. ``changes`` counts it up, in milliseconds."""

    #: The primary key of the row.
    ONLY = 1

    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)
