"""Offices of member cities: who may propose for a city, the ways in, and what was proposed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amf_site.cldr.formats import format_number, format_year
from amf_site.public_forms.models import PUBLIC_LANGUAGES, Submission
from members.models import City, CityFigure

from .vocabulary import Kind, State


class OfficeAddress(models.Model):
    """An e-mail address that speaks for a city. Whoever reads its mail can open the office of this city."""

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="office_addresses")
    email = models.EmailField(_("e-mail"), db_index=True)
    language = models.CharField(_("language"), max_length=10, choices=PUBLIC_LANGUAGES)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True)
    #: The day of the last reminder that the profile has not been checked for a year.
    reminded_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("address of a city’s office")
        verbose_name_plural = _("addresses of city offices")
        ordering = ["ended_at", "email"]
        constraints = (
            models.UniqueConstraint(
                "city", Lower("email"), condition=models.Q(ended_at=None), name="one_open_office_address"
            ),
        )

    def __str__(self) -> str:
        return f"{self.city} {self.pk}"  # the log shows this, and has no addresses


class OfficeLink(models.Model):
    """A link that opens the office once. Only a hash of its secret is stored."""

    address = models.ForeignKey(OfficeAddress, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link {self.pk}"


class OfficeSession(models.Model):
    """A browser in which the office is open. Only a hash of its cookie is stored."""

    address = models.ForeignKey(OfficeAddress, on_delete=models.CASCADE, related_name="sessions")
    digest = models.CharField(max_length=64, unique=True)
    began_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"session {self.pk}"


class Proposal(Submission):
    """What an office has sent with one form."""

    city = models.ForeignKey(City, verbose_name=_("city"), on_delete=models.CASCADE, related_name="proposals")
    address = models.ForeignKey(OfficeAddress, null=True, on_delete=models.SET_NULL, related_name="proposals")

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-received_at", "-pk"]

    @property
    def state(self) -> State:
        """Waiting while any change waits; accepted if one was; else returned."""
        states = {change.state for change in self.changes.all()}
        return next((state for state in State if state in states), State.RETURNED)

    def further_personal_data(self) -> dict[str, Any]:
        return {"changes": [change.as_data() for change in self.changes.all()]}

    @property
    def kinds(self) -> list[str]:
        """The kinds of the changes, each once, in words."""
        return list(dict.fromkeys(str(Kind(change.kind).label) for change in self.changes.all()))


class ProposedChange(models.Model):
    """One value that an office proposes; staff accept or return each."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    #: The field of the record or page; of a figure, what it counts and of what.
    field = models.CharField(max_length=40, blank=True)
    #: The language of words, and of what a picture shows.
    language = models.CharField(max_length=10, choices=PUBLIC_LANGUAGES)
    #: What the office saw: the public value.
    old = models.JSONField(null=True)
    #: The value that acceptance would have replaced then: of a page, that of its draft. It shows later edits of staff.
    stood = models.JSONField(null=True)
    new = models.JSONField()
    file = models.FileField(upload_to="office", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, db_index=True)
    #: The answer of the secretariat.
    word = models.TextField(_("a word to the office"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.field}"

    @property
    def label(self) -> str:
        """The field, or the kind where there is none, in the active language."""
        from .fields import label_of

        return label_of(self.kind, self.field)

    def as_data(self) -> dict[str, Any]:
        """Return what the office proposed, and the answer, to hand out."""
        names = ("kind", "field", "language", "new", "state", "word")
        return {name: getattr(self, name) for name in names} | {"file": str(self.file.name or "")}

    @property
    def has_language(self) -> bool:
        """Whether the values are words in a language."""
        return self.kind in (Kind.WORDS, Kind.NEWS, Kind.PROJECT, Kind.PICTURE)

    @property
    def old_lines(self) -> list[str]:
        return self.lines_of(self.old)

    @property
    def new_lines(self) -> list[str]:
        return self.lines_of(self.new)

    def lines_of(self, value: Any) -> list[str]:
        """Return a value as lines of text in the active language; of several words, each that is not empty."""
        if value is None:
            return []
        if self.kind == Kind.FIGURE:
            code = get_language() or ""
            has_groups = not self.field.startswith(CityFigure.Kind.FOUNDED)
            number = format_number(float(value["value"]), code, grouping=has_groups)
            value = {**value, "value": f"{number} ({format_year(int(value['year']), code)})", "year": ""}
        parts = value.values() if isinstance(value, dict) else [value]
        return [line for part in parts for line in str(part).splitlines() if line]
