"""The staff account, ours from the first migration on: Django cannot change it later. And what is tried too often."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody who works in the admin. Readers have no account."""


class Attempt(models.Model):
    """Something that is limited was tried (``limits.py``). By whom is not kept: the key is a hash with our secret."""

    key = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        indexes = (models.Index(fields=["key", "made_at"]),)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.made_at}"
