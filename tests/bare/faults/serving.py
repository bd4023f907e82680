"""Faults in what readers and search engines get."""

from django.apps.registry import Apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.test import Client
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin

from ..ground import home, new_page, publish, submitted, translate


def b20__a_language_without_a_home_is_served_in_english() -> bool:
    """While the Persian landing page is a draft, ``/fa/`` serves the whole English site (wagtail issue 12775)."""
    translation = submitted(home())
    translation.get_target_instance().unpublish()
    answer = Client().get("/fa/")
    return answer.status_code == 200 and b"Home in English" in answer.content


def b21__the_sitemap_knows_one_language() -> bool:
    """The sitemap only lists pages in the default language (wagtail issue 12420)."""
    page = new_page()
    for one in (home(), page):
        translation = submitted(one)
        translate(translation)
        publish(translation)
    listed = Client().get("/sitemap.xml").content.decode()
    return page.slug in listed and "/fa/" not in listed


def b22__two_apps_have_one_name() -> bool:
    """Wagtail's own app for locales cannot be installed together with that of wagtail-localize."""
    try:
        Apps(["wagtail.locales", "wagtail_localize.locales"])
    except ImproperlyConfigured:
        return True
    return False


def b23__a_record_without_meta_is_refused() -> bool:
    """A model that combines drafts and translation must inherit ``Meta`` explicitly."""

    class Unmarked(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
        class Meta(DraftStateMixin.Meta):
            abstract = False
            app_label = "bare"

        def __str__(self) -> str:
            return ""

    return any(message.id == "wagtailcore.E003" for message in Unmarked.check())
