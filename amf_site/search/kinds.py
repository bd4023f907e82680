"""Kinds of search results, by which readers narrow the results, and the dates by which the newest come first.

Page classes declare both: ``search_kind``, one of these kinds, and ``search_date``, the path from ``Page`` to the date
of what the page is about. Without them a page is a ``PAGE``, dated by its last publication. So search imports no page
type.
"""

from functools import cache

from django.apps import apps
from django.db import models
from django.db.models import CharField, F
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import get_page_models


class SearchKind(models.TextChoices):
    NEWS = "news", pgettext_lazy("all news", "News")
    EVENT = "events", _("Events")
    CITY = "cities", _("Cities")
    PROJECT = "projects", _("Projects")
    DOCUMENT = "documents", _("Documents")
    PAGE = "pages", _("Pages")


class Order(models.TextChoices):
    BEST = "best", _("Best match first")
    NEWEST = "newest", _("Newest first")


@cache
def kind_of(app_label: str | None, model: str | None) -> SearchKind:
    """Return the kind of a page by its content type; files have none."""
    if app_label is None or model is None:
        return SearchKind.DOCUMENT
    return getattr(apps.get_model(app_label, model), "search_kind", SearchKind.PAGE)


def date_of_entry() -> Coalesce:
    """Return an expression for the ISO date of an entry. A month without a day sorts before all of its days."""
    paths = sorted({path for model in get_page_models() if (path := getattr(model, "search_date", ""))})
    dates = [*(f"page__{path}" for path in [*paths, "last_published_at"]), "document__created_at"]
    return Coalesce(*(Cast(F(path), CharField()) for path in dates))
