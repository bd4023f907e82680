"""Signal handlers that keep what is derived from the records of the Forum's work up to date."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from amf_site.media.models import SiteImage
from amf_site.search.folding import fold
from amf_site.search.index import index_page

from .models import (
    Body,
    BodyPage,
    DocumentPage,
    Event,
    EventPage,
    Office,
    PressPage,
    PressPicture,
    PublishedDocument,
    PublishedFile,
)
from .tasks import measure_pictures


def collect_titles(document_id: int | None) -> None:
    """Store the folded titles of a document in ``folded_titles``: those of its files and of its pages."""
    files = PublishedFile.objects.filter(document=document_id).values_list("title", flat=True)
    pages = DocumentPage.objects.live().filter(document=document_id).values_list("title", flat=True)
    folded = sorted({fold(title) for title in (*files, *pages)} - {""})
    PublishedDocument.objects.filter(pk=document_id).update(folded_titles="\n".join(folded))


def index_pages_of_body(body_id: int | None) -> None:
    """Update the search entries of a body's pages, which name people and events."""
    for page in BodyPage.objects.live().filter(forum_body=body_id).select_related("locale"):
        index_page(page)


def index_press_rooms() -> None:
    """Update the search entries of the press rooms, whose texts say numbers of events and bodies."""
    for page in PressPage.objects.live().select_related("locale"):
        index_page(page)


def on_file_changed(instance: PublishedFile, **kwargs: Any) -> None:
    collect_titles(instance.document_id)
    for page in DocumentPage.objects.live().filter(document=instance.document_id).select_related("locale"):
        index_page(page)


def on_moving(sender: type[Model], instance: Office | Event, **kwargs: Any) -> None:
    """Update the pages of the body from which an office or an event moves to another."""
    former = sender._default_manager.filter(pk=instance.pk).values_list("body", flat=True).first()
    if former and former != instance.body_id:
        transaction.on_commit(partial(index_pages_of_body, former))


def on_office_changed(instance: Office, **kwargs: Any) -> None:
    index_pages_of_body(instance.body_id)


def on_event_changed(instance: Event, **kwargs: Any) -> None:
    index_pages_of_body(instance.body_id)
    index_press_rooms()


def on_body_changed(instance: Body, **kwargs: Any) -> None:
    index_press_rooms()


def on_page_changed(sender: type[Model], instance: Page, **kwargs: Any) -> None:
    """Update what depends on the title of a page about a document or an event."""
    if isinstance(instance, DocumentPage):
        collect_titles(instance.document_id)
    if isinstance(instance, EventPage):
        index_pages_of_body(instance.event.body_id)


def on_page_published(sender: type[Model], instance: Page, **kwargs: Any) -> None:
    on_page_changed(sender, instance)
    if isinstance(instance, PressPage):
        transaction.on_commit(partial(measure_pictures.enqueue, instance.pk))


def on_picture_saved(instance: SiteImage, **kwargs: Any) -> None:
    """Measure the files again that press rooms offer of a picture: its file may be another one."""
    for page_id in PressPicture.objects.filter(picture=instance.pk).values_list("page_id", flat=True).distinct():
        transaction.on_commit(partial(measure_pictures.enqueue, page_id))


def connect() -> None:
    for model in (Office, Event):
        pre_save.connect(on_moving, sender=model)
    for signal in (post_save, post_delete):
        signal.connect(on_file_changed, sender=PublishedFile)
        signal.connect(on_office_changed, sender=Office)
        signal.connect(on_event_changed, sender=Event)
        signal.connect(on_body_changed, sender=Body)
    post_save.connect(on_picture_saved, sender=SiteImage)
    page_published.connect(on_page_published)
    page_unpublished.connect(on_page_changed)
    for model in (DocumentPage, EventPage):
        post_delete.connect(on_page_changed, sender=model)
