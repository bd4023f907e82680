"""The fixed lists of records: kinds, states and positions. Readers see these words, so they are in every language."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    ASSEMBLY = "assembly", _("General Assembly")
    BOARD = "board", _("Executive Board meeting")
    CONFERENCE = "conference", _("Conference")
    TRAINING = "training", _("Training course")
    AWARD = "award", _("Award")
    CAMPAIGN = "campaign", _("Campaign")


class EventStatus(models.TextChoices):
    PROVISIONAL = "provisional", _("Provisional")
    CONFIRMED = "confirmed", _("Confirmed")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


class BodyKind(models.TextChoices):
    ASSEMBLY = "assembly", _("Assembly of all members")
    BOARD = "board", _("Board")
    SECRETARIAT = "secretariat", _("Secretariat")
    FINANCE = "finance", _("Financial body")
    COMMITTEE = "committee", _("Technical committee")
    NETWORK = "network", _("Network")


class Position(models.TextChoices):
    """The positions in a body, in the order in which they are listed."""

    PRESIDENT = "president", _("President")
    VICE_PRESIDENT = "vice-president", _("Vice-president")
    HOST = "host", _("Host")
    SECRETARY_GENERAL = "secretary-general", _("Secretary General")
    ACTING_SECRETARY_GENERAL = "acting-secretary-general", _("Acting Secretary General")
    ACTING_DIRECTOR = "acting-director", _("Acting director")
    DEPUTY = "deputy", _("Deputy")
    DIRECTOR = "director", _("Director")
    TREASURER = "treasurer", _("Treasurer")
    CHAIR = "chair", _("Chair")
    SECRETARY = "secretary", _("Secretary")
    COORDINATOR = "coordinator", _("Coordinator")
    MEMBER = "member", _("Member")


#: Positions that one person or city holds at a time. Two at once are reported to staff.
HELD_BY_ONE = (Position.PRESIDENT, Position.SECRETARY_GENERAL, Position.TREASURER, Position.CHAIR)


class DocumentKind(models.TextChoices):
    DECLARATION = "declaration", _("Declaration")
    STATUTE = "statute", _("Statute")
    REPORT = "report", _("Report")
    PROGRAMME = "programme", _("Programme")


class NewsKind(models.TextChoices):
    NEWS = "news", _("News")
    STATEMENT = "statement", _("Statement")
    CALL = "call", _("Call")
