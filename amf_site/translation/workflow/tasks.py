"""What follows from a change of translations and nobody need wait for."""

from django_tasks import task
from modelsearch.index import insert_or_update_object
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import page_published


@task()
def follow_up(page_ids: list[int]) -> None:
    """For pages that have followed their source: the admin's search and lists of uses, and all that asks to be told of
    a publication."""
    for page in Page.objects.live().filter(pk__in=page_ids).specific().select_related("locale", "live_revision"):
        insert_or_update_object(page)
        ReferenceIndex.create_or_update_for_object(page)
        page_published.send(sender=type(page), instance=page, revision=page.live_revision)
