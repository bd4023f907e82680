"""Letters to readers: what staff choose for one, who gets it, and to whom it has gone."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable, Page

from amf_site.mail.models import QueuedMail
from amf_site.public_forms.fields import CONTROLS
from amf_site.public_forms.models import PUBLIC_LANGUAGES


class Letter(ClusterableModel):
    """Articles and events with some words of the staff. Each reader gets what is public in the language of hers."""

    name = models.CharField(_("name"), max_length=100, help_text=_("For the staff; readers do not see it."))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    #: When sending began. From then on, the letter stays as it is.
    started_at = models.DateTimeField(_("sending began"), null=True, editable=False)

    panels = [
        FieldPanel("name"),
        InlinePanel(
            "items",
            heading=_("Articles and events"),
            label=_("page"),
            help_text=_("Choose each in any language. Readers for whose language it is not public do not get it."),
        ),
        InlinePanel(
            "words",
            heading=_("Words of the secretariat"),
            label=_("language"),
            help_text=_("They are not needed. Without a subject, the letter has that of the site."),
        ),
    ]

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.started_at:
            raise ValidationError(_("This letter has been sent and cannot be changed."))


class LetterItem(Orderable):
    """An article or an event of a letter, in any language."""

    letter = ParentalKey(Letter, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    panels: ClassVar[list[Any]] = [PageChooserPanel("page", ["members.NewsPage", "members.EventPage"])]

    def __str__(self) -> str:
        return str(self.page)


def validate_one_line(value: str) -> None:
    """Refuse line breaks and other control characters, which could begin another header of the mail."""
    if CONTROLS.search(value):
        raise ValidationError(_("Line breaks are not possible here."))


class LetterWords(models.Model):
    """What the staff say in a letter to readers of one language."""

    letter = ParentalKey(Letter, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(_("language"), max_length=10, choices=PUBLIC_LANGUAGES)
    subject = models.CharField(_("subject"), max_length=120, blank=True, validators=[validate_one_line])
    text = models.TextField(
        _("text"), max_length=5000, blank=True, help_text=_("Leave an empty line between paragraphs.")
    )

    panels: ClassVar[list[Any]] = [FieldPanel("language"), FieldPanel("subject"), FieldPanel("text")]

    class Meta:
        ordering = ["pk"]
        constraints = (models.UniqueConstraint(fields=["letter", "language"], name="one_text_per_language"),)

    def __str__(self) -> str:
        return self.subject


class Subscription(models.Model):
    """The abstract base class of what is stored about a reader of letters: an address and a language."""

    #: In lower case, with the domain in its own script; see ``members.letters.subscribing.canonical``.
    email = models.EmailField(_("e-mail"), editable=False)
    language = models.CharField(_("language"), max_length=10, choices=PUBLIC_LANGUAGES, editable=False)

    #: Letters have no reference that readers could name.
    reference = ""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(_("Letters"))


class SubscriptionRequest(Subscription):
    """A subscription that the reader has not confirmed yet, or a confirmed one that is to change its language."""

    email = models.EmailField(_("e-mail"), db_index=True, editable=False)
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True, editable=False)
    #: The hash of the secret in the link by which it is confirmed.
    key = models.CharField(max_length=64, unique=True, editable=False)
    #: A hash of all that was sent, by which a form that is sent twice is recognised.
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    queued = models.ForeignKey(QueuedMail, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)

    class Meta:
        verbose_name = _("unconfirmed subscription")
        verbose_name_plural = _("unconfirmed subscriptions")


class Subscriber(Subscription):
    """A reader who gets letters. It is deleted when she leaves."""

    email = models.EmailField(_("e-mail"), unique=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    @property
    def received_at(self) -> Any:
        return self.confirmed_at


class Delivery(models.Model):
    """That a letter goes to a subscriber, once. It says nothing about her after she has left."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        #: Sent, once ``queued`` is empty: the mail queue deletes what a server has taken.
        QUEUED = "queued", _("In the mail queue, or sent")
        FAILED = "failed", _("Not delivered")
        EMPTY = "empty", _("Nothing in the language")
        LEFT = "left", _("Has left")

    #: Deleting a letter stops it; the links to leave in what was sent go on to work.
    letter = models.ForeignKey(Letter, null=True, on_delete=models.SET_NULL, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.SET_NULL, related_name="deliveries")
    language = models.CharField(max_length=10)
    outcome = models.CharField(max_length=7, choices=Outcome, default=Outcome.WAITING, db_index=True)
    #: The hash of the secret in the link by which the reader leaves.
    key = models.CharField(max_length=64, blank=True)
    queued = models.ForeignKey(QueuedMail, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["letter", "subscriber"], name="one_letter_each"),
            models.UniqueConstraint(fields=["key"], condition=~models.Q(key=""), name="one_link_to_leave"),
        )

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.outcome}"
