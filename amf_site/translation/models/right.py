"""Who may translate which language."""

from django.contrib.auth.models import Group
from django.db import models
from wagtail.models import Locale


class LanguageRight(models.Model):
    """Members of the group translate everything into the language; reviewers also publish it.

    This is not one of Wagtail's page permissions on purpose: those would also let a translator move, delete and write
    pages. Editors need no such right: whoever may edit or publish a page by Wagtail's rules may translate it.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="language_rights")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    may_publish = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("group", "locale"), name="one_right_per_group_and_language"),)

    def __str__(self) -> str:
        return f"{self.group}: {self.locale}"
