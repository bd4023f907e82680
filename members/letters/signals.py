"""Write letters in the mail queue anew when what they say may have changed, and note those that it gives up."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from amf_site.mail.delivery import before_retry, given_up
from amf_site.mail.models import QueuedMail
from amf_site.visibility.models import LanguageStage
from members.models import Delivery, Event, Letter

from .sending import look_again, take_back


def on_change(**kwargs: Any) -> None:
    """Look at the queue when the change can be seen: a worker may be queueing letters at this moment."""
    transaction.on_commit(take_back)


def note_failure(mail: QueuedMail, **kwargs: Any) -> None:
    """Keep what the mail queue forgets after a while."""
    Delivery.objects.filter(queued=mail).update(outcome=Delivery.Outcome.FAILED)


def connect() -> None:
    before_retry.connect(look_again)
    given_up.connect(note_failure)
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(on_change)
    for model in (PageViewRestriction, LanguageStage, Event):
        post_save.connect(on_change, sender=model)
    for model in (Page, PageViewRestriction, Event, Letter):
        post_delete.connect(on_change, sender=model)
