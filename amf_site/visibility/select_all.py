"""Make "select all" in an admin listing select the rows of that listing and nothing else.

Wagtail ignores the filters and selects all records of the model, in all languages; from a listing of one page type it
selects all pages of the site. Remove this patch once Wagtail uses the queryset of the listing;
``tests/pages/test_lists_of_one_language.py`` fails then.
"""

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve
from wagtail.admin.views.bulk_action.base_bulk_action import BulkAction
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.views.pages.listing import ExplorableIndexView


def rows_of_the_list(action: BulkAction) -> list[Any] | None:
    """Return the primary keys of all rows of the filtered listing that the action was called from, if it was one."""
    address = urlsplit(action.next_url)
    try:
        func, args, kwargs = resolve(address.path)
    except Resolver404:
        return None
    view_class: Any = getattr(func, "view_class", object)
    if not issubclass(view_class, IndexView) or issubclass(view_class, ExplorableIndexView):
        return None
    view, request = view_class(**func.view_initkwargs), copy(action.request)
    request.GET = QueryDict(address.query)
    view.setup(request, *args, **kwargs)
    return [row.pk for row in view.get_queryset()]


def _asking_the_list(once: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    @wraps(once)
    def get_all_objects_in_listing_query(self: Any, parent_id: Any) -> Any:
        rows = rows_of_the_list(self)
        return once(self, parent_id) if rows is None else rows

    return get_all_objects_in_listing_query


def select_what_the_list_shows() -> None:
    for kind in (BulkAction, PageBulkAction):
        kind.get_all_objects_in_listing_query = _asking_the_list(kind.get_all_objects_in_listing_query)
