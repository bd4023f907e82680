"""Nothing of wagtail-localize's own screens is left, whoever asks and however."""

import pytest
from django.contrib.auth.models import Permission
from django.test import RequestFactory
from django.urls import resolve, reverse
from wagtail import hooks
from wagtail.models import Locale
from wagtail_localize import wagtail_hooks
from wagtail_localize.locales.components import get_locale_components
from wagtail_localize.models import Translation
from wagtail_localize.views import submit_translations

from amf_site.demo.builders import page_of
from tests.translation.people import ROLES, client_of, user_of
from tests.translation.test_roles import filled

pytestmark = pytest.mark.django_db

METHODS = ("get", "post", "put", "patch", "delete")
#: Where the package's addresses lead now; all that are not here are gone.
LEADS = {
    "submit/page/<int:page_id>/": "translation:submit",
    "submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/": "translation:submit",
    "update/<int:translation_source_id>/": "translation:board",
    "reports/translations/": "translation:board",
    "reports/translations/results/": "translation:board",
}


def routes() -> list[str]:
    """Every address of the package, those of later versions too."""
    [resolver] = wagtail_hooks.register_admin_urls()
    return [str(pattern.pattern) for pattern in resolver.url_patterns]


def test_all_that_leads_somewhere_is_an_address_of_the_package():
    assert set(LEADS) <= set(routes())
    assert len(routes()) > 15


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", [route for route in routes() if route != "jsi18n/"])
def test_every_address_is_closed(route, role):
    client, address = client_of(role), f"/admin/localize/{filled(route, page_of('about'))}"
    goal = reverse(LEADS[route]) if route in LEADS else None
    for method in METHODS:
        response = getattr(client, method)(address)
        if role == "anonymous":
            assert response.url.startswith("/admin/login/")
        elif goal is None:
            assert response.status_code == 404
        elif method == "get":
            assert response.url.partition("?")[0] == goal
        else:
            assert response.status_code == 405


@pytest.mark.parametrize("role", ["translator", "superuser"])
def test_what_is_new_in_the_package_is_closed_too(role):
    assert client_of(role).get("/admin/localize/something/new/").status_code == 404


def test_names_of_the_package_still_lead_to_addresses():
    address = reverse("wagtail_localize:convert_to_alias", args=[1])
    assert address == "/admin/localize/page/1/convert_to_alias/"
    assert resolve(address).func.__module__ == "amf_site.translation.patches.disable_localize_views"


def test_submitting_knows_what_is_submitted(editor):
    page = page_of("about")
    response = editor.get(f"/admin/localize/submit/page/{page.pk}/")
    assert response.url.endswith(f"?content_type={page.content_type_id}&pk={page.pk}")
    assert editor.get("/admin/localize/submit/page/999999/").status_code == 404
    assert editor.get("/admin/localize/submit/snippet/members/nothing/1/").status_code == 404


@pytest.mark.parametrize("wish", ["localize-restart-translation", "localize-convert-to-alias"])
def test_an_edit_form_takes_no_orders_for_the_package(editor, wish):
    translation = Translation.objects.get(
        source__object_id=page_of("about").translation_key, target_locale__language_code="fa"
    )
    page = translation.get_target_instance()
    Translation.objects.filter(pk=translation.pk).update(enabled=False)
    editor.raise_request_exception = False  # a form without its fields is too little for Wagtail
    response = editor.post(f"/admin/pages/{page.pk}/edit/", {wish: "1"})
    assert "convert_to_alias" not in response.headers.get("Location", "")
    translation.refresh_from_db()
    page.refresh_from_db()
    assert not translation.enabled
    assert page.alias_of is None
    assert wish not in editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_only_what_the_site_needs_of_its_hooks_is_left():
    """Words for the log, icons, a permission; and its addresses, behind ours. New ones are looked at, then listed."""
    left = {
        name
        for name, registered in hooks._hooks.items()
        for hook, _order in registered
        if hook.__module__.startswith("wagtail_localize.") and ".locales." not in hook.__module__
    }
    assert left == {"register_admin_urls", "register_permissions", "register_log_actions", "register_icons"}
    assert get_locale_components() == []


def test_a_new_page_makes_no_aliases():
    from wagtail_localize.models import LocaleSynchronization

    fa, en = Locale.objects.get(language_code="fa"), Locale.objects.get(language_code="en")
    LocaleSynchronization.objects.bulk_create([LocaleSynchronization(locale=fa, sync_from=en)])
    page = page_of("about").copy(update_attrs={"slug": "fresh", "title": "Fresh"})
    for hook in hooks.get_hooks("after_create_page"):
        hook(RequestFactory().get("/"), page)
    assert page.get_translations().count() == 0


def test_the_package_still_asks_for_too_little():
    """A stranger with one permission may submit a draft that he may not open. When this fails,
    ``patches/disable_localize_views`` can go.
    """
    stranger, request = user_of("staff"), RequestFactory().get("/")
    stranger.user_permissions.add(Permission.objects.get(codename="submit_translation"))
    request.user = type(stranger).objects.get(pk=stranger.pk)
    page = page_of("about").copy(update_attrs={"slug": "draft", "title": "A draft", "live": False})
    assert not page.permissions_for_user(request.user).can_edit()
    assert submit_translations.SubmitPageTranslationView.as_view()(request, page_id=page.pk).status_code == 200
