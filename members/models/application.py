"""The application of a city to join the Forum, the draft that precedes it, and the files of both."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from amf_site.cldr.names import country_choices, language_choices
from amf_site.media.models import delete_after_commit
from amf_site.public_forms.models import Submission

from .city import City, SubRegion


class ApplicationDraft(Submission):
    """An application that was not sent yet. Whoever has its secret can continue it; staff do not see it.

    Only a hash of the secret is stored, as ``key`` and ``fingerprint``; ``received_at`` is the time of the last change.
    """

    #: What was typed, by the names of the form's fields.
    answers = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("draft of an application")
        verbose_name_plural = _("drafts of applications")

    def further_personal_data(self) -> dict[str, Any]:
        return {"attachments": [str(attachment) for attachment in self.attachments.all()]}


class Application(Submission):
    """The application of a city, as it was sent; staff add what the record of the city needs, and the decision."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        IN_REVIEW = "in_review", _("In review")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    #: The states in which nothing more is to be decided.
    DECIDED = (State.ACCEPTED, State.DECLINED, State.WITHDRAWN)

    name = models.CharField(_("name"), max_length=100, help_text=_("In English, for staff."))
    native_name = models.CharField(_("native name"), max_length=100, editable=False)
    native_language = models.CharField(_("its language"), max_length=10, choices=language_choices, editable=False)
    country = models.CharField(_("country"), max_length=2, choices=country_choices, editable=False)
    official_site = models.URLField(_("official site"), blank=True, editable=False)
    contact_name = models.CharField(_("contact person"), max_length=100, editable=False)
    contact_office = models.CharField(_("office"), max_length=150, editable=False)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True, editable=False)
    reasons = models.TextField(_("why the city would like to join"), editable=False)
    offers = models.TextField(_("what the city offers"), blank=True, editable=False)
    seeks = models.TextField(_("what the city seeks"), blank=True, editable=False)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED, db_index=True)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False, db_index=True)
    decision = models.TextField(
        _("decision"), max_length=2000, blank=True, help_text=_("Who decided it, on which day, and why.")
    )
    notes = models.TextField(
        _("internal notes"), max_length=5000, blank=True, help_text=_("They are never shown to the sender.")
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to={"is_active": True},
    )
    sub_region = models.CharField(_("sub-region"), max_length=3, choices=SubRegion, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees, north positive."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees, east positive."),
    )
    city = models.OneToOneField(
        City, verbose_name=_("city's record"), null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("state"), FieldPanel("assigned_to")]), FieldPanel("decision")],
            heading=_("Decision"),
        ),
        FieldPanel("notes"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name"), FieldPanel("sub_region")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("For the record of the city"),
        ),
    ]

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-received_at", "-pk"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Note when it was decided: the time after which it is deleted runs from then."""
        if self.state not in self.DECIDED:
            self.decided_at = None
        elif self.decided_at is None:
            self.decided_at = timezone.now()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.city_id and self.state != self.State.ACCEPTED:
            raise ValidationError({"state": _("The city has a record already. Delete the record first.")})

    def further_personal_data(self) -> dict[str, Any]:
        return {"attachments": [str(attachment) for attachment in self.attachments.all()]}


def attachment_path(attachment: "Attachment", name: str) -> str:
    """Return a path that nobody can guess. No address of the site leads into this folder."""
    return f"applications/{get_random_string(32)}/{name}"


class Attachment(models.Model):
    """A file of a draft, and later of the application that is sent. Only staff can open it."""

    draft = models.ForeignKey(ApplicationDraft, null=True, on_delete=models.CASCADE, related_name="attachments")
    application = models.ForeignKey(Application, null=True, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to=attachment_path, max_length=250)
    name = models.CharField(max_length=100)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = (
            models.CheckConstraint(
                condition=models.Q(draft__isnull=True) ^ models.Q(application__isnull=True),
                name="attachment_of_a_draft_or_an_application",
            ),
        )

    def __str__(self) -> str:
        return self.name


@receiver(post_delete, sender=Attachment)
def _delete_file(instance: Attachment, **kwargs: Any) -> None:
    delete_after_commit(instance.file.storage, str(instance.file.name))
