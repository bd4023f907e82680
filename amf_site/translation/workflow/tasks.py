"""Background tasks that follow a change of translations and that no request needs to wait for."""

from django_tasks import task
from modelsearch.index import insert_or_update_object
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import page_published


@task()
def follow_up(page_ids: list[int]) -> None:
    """Update the search index and the reference index of synchronised pages, and send ``page_published`` for them."""
    for page in Page.objects.live().filter(pk__in=page_ids).specific().select_related("locale", "live_revision"):
        insert_or_update_object(page)
        ReferenceIndex.create_or_update_for_object(page)
        page_published.send(sender=type(page), instance=page, revision=page.live_revision)
