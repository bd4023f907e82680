"""A copied page obeys the rules of the form in which a page is made."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from amf_site.demo.builders import page_of
from members.models import CityPage
from pages.models import SiteNavigation, Source
from strategy.models import PlanEditionPage
from tests.pages.test_history import form_data

pytestmark = pytest.mark.django_db

CITY = "This city has a profile in this language already: Tabriz."
EDITION = "This edition has a page in this language already."
ANOTHER_LANGUAGE = "A copy is of the same language as the page."


def persian(page: Page) -> Page:
    return page.get_translations().get(locale__language_code="fa")


def copy(client, page: Page, parent: Page | None = None, **more):
    form = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": (parent or page.get_parent()).pk, **more}
    return client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)


@pytest.fixture
def pages():
    before = set(Page.objects.values_list("pk", flat=True))
    yield
    assert set(Page.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("more", [{"alias": "on"}, {"publish_copies": "on", "copy_subpages": "on"}])
@pytest.mark.parametrize(("name", "words"), [("tabriz", CITY), ("plan-2026", EDITION), ("home", "There is one")])
def test_of_what_there_is_one_no_copy_is_made(admin_client, pages, name, words, more):
    page = page_of(name)
    answer = copy(admin_client, page, **more)
    assert answer.status_code == 200
    assert words in answer.content.decode()


@pytest.mark.parametrize("more", [{}, {"alias": "on"}, {"publish_copies": "on"}])
def test_it_is_left_out_where_the_pages_above_it_are_copied(admin_client, more):
    section = page_of("who-we-are")
    answer = copy(admin_client, section, copy_subpages="on", **more)
    assert answer.status_code == 302
    assert EDITION in admin_client.get("/admin/").content.decode()
    made = Page.objects.get(slug="a-copy")
    left_out = [page for page in section.get_descendants().specific() if page.one_for_each]
    assert len(left_out) > 1
    assert made.get_descendant_count() == section.get_descendant_count() - len(left_out)
    assert (
        PlanEditionPage.objects.filter(edition=page_of("plan-2026").specific.edition, locale=made.locale).count() == 1
    )
    assert not any(Page.find_problems()[:4])


@pytest.mark.parametrize("more", [{}, {"alias": "on"}])
def test_a_copy_is_of_the_language_of_its_original(admin_client, pages, more):
    about = page_of("about")
    for parent in (persian(about).get_parent(), persian(page_of("home"))):
        answer = copy(admin_client, about, parent, **more)
        assert answer.status_code == 200
        assert ANOTHER_LANGUAGE in answer.content.decode()


@pytest.mark.parametrize("parent", ["", "0", "99999999", "abc", "-1", "9" * 30, "1 OR 1=1", "۱"])
def test_a_parent_that_is_not_there(admin_client, pages, parent):
    form = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": parent}
    answer = admin_client.post(reverse("wagtailadmin_pages:copy", args=[page_of("about").pk]), form)
    assert answer.status_code in (200, 400)
    assert "error" in answer.content.decode() or "not understood" in answer.content.decode()


COPIED = [model for model in get_snippet_models() if model.snippet_viewset.copy_view_enabled]


@pytest.mark.parametrize("model", COPIED)
def test_a_copied_record_leaves_its_original_as_it_is(admin_client, model):
    """The form of a copy is sent to the address of new ones; what is sent to its own is a new one too."""
    record = model.objects.first()
    if record is None:
        pytest.skip("the demo has none")
    columns = [
        field.attname for field in model._meta.concrete_fields if field.name != "status"
    ]  # one edition is adopted
    before, count = model.objects.values(*columns).get(pk=record.pk), model.objects.count()
    address = reverse(model.snippet_viewset.get_url_name("copy"), args=[record.pk])
    shown = admin_client.get(address)
    if "form" not in (shown.context or {}):
        assert shown.status_code == 302, "nothing more of the kind may be added"
        return
    words = next(
        name for name in ("name", "label", "subject", "note", "person", "key") if name in shown.context["form"].fields
    )
    for posted in (form_data(shown.context["form"]), {}, {words: "Changed"}):
        answer = admin_client.post(address, {**posted, words: "Changed", "action-publish": "1"})
        assert answer.status_code in (200, 302)
        assert model.objects.values(*columns).get(pk=record.pk) == before
        assert (model.objects.count() == count) == (answer.status_code == 200)
        count = model.objects.count()


def test_a_source_is_copied(admin_client):
    source = Source.objects.filter(locale__language_code="en").first()
    address = reverse(Source.snippet_viewset.get_url_name("copy"), args=[source.pk])
    posted = {**form_data(admin_client.get(address).context["form"]), "name": "Another one", "action-publish": "1"}
    assert admin_client.post(address, posted).status_code == 302
    assert Source.objects.get(name="Another one").pk != source.pk
    assert Source.objects.get(pk=source.pk).name == source.name


@pytest.mark.parametrize("key", ["0", "99999999"])
def test_a_record_that_is_not_there_is_not_copied(admin_client, key):
    address = reverse(Source.snippet_viewset.get_url_name("copy"), args=[key])
    assert admin_client.post(address, {"name": "A copy"}).status_code == 404


def test_an_ordinary_page_is_copied_with_what_is_below_it(admin_client):
    answer = copy(admin_client, page_of("about"), publish_copies="on")
    assert answer.status_code == 302
    made = Page.objects.get(slug="a-copy").specific
    assert made.live
    assert admin_client.get("/en/who-we-are/a-copy/").status_code == 200


def test_a_second_one_is_refused_whoever_makes_it(admin_client):
    """By code, as an import or a translation does."""
    for name in ("tabriz", "plan-2026"):
        page = page_of(name).specific
        for live in (True, False):
            twin = type(page)(title="Twin", slug="twin", live=live, locale=page.locale)
            for field in page.one_for_each:
                setattr(twin, field, getattr(page, field))
            with pytest.raises(Exception, match="already"):
                page.get_parent().add_child(instance=twin)


def test_a_second_menu_cannot_be_added(admin_client):
    menus = SiteNavigation.objects.count()
    address = reverse("wagtailsnippets_pages_sitenavigation:add")
    streams = {f"{name}-count": "0" for name in ("menu", "footer", "social")}
    answer = admin_client.post(address, {**streams, "copyright": "Again"})
    assert (answer.status_code, answer.url) == (302, "/admin/")
    assert SiteNavigation.objects.count() == menus


def test_what_is_twice_all_the_same_can_be_withdrawn():
    """From before the rule, or put there by hand."""
    page = page_of("isfahan").specific
    CityPage.objects.filter(pk=page.pk).update(city=page_of("tabriz").specific.city)
    page = page_of("isfahan").specific
    page.unpublish()
    assert not CityPage.objects.get(pk=page.pk).live
    assert PlanEditionPage.objects.exists()
