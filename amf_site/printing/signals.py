"""When files are made and dropped."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from .models import PagePdf, PrintedPage, delete_file
from .tasks import make_pdfs_of

_held_back: ContextVar[bool] = ContextVar("held_back", default=False)


def remake_pdfs(page_ids: Iterable[int]) -> None:
    """Let the worker look after the files of these pages once the present change is committed."""
    ids = sorted(page_ids)
    if ids and not _held_back.get():
        transaction.on_commit(lambda: make_pdfs_of.enqueue(ids))


@contextmanager
def held_back() -> Iterator[None]:
    """Within it no file is asked for: who changes hundreds of pages has them made together at the end."""
    token = _held_back.set(True)
    try:
        yield
    finally:
        _held_back.reset(token)


def on_page_published(sender: type, instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, PrintedPage):
        remake_pdfs([instance.pk])


def on_page_unpublished(sender: type, instance: Page, **kwargs: Any) -> None:
    PagePdf.objects.filter(page_id=instance.pk).delete()


def connect() -> None:
    page_published.connect(on_page_published)
    page_unpublished.connect(on_page_unpublished)
    post_delete.connect(delete_file, sender=PagePdf)
