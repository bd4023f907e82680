"""Create PDFs when pages are published, and delete them when pages are unpublished."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from .making import text_fingerprint
from .models import PagePdf, PrintedPage, delete_file
from .tasks import make_pdfs_of

_held_back: ContextVar[bool] = ContextVar("held_back", default=False)


@transaction.atomic
def remake_pdfs(page_ids: Iterable[int]) -> None:
    """Mark the PDFs of these pages as outdated, and enqueue a task that recreates them."""
    if _held_back.get() or not (ids := sorted(page_ids)):
        return
    PagePdf.objects.filter(page__in=ids).update(changed_at=timezone.now())
    transaction.on_commit(partial(ask_for_files, ids))


def ask_for_files(page_ids: list[int]) -> None:
    """Add missing rows and enqueue the task, after the commit because the transaction may delete some of the pages."""
    without_file = Page.objects.filter(pk__in=page_ids, pdf=None)
    now = timezone.now()
    PagePdf.objects.bulk_create((PagePdf(page=page, changed_at=now) for page in without_file), ignore_conflicts=True)
    make_pdfs_of.enqueue(page_ids)


@contextmanager
def held_back() -> Iterator[None]:
    """Suspend the creation of PDFs while many pages change; the caller has them created afterwards."""
    token = _held_back.set(True)
    try:
        yield
    finally:
        _held_back.reset(token)


def on_page_published(sender: type, instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, PrintedPage) and not _held_back.get():
        remake_pdfs([instance.pk])
        # Set the hash now, not in the task: from this moment an uploaded file with other text is outdated.
        PagePdf.objects.update_or_create(page=instance, defaults={"text_fingerprint": text_fingerprint(instance)})


def on_page_unpublished(sender: type, instance: Page, **kwargs: Any) -> None:
    PagePdf.objects.filter(page_id=instance.pk).delete()


def connect() -> None:
    page_published.connect(on_page_published)
    page_unpublished.connect(on_page_unpublished)
    post_delete.connect(delete_file, sender=PagePdf)
