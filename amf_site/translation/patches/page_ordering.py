"""Remember in the session that a page was reordered among its siblings, because Wagtail has no hook for that.

The next view of the list offers the same order for translations. Delete this when Wagtail has a hook; a test in
``tests/translation`` will fail then.
"""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.ordering import SetPagePositionView
from wagtail.models import Page

#: Session key of the id of the parent whose children were reordered.
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
