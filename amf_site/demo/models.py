"""What of the Forum's content has been loaded."""

from django.db import models


class LoadedLanguage(models.Model):
    """A language whose content has been loaded to its end; a load that was broken off goes on with the others."""

    code = models.CharField(max_length=20, primary_key=True)

    def __str__(self) -> str:
        return self.code
