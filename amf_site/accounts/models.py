"""The staff account: ours from the first migration on, because Django cannot change it later."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody who works in the admin. Readers have no account."""
