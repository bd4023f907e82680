"""Signal handlers that keep the plan's PDFs, its search entries and the age of uploaded files up to date."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from amf_site.printing.making import text_fingerprint
from amf_site.printing.signals import remake_pdfs
from amf_site.search.index import index_page

from .models import Indicator, PlanEdition, PlanEditionPage, PlanFile, StrategicPlanPage
from .tasks import index_plans


def remember_text(instance: PlanFile, **kwargs: Any) -> None:
    """Store the fingerprint of the page's text when a document is chosen or an editor confirms that it still fits."""
    saved = PlanFile.objects.filter(pk=instance.pk).values_list("document_id", flat=True).first()
    if not instance.still_right and saved == instance.document_id:
        return
    instance.still_right = False
    page = PlanEditionPage.objects.filter(
        edition_id=instance.edition_id, locale__language_code=instance.language
    ).first()
    instance.text_fingerprint = text_fingerprint(page.get_latest_revision_as_object()) if page else ""


def index_again(page: Page) -> None:
    """Update the search entry of the plan page, which includes the texts of the edition that it shows."""
    for plan in StrategicPlanPage.objects.live().ancestor_of(page):
        index_page(plan)


def on_edition_saved(instance: PlanEdition, **kwargs: Any) -> None:
    """Regenerate the PDFs, and let the worker index the plan pages again: they may show another edition now."""
    remake_pdfs(PlanEditionPage.objects.live().filter(edition=instance).values_list("pk", flat=True))
    transaction.on_commit(index_plans.enqueue)


def on_indicator_changed(instance: Indicator, **kwargs: Any) -> None:
    if instance.goal is not None:
        key = instance.goal.translation_key
        remake_pdfs(PlanEditionPage.objects.live().filter(goals__translation_key=key).values_list("pk", flat=True))


def on_page_published(sender: type[Model], instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, PlanEditionPage):
        index_again(instance)


def on_page_unpublished(sender: type[Model], instance: Page, **kwargs: Any) -> None:
    """Index the plan pages after the commit: the plan itself may be being deleted in the same transaction."""
    if isinstance(instance, PlanEditionPage):
        transaction.on_commit(index_plans.enqueue)


def connect() -> None:
    pre_save.connect(remember_text, sender=PlanFile)
    post_save.connect(on_edition_saved, sender=PlanEdition)
    for signal in (post_save, post_delete):
        signal.connect(on_indicator_changed, sender=Indicator)
    page_published.connect(on_page_published)
    page_unpublished.connect(on_page_unpublished)
