"""What no page of the admin sends is answered in words; a fault of ours stays one."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Page, Workflow

from amf_site.media.models import SiteImage
from amf_site.middleware import RefuseUnreadable
from members.models import City
from pages.models import StandardPage

from .forms import forms_of, markup_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/admin/redirects/import/process/", {}),
        ("/admin/snippets/choose/pages/source/create/", {"name": "x"}),
        ("/admin/pages/1/move/{home}/confirm/", {}),
        ("/admin/bulk/members/city/publish/?id=1", {}),
        ("/admin/bulk/auth/user/delete/?id=0", {}),
        ("/admin/bulk/media/siteimage/x/", {}),
        ("/admin/choose-page/?page_type=x", {}),
        ("/admin/choose-page/?page_type=auth.User", {}),
        ("/admin/pages/{home}/edit/preview/", {}),
        ("/admin/images/multiple/create_from_uploaded_image/0/", {}),
        ("/admin/editing-sessions/ping/x/page/{home}/0/", {}),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_it_is_answered(admin_client, address, form, method):
    home = Page.objects.filter(depth=2).first()
    answer = getattr(admin_client, method)(address.format(home=home.pk), form)
    assert answer.status_code < 500


@pytest.mark.parametrize("place", ["a b", "2147483648", "1e999", "ص", "x:y", "'"])
@pytest.mark.parametrize("by", ["data", "query_params"])
def test_nothing_is_saved_if_the_next_page_is_no_address(admin_client, place, by):
    page = Page.objects.filter(depth=2).first().add_child(instance=StandardPage(title="Kept", slug="kept"))
    answer = admin_client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), **{by: {"next": place}})
    assert answer.status_code == 400
    assert Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("place", ["%(title)s", "ص"])
@pytest.mark.parametrize("by", ["data", "query_params"])
def test_views_derived_from_wagtails_are_guarded_too(admin_client, place, by):
    """Ours of images and of records pass ``next`` to ``redirect`` as those do from which they are derived."""
    image, city = SiteImage.objects.first(), City.objects.first()
    for address in (
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse(City.snippet_viewset.get_url_name("edit"), args=[city.pk]),
    ):
        assert admin_client.post(address, **{by: {"next": place}}).status_code == 400


def test_a_workflow_with_a_count_that_no_form_sends(admin_client):
    address = reverse("wagtailadmin_workflows:edit", args=[Workflow.objects.get().pk])
    markup = markup_of(admin_client.get(address))
    form = next(
        form for form in forms_of(address, markup, fill=False) if "workflow_tasks-INITIAL_FORMS" in dict(form.pairs)
    )
    answer = admin_client.post(address, dict(form.pairs) | {"workflow_tasks-INITIAL_FORMS": "-1"})
    assert answer.status_code == 400


def test_wagtails_test_of_a_fault_is_not_there(admin_client):
    assert admin_client.get("/admin/failwhale/").status_code == 404


def test_a_fault_of_our_own_views_stays_one(admin_client, monkeypatch):
    from members import checking

    monkeypatch.setattr(checking.UpkeepReport, "unchecked_cities", lambda self, finder: [][0])
    admin_client.raise_request_exception = False
    assert admin_client.get(reverse("members_upkeep")).status_code == 500


@pytest.mark.parametrize("address", ["/en/", "/admin/"])
def test_and_so_does_one_that_no_view_of_wagtail_has_met(address):
    refuse = RefuseUnreadable(lambda request: None)
    assert refuse.process_exception(RequestFactory().get(address), ValueError("a bug")) is None
