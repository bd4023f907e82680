"""Show a page as private in the admin if any of its language versions is private."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from wagtail.models import Page, PageViewRestriction

View = Callable[..., HttpResponseBase]


def with_privacy_of_all_languages(view: View) -> View:
    """Set the restricted paths on the request, which Wagtail's tag ``test_page_is_public`` would query otherwise."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        keys = PageViewRestriction.objects.values("page__translation_key")
        paths = Page.objects.filter(translation_key__in=keys).values_list("path", flat=True)
        request.all_page_view_restriction_paths = paths  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return answer
