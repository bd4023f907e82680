"""What readers send with public forms, the mail that follows from it, and the templates of replies."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from amf_site.languages import LANGUAGES
from amf_site.mail.models import QueuedMail

from .vocabulary import Topic

PUBLIC_LANGUAGES = [(language.code, language.own_name) for language in LANGUAGES]


class ReferenceCounter(models.Model):
    """The number of the last reference that was given out in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Submission(models.Model):
    """The abstract base class of what is sent with a public form; ``records.store`` saves it."""

    #: Named to the sender and in mails, for example AMF-2026-0042. No two submissions of any form share one.
    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    #: The secret in the address of the receipt.
    key = models.CharField(max_length=43, unique=True, editable=False)
    #: A hash of all that was sent, by which a form that is sent twice is recognised.
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    #: The language in which the sender is answered.
    language = models.CharField(_("language of the answer"), max_length=10, choices=PUBLIC_LANGUAGES, editable=False)
    email = models.EmailField(_("e-mail"), blank=True, db_index=True, editable=False)
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reference


class Message(Submission):
    """A message to the secretariat, sent with the contact form."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        IN_WORK = "in_work", _("In work")
        ANSWERED = "answered", _("Answered")
        SPAM = "spam", _("Spam")

    name = models.CharField(_("name"), max_length=100, blank=True, editable=False)
    topic = models.CharField(_("topic"), max_length=20, choices=Topic, editable=False)
    text = models.TextField(_("message"), editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NEW, db_index=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to={"is_active": True},
    )
    notes = models.TextField(
        _("internal notes"), max_length=5000, blank=True, help_text=_("They are never shown to the sender.")
    )

    panels = [FieldPanel("status"), FieldPanel("assigned_to"), FieldPanel("notes")]

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-received_at", "-pk"]

    @staticmethod
    def admin_url(view: str, *args: Any) -> str:
        """Return the URL of a view of the inbox."""
        return reverse(f"wagtailsnippets_public_forms_message:{view}", args=args)


class FormMail(models.Model):
    """A mail about a submission. It stays when the mail queue has delivered it, so that staff see what was sent."""

    class Kind(models.TextChoices):
        NOTICE = "notice", _("Notice to the secretariat")
        CONFIRMATION = "confirmation", _("Confirmation to the sender")
        REPLY = "reply", _("Reply")

    class State(models.TextChoices):
        SENT = "sent", _("Sent")
        WAITING = "waiting", _("Waiting for the mail server")
        FAILED = "failed", _("Not delivered")

    reference = models.CharField(max_length=20, db_index=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    recipient = models.EmailField(_("to"))
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    #: Paragraphs as ``[language, text]``; the language is empty for words of which nobody knows it.
    paragraphs = models.JSONField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    #: The message in the mail queue, from which it is deleted once the mail server has accepted it.
    queued = models.ForeignKey(QueuedMail, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.reference}: {self.get_kind_display()}"

    @property
    def state(self) -> State:
        if self.sent_at:
            return self.State.SENT
        return self.State.WAITING if self.queued and self.queued.due_at else self.State.FAILED

    @property
    def words(self) -> str:
        return "\n\n".join(text for _language, text in self.paragraphs)


class ReplyTemplate(models.Model):
    """The words with which replies in a language begin, in place of those of the site."""

    language = models.CharField(_("language"), max_length=10, choices=PUBLIC_LANGUAGES, unique=True)
    text = models.TextField(
        _("text"),
        max_length=5000,
        help_text=_("{reference} stands for the reference of the message. Leave an empty line between paragraphs."),
    )

    panels = [FieldPanel("language"), FieldPanel("text")]

    class Meta:
        verbose_name = _("template of replies")
        verbose_name_plural = _("templates of replies")
        ordering = ["language"]

    def __str__(self) -> str:
        return str(dict(PUBLIC_LANGUAGES)[self.language])

    def clean(self) -> Any:
        self.text = "\n".join(self.text.splitlines())
