"""The user model, custom from the first migration because Django cannot swap it later, and rate-limited attempts."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A member of staff who uses the admin. Readers have no accounts."""


class Attempt(models.Model):
    """An attempt at a rate-limited action (see ``limits.py``). The key is a salted hash, so no identity is stored."""

    key = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        indexes = (models.Index(fields=["key", "made_at"]),)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.made_at}"
