"""Write letters anew that wait in the mail queue, as while its server is down, when what they say may have changed."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from amf_site.visibility.models import LanguageStage
from members.models import Event, Letter

from .sending import take_back


def on_change(**kwargs: Any) -> None:
    """Look at the queue when the change can be seen: a worker may be queueing letters at this moment."""
    transaction.on_commit(take_back)


def connect() -> None:
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(on_change)
    for model in (PageViewRestriction, LanguageStage, Event):
        post_save.connect(on_change, sender=model)
    for model in (Page, PageViewRestriction, Event, Letter):
        post_delete.connect(on_change, sender=model)
