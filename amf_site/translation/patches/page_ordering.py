"""Wagtail has no hook for a page that was dragged to another place among its siblings: remembered for the next list.

To be deleted when Wagtail tells hooks of it: ``tests/translation`` tells.
"""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.ordering import SetPagePositionView
from wagtail.models import Page

#: Where a session keeps the id of the parent whose pages were put in another order.
PLACED = "pages-placed-below"


def patch_page_ordering() -> None:
    post = SetPagePositionView.post

    @wraps(post)
    def remember(
        self: SetPagePositionView, request: HttpRequest, page_to_move_id: int, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        response = post(self, request, page_to_move_id, *args, **kwargs)
        request.session[PLACED] = Page.objects.get(pk=page_to_move_id).get_parent().pk
        return response

    SetPagePositionView.post = remember
