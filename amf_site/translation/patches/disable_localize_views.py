"""Disable the views of wagtail-localize: the translation desk has its own, which check permissions.

With one of its permissions a user can copy, publish and read every page (GHSA-jm5p-837g-rv8g was the same in Wagtail);
its editor saves into locked pages and accepts any value for any field; its aliases publish English content in other
languages (its issue 743). Delete this when wagtail-localize checks permissions on pages and locales;
``tests/translation/test_closing.py`` will fail then.
"""

from typing import Any

from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLResolver, include, path, re_path, reverse
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.models import Page


def to_submitting(kind: int, pk: Any) -> HttpResponse:
    return redirect(reverse("translation:submit", query={"content_type": kind, "pk": pk}))


@require_safe
def submit_page(request: HttpRequest, page_id: int) -> HttpResponse:
    page = get_object_or_404(Page, pk=page_id)
    return to_submitting(page.content_type_id, page.pk)


@require_safe
def submit_snippet(request: HttpRequest, app_label: str, model_name: str, pk: str) -> HttpResponse:
    kind = get_object_or_404(ContentType, app_label=app_label, model=model_name)
    return to_submitting(kind.pk, unquote(pk))


@require_safe
def to_the_board(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return redirect("translation:board")


def gone(request: HttpRequest) -> HttpResponse:
    raise Http404


#: The hooks that remain: a permission, log actions and icons; and its URLs, which come after those below.
NEEDED = {"register_admin_urls", "register_permissions", "register_log_actions", "register_icons"}

#: URLs below ``/admin/localize/`` that take precedence over wagtail-localize's own; its JavaScript catalogue remains.
addresses = [
    path("submit/page/<int:page_id>/", submit_page),
    path("submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/", submit_snippet),
    path("update/<int:source_id>/", to_the_board),
    path("reports/translations/", to_the_board),
    path("reports/translations/results/", to_the_board),
    re_path(r"^(?!jsi18n/$)", gone),
]


def addresses_before_its_own() -> list[URLResolver]:
    return [path("localize/", include(addresses))]


def disable_localize_views() -> None:
    """Remove the hooks of wagtail-localize and register URLs that take precedence over its own."""
    from wagtail_localize import synctree, wagtail_hooks
    from wagtail_localize.locales import components
    from wagtail_localize.models import LocaleSynchronization

    closed = {wagtail_hooks.__name__, synctree.__name__}
    for name, registered in hooks._hooks.items():
        if name not in NEEDED:
            # Wagtail has no API to unregister a hook.
            registered[:] = [(hook, order) for hook, order in registered if hook.__module__ not in closed]
    # The option "Synchronise content from another locale" in the form of a locale.
    components.LOCALE_COMPONENTS[:] = [
        component for component in components.LOCALE_COMPONENTS if component["model"] is not LocaleSynchronization
    ]
    hooks.register("register_admin_urls", addresses_before_its_own, order=-1)
