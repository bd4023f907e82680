"""The choices that readers are offered in public forms."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What a message to the secretariat is about."""

    MEMBERSHIP = "membership", _("Membership")
    CITY_PAGE = "city_page", _("Correction of a city’s page")
    PRESS = "press", _("Press")
    WEBSITE = "website", _("This website")
    OTHER = "other", _("Something else")
