"""Predefined groups."""

from django.contrib.auth.models import Group, Permission
from django.db import models


class ReadyGroup(models.Model):
    """The permissions that ``make_roles`` has granted to a group, each only once.

    So a permission that administrators revoke stays revoked, and existing groups get the permissions that a new version
    adds.
    """

    group = models.OneToOneField(Group, on_delete=models.CASCADE, primary_key=True, related_name="+")
    given = models.ManyToManyField(Permission, related_name="+")

    def __str__(self) -> str:
        return str(self.group)
