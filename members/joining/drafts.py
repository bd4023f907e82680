"""Drafts of applications: begun, found by their secret, changed, and sent once."""

import base64
import hashlib
import secrets
from collections.abc import Iterable
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from amf_site.public_forms.fields import LONGEST_EMAIL
from amf_site.public_forms.records import next_reference
from members.models.application import Application, ApplicationDraft, Attachment
from members.models.city import City

from .attachments import MOST_FILES
from .forms import ApplicationForm
from .refusals import SENT
from .retention import DRAFTS


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def key_of(secret: str) -> str:
    return base64.urlsafe_b64encode(hash_of(secret)).decode().rstrip("=")


def find(secret: str) -> ApplicationDraft | None:
    """Return the draft with a secret, unless its time is over: it may not have been deleted yet."""
    return ApplicationDraft.objects.filter(key=key_of(secret), received_at__gte=DRAFTS.ends()).first()


def sent_with(secret: str) -> Application | None:
    """Return the application that was sent from the draft with a secret."""
    return Application.objects.filter(fingerprint=hash_of(secret).hex()).first()


def keep(secret: str, form: ApplicationForm, files: Iterable[ContentFile], removed: Iterable[int]) -> None:
    """Store what was typed in the draft with this secret, a new one if need be, and its files.

    Call this in a transaction: the row of the draft is locked, so that there are never more files than may be.
    """
    draft = ApplicationDraft.objects.select_for_update().filter(key=key_of(secret)).first()
    if draft is None:
        if sent_with(secret):  # by another window, a moment ago
            raise SENT
        draft = ApplicationDraft(
            reference=next_reference(), key=key_of(secret), fingerprint=hash_of(secret).hex(), language=get_language()
        )
    draft.answers, draft.received_at = form.typed(), timezone.now()
    draft.email = draft.answers.get("email", "")[:LONGEST_EMAIL]
    draft.save()
    for attachment in draft.attachments.filter(pk__in=list(removed)):
        attachment.delete()
    for file in list(files)[: MOST_FILES - draft.attachments.count()]:
        attachment = Attachment(draft=draft, name=file.name or "", size=file.size)
        attachment.file.save(f"file{PurePath(attachment.name).suffix.lower()}", file, save=False)
        attachment.save()


@transaction.atomic
def send(secret: str, form: ApplicationForm) -> tuple[Application | None, bool]:
    """Turn a draft into an application, and return this and whether it is new. Of two at once, one does it."""
    draft = ApplicationDraft.objects.select_for_update().filter(key=key_of(secret)).first()
    if draft is None:
        return sent_with(secret), False
    answers = {name: value for name, value in form.cleaned_data.items() if name != "attachments"}
    application = Application.objects.create(
        reference=draft.reference,
        key=new_secret(),
        fingerprint=draft.fingerprint,
        sub_region=sub_region_of(answers["country"]),
        **answers,
    )
    draft.attachments.update(draft=None, application=application)
    draft.delete()
    return application, True


def sub_region_of(country: str) -> str:
    """Return the sub-region of the other cities of a country; staff fill it in for the first."""
    return City.objects.filter(country=country).values_list("sub_region", flat=True).first() or ""
