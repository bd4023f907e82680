"""The user model, custom from the first migration because Django cannot swap it later, and rate-limited attempts."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import get_random_string


class User(AbstractUser):
    """A member of staff who uses the admin. Readers have no accounts."""


def new_salt() -> str:
    return get_random_string(32)


class DailySalt(models.Model):
    """The random salt of the hashes of a day. Without it, which is deleted the next day, they tell nothing."""

    day = models.DateField(primary_key=True)
    salt = models.CharField(max_length=32, default=new_salt)

    def __str__(self) -> str:
        return str(self.day)


class Attempt(models.Model):
    """An attempt at a rate-limited action (see ``limits.py``). The key is a salted hash: no identity is stored."""

    key = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        indexes = (models.Index(fields=["key", "made_at"]),)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.made_at}"
