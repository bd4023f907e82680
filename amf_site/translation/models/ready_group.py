"""What the ready groups have been given."""

from django.contrib.auth.models import Group, Permission
from django.db import models


class ReadyGroup(models.Model):
    """The permissions that ``make_roles`` has given to a group, once each: what administrators take away stays away,
    and what a new version of the site brings is given to groups that exist."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, primary_key=True, related_name="+")
    given = models.ManyToManyField(Permission, related_name="+")

    def __str__(self) -> str:
        return str(self.group)
