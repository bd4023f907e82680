"""Permissions to translate into a language."""

from django.contrib.auth.models import Group
from django.db import models
from wagtail.models import Locale


class LanguageRight(models.Model):
    """Lets the members of a group translate everything into a language, and publish it with ``may_publish``.

    This is deliberately not a page permission of Wagtail: that would also let translators move, delete and edit pages.
    Editors do not need it: whoever may edit or publish a page in Wagtail may translate it.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="language_rights")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    may_publish = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("group", "locale"), name="one_right_per_group_and_language"),)

    def __str__(self) -> str:
        return f"{self.group}: {self.locale}"
