"""A record of which languages of the Forum's content have been loaded."""

from django.db import models


class LoadedLanguage(models.Model):
    """A language whose content has been loaded completely; an interrupted load continues with the others."""

    code = models.CharField(max_length=20, primary_key=True)

    def __str__(self) -> str:
        return self.code
