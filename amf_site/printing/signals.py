"""When files are made and dropped."""

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
    """Write down that these pages are not what their files say, and let the worker look after the files."""
    if _held_back.get() or not (ids := sorted(page_ids)):
        return
    PagePdf.objects.filter(page__in=ids).update(changed_at=timezone.now())
    transaction.on_commit(partial(ask_for_files, ids))


def ask_for_files(page_ids: list[int]) -> None:
    """After the commit: a page may be one of many that are being deleted, and then gets no row any more."""
    without_file = Page.objects.filter(pk__in=page_ids, pdf=None)
    now = timezone.now()
    PagePdf.objects.bulk_create((PagePdf(page=page, changed_at=now) for page in without_file), ignore_conflicts=True)
    make_pdfs_of.enqueue(page_ids)


@contextmanager
def held_back() -> Iterator[None]:
    """Within it no file is asked for: who changes hundreds of pages has them made together at the end."""
    token = _held_back.set(True)
    try:
        yield
    finally:
        _held_back.reset(token)


def on_page_published(sender: type, instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, PrintedPage) and not _held_back.get():
        remake_pdfs([instance.pk])
        # An uploaded file of other words is out of date from now on, whenever the worker comes to it.
        PagePdf.objects.update_or_create(page=instance, defaults={"text_fingerprint": text_fingerprint(instance)})


def on_page_unpublished(sender: type, instance: Page, **kwargs: Any) -> None:
    PagePdf.objects.filter(page_id=instance.pk).delete()


def connect() -> None:
    page_published.connect(on_page_published)
    page_unpublished.connect(on_page_unpublished)
    post_delete.connect(delete_file, sender=PagePdf)
