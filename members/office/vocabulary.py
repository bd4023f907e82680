"""What a city's office can propose, and what becomes of it, in the words of the office."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    FACT = "fact", _("Facts about the city")
    FIGURE = "figure", _("Figure")
    WORDS = "words", _("Words of the profile")
    PICTURE = "picture", _("Picture")
    NEWS = "news", _("News")
    PROJECT = "project", _("Project")


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
