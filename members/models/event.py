"""Events of the Forum: when and where they take place, and whether they do. Pages hold what is said of them."""

import datetime
import zoneinfo
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import RevisionMixin

from amf_site.languages import SOURCE_LANGUAGE
from amf_site.visible_text import is_visible
from members.forum_querysets import EventQuerySet
from members.vocabulary import EventKind, EventStatus
from pages.models import Source
from pages.partial_dates import PartialDate

from .body import Body
from .city import City, validate_past, validate_time_zone

#: States in which an event does not take place on its days, and a note has to say why.
NEED_A_NOTE = (EventStatus.POSTPONED, EventStatus.CANCELLED)


class Event(RevisionMixin, models.Model):
    """An assembly, a meeting, a conference or the like. An event without a host city is held online.

    Days and times are those of the place, as people there say them; no calendar turns them into those of an editor.
    """

    Kind = EventKind
    Status = EventStatus

    class Precision(models.TextChoices):
        DAY = "day", _("the days are known")
        MONTH = "month", _("only the month is known")

    key = models.SlugField(
        _("key"),
        unique=True,
        max_length=80,
        help_text=_("In addresses and calendars, the same in all languages: a-z, -."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=EventKind)
    number = models.PositiveSmallIntegerField(
        _("number"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Among the events of its kind: the General Assembly of Tehran, 2008, is 1."),
    )
    body = models.ForeignKey(
        Body,
        verbose_name=_("body that meets or invites"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), help_text=_("The same as the first if it lasts one day."))
    precision = models.CharField(
        _("how exact"),
        max_length=5,
        choices=Precision,
        default=Precision.DAY,
        help_text=_("If only the month is known, enter its first and its last day; readers are told the month."),
    )
    starts_at = models.TimeField(
        _("begins at"),
        null=True,
        blank=True,
        help_text=_("On the first day, by the clocks of the place. May be empty."),
    )
    ends_at = models.TimeField(_("ends at"), null=True, blank=True, help_text=_("On the last day."))
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Empty for that of the host city. Write it like Asia/Tehran."),
    )
    host = models.ForeignKey(
        City,
        verbose_name=_("host city"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        help_text=_("Empty for an event that is held online."),
    )
    online_link = models.URLField(
        _("link for taking part online"), max_length=500, blank=True, help_text=_("Public: everybody can see it.")
    )
    status = models.CharField(_("status"), max_length=12, choices=EventStatus, default=EventStatus.CONFIRMED)
    status_note = models.CharField(
        _("why it is postponed or cancelled"),
        max_length=250,
        blank=True,
        help_text=_("In English; readers of all languages see it."),
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )
    checked_on = models.DateField(_("last checked on"), null=True, blank=True, validators=[validate_past])
    #: SEQUENCE and LAST-MODIFIED of RFC 5545. ``save`` sets both whenever one of ``FACTS`` changes.
    sequence = models.PositiveIntegerField(editable=False, default=0)
    modified_at = models.DateTimeField(editable=False, default=timezone.now)

    #: What calendars tell of an event.
    FACTS = (
        *("kind", "number", "first_day", "last_day", "precision", "starts_at", "ends_at", "time_zone"),
        *("host", "online_link", "status"),
    )

    objects = EventQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("number")]),
        FieldPanel("key"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day"), FieldPanel("precision")]),
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at"), FieldPanel("time_zone")]),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel([FieldPanel("host"), FieldPanel("online_link")], heading=_("Where")),
        MultiFieldPanel([FieldPanel("status"), FieldPanel("status_note")], heading=_("Does it take place?")),
        FieldRowPanel([FieldPanel("source"), FieldPanel("checked_on")]),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-first_day", "key"]
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "number"],
                name="one_event_per_kind_and_number",
                violation_error_message=_("There is an event of this kind with this number already."),
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="event_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        numbered = f"{self.get_kind_display()} {self.number}" if self.number else str(self.get_kind_display())
        return f"{numbered} ({self.key})"

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save the event. A change of its facts increases ``sequence``, also when a former version comes back."""
        stored = None if self._state.adding else Event.objects.filter(pk=self.pk).values().first()
        if stored is None:
            self.sequence, self.modified_at = 0, timezone.now()
        else:
            self.sequence, self.modified_at = stored["sequence"], stored["modified_at"]
            names = [name for name in self.FACTS if update_fields is None or name in update_fields]
            if any(self.is_changed(self._meta.get_field(name), stored) for name in names):
                self.sequence, self.modified_at = self.sequence + 1, timezone.now()
        if update_fields is not None:
            update_fields = {*update_fields, "sequence", "modified_at"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def is_changed(self, field: Any, stored: Mapping[str, Any]) -> bool:
        return field.to_python(getattr(self, field.attname)) != stored[field.attname]

    def clean(self) -> None:
        super().clean()
        self.clean_days()
        self.clean_times()
        if self.status in NEED_A_NOTE and not is_visible(self.status_note):
            raise ValidationError({"status_note": _("Say why it is postponed or cancelled.")})

    def clean_days(self) -> None:
        if self.first_day is None or self.last_day is None:
            return
        if self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The last day is before the first.")})
        month = PartialDate(self.first_day.year, self.first_day.month)
        if self.precision == self.Precision.MONTH and (self.first_day, self.last_day) != (
            month.first_day,
            month.last_day,
        ):
            raise ValidationError({"precision": _("Enter the first and the last day of the month.")})

    def clean_times(self) -> None:
        """Refuse times without a zone, times that the clocks of the place skip, and an end before the beginning."""
        if self.starts_at is None:
            if self.ends_at is not None:
                raise ValidationError({"starts_at": _("Say when it begins, or leave both times empty.")})
            return
        if self.precision == self.Precision.MONTH:
            raise ValidationError({"starts_at": _("Leave the times empty while only the month is known.")})
        if self.zone is None:
            raise ValidationError({"time_zone": _("Write the time zone: no host city is known to have one.")})
        for name, moment in (("starts_at", self.starts), ("ends_at", self.ends)):
            if moment is not None and is_skipped(moment):
                raise ValidationError(
                    {name: _("There is no such time on this day: the clocks are put forward over it.")}
                )
        if self.starts and self.ends and self.ends.astimezone(datetime.UTC) <= self.starts.astimezone(datetime.UTC):
            raise ValidationError({"ends_at": _("It cannot end before it begins.")})

    @property
    def zone(self) -> zoneinfo.ZoneInfo | None:
        """The time zone of the times: its own, or else that of the host city."""
        name = self.time_zone or (self.host.time_zone if self.host else "")
        try:
            return zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # none, or one that ``clean_fields`` refuses
            return None

    @property
    def starts(self) -> datetime.datetime | None:
        """The moment at which it begins; ``None`` if only the day is known."""
        return self.moment(self.first_day, self.starts_at)

    @property
    def ends(self) -> datetime.datetime | None:
        return self.moment(self.last_day, self.ends_at)

    def moment(self, day: datetime.date | None, time: datetime.time | None) -> datetime.datetime | None:
        zone = self.zone
        return datetime.datetime.combine(day, time, tzinfo=zone) if day and time is not None and zone else None

    @property
    def is_all_day(self) -> bool:
        return self.starts is None

    @property
    def is_online(self) -> bool:
        return self.host_id is None or bool(self.online_link)

    @property
    def takes_place(self) -> bool:
        return self.status not in NEED_A_NOTE

    @property
    def is_over(self) -> bool:
        """Whether its last day is over at the place. Nobody can take part any more."""
        return self.last_day < timezone.localdate(timezone=self.zone)

    @property
    def month(self) -> PartialDate | None:
        """The month, if no more is known; the days are then its first and its last."""
        return (
            PartialDate(self.first_day.year, self.first_day.month) if self.precision == self.Precision.MONTH else None
        )


def is_skipped(moment: datetime.datetime) -> bool:
    """Whether clocks never show this local time, because they are put forward over it."""
    back = moment.astimezone(datetime.UTC).astimezone(moment.tzinfo)
    return back.replace(tzinfo=None) != moment.replace(tzinfo=None)
