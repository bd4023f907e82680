"""Offices in the bodies of the Forum: who holds or held which position, and from when until when."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import RevisionMixin

from amf_site.cldr.names import is_language_of, language_choices
from amf_site.languages import SOURCE_LANGUAGE
from amf_site.persian.letters import PERSIAN, repair_persian
from members.forum_querysets import OfficeQuerySet
from members.vocabulary import Position
from pages.models import Source
from pages.partial_dates import PartialDate, PartialDateField, parse_or_none

from .body import Body
from .city import City, validate_past


class Office(RevisionMixin, models.Model):
    """A position in a body, held by a person or by a city. There is no office without a source, and no biography."""

    Position = Position

    body = models.ForeignKey(
        Body,
        verbose_name=_("body"),
        on_delete=models.PROTECT,
        related_name="offices",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )
    position = models.CharField(_("position"), max_length=30, choices=Position)
    person = models.CharField(_("person"), max_length=100, blank=True, help_text=_("The name in Latin letters."))
    native_name = models.CharField(
        _("native name"), max_length=100, blank=True, help_text=_("As the person writes it.")
    )
    native_language = models.CharField(_("its language"), max_length=10, blank=True, choices=language_choices)
    other_names = models.TextField(
        _("other spellings"),
        blank=True,
        max_length=1000,
        help_text=_("One a line, in any script: names by which readers search. They are not shown."),
    )
    city = models.ForeignKey(
        City,
        verbose_name=_("city"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offices",
        help_text=_("If the office is held by a city and not by a person."),
    )
    since = PartialDateField(
        _("from"), blank=True, help_text=_("As exact as it is known: 2011, 2011-04 or 2011-04-01.")
    )
    until = PartialDateField(
        _("until"), blank=True, help_text=_("The end of the term, if it is known, or empty while it lasts.")
    )
    is_over = models.BooleanField(
        _("over"),
        default=False,
        help_text=_("Tick this if it has ended on an unknown day, or if nobody knows whether it lasts."),
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )
    checked_on = models.DateField(_("last checked on"), null=True, blank=True, validators=[validate_past])

    objects = OfficeQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("body"), FieldPanel("position")]),
        MultiFieldPanel(
            [
                FieldPanel("person"),
                FieldRowPanel([FieldPanel("native_name"), FieldPanel("native_language")]),
                FieldPanel("other_names"),
                FieldPanel("city"),
            ],
            heading=_("Held by a person or a city"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("since"), FieldPanel("until")]), FieldPanel("is_over")], heading=_("Time")
        ),
        FieldRowPanel([FieldPanel("source"), FieldPanel("checked_on")]),
    ]

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["body__order", "-since", "pk"]

    def __str__(self) -> str:
        return f"{self.get_position_display()}: {self.person or self.city}"

    def clean(self) -> None:
        super().clean()
        if bool(self.person) == (self.city_id is not None):
            raise ValidationError({"person": _("Name a person or choose a city: one of the two.")})
        if bool(self.native_name) != bool(self.native_language):
            raise ValidationError({"native_language": _("A native name has a language, and a language a name.")})
        if self.native_language == PERSIAN:
            self.native_name = repair_persian(self.native_name)
        if self.native_name and not self.person:
            raise ValidationError({"native_name": _("A city has its native name on its own record.")})
        try:
            since, until = self.since_date, self.until_date
        except ValueError:  # refused already, by the validators of the fields
            return
        if since and until and until.last_day < since.first_day:
            raise ValidationError({"until": _("It cannot end before it begins.")})

    @property
    def since_date(self) -> PartialDate | None:
        return parse_or_none(self.since)

    @property
    def until_date(self) -> PartialDate | None:
        return parse_or_none(self.until)

    def name_in(self, code: str) -> str:
        """The name of the person for readers of a language: the native one in its own, else in Latin letters."""
        is_native = self.native_name and is_language_of(code, self.native_language)
        return self.native_name if is_native else self.person

    def overlaps(self, other: "Office") -> bool:
        """Whether both are held at the same time for certain, however the unknown parts of their dates are read."""
        mine, theirs = self._certain_days(), other._certain_days()
        # A successor may begin on the day on which the predecessor ends.
        return mine[0] < theirs[1] and theirs[0] < mine[1]

    def _certain_days(self) -> tuple[datetime.date, datetime.date]:
        """The latest day on which it can have begun, and the earliest on which it can have ended."""
        since, until = self.since_date, self.until_date
        first = since.last_day if since else until.first_day if until else timezone.localdate()
        last = until.first_day if until else first if self.is_over else datetime.date.max
        return first, last
