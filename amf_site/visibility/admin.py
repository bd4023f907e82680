"""Show a page as private in the admin if any of its language versions is private, and lift privacy as asked."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.views.page_privacy import SetPrivacyView
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


def show_own_restriction_first() -> None:
    """Wagtail's dialog takes the deepest of all restrictions of a page for its own.

    Versions in other languages stand as deep, and whichever of theirs the database named first was taken for one of
    an ancestor: the page's own was not lifted, and nobody was told. To be deleted when Wagtail asks whose it is:
    ``tests/translation/test_facts_around.py`` tells.
    """
    get_form_kwargs = SetPrivacyView.get_form_kwargs

    @wraps(get_form_kwargs)
    def with_own_restriction(view: Any) -> dict[str, Any]:
        own = view.page.view_restrictions.first()
        if own is not None and own != view.restriction:
            view.restriction_on_ancestor = view.restriction or view.restriction_on_ancestor
            view.restriction = view.object = own
        return get_form_kwargs(view)

    SetPrivacyView.get_form_kwargs = with_own_restriction
