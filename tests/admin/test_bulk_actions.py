"""Actions on many pages obey the rules of the single one."""

import datetime
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from amf_site.demo.builders import page_of
from members.models import ProjectPage
from pages.models import SectionPage, StandardPage

pytestmark = pytest.mark.django_db


def act(client, action: str, *pages: Page, **form):
    query = urlencode([("id", page.pk) for page in pages] + [("next", "/admin/")])
    address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{query}"
    assert client.get(address).status_code == 200
    return client.post(address, form, follow=True)


def said(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


@pytest.fixture
def family() -> list[Page]:
    """A section, a page in it, and one below that."""
    section = page_of("home").add_child(instance=SectionPage(title="Section", slug="section"))
    child = section.add_child(instance=StandardPage(title="Child", slug="child", body=[("text", "<p>Words</p>")]))
    below = child.add_child(instance=StandardPage(title="Below", slug="below", body=[("text", "<p>Words</p>")]))
    return [section, child, below]


@pytest.mark.parametrize("backwards", [False, True])
def test_a_page_is_deleted_together_with_one_below_it(admin_client, family, backwards):
    chosen = family[::-1] if backwards else family
    answer = act(admin_client, "delete", *chosen)
    assert answer.status_code == 200
    assert not Page.objects.filter(pk__in=[page.pk for page in family]).exists()
    assert not any(Page.find_problems()[:4])


@pytest.mark.parametrize("backwards", [False, True])
def test_a_page_is_moved_together_with_one_below_it(admin_client, family, backwards):
    pages = family[1:]
    target = page_of("who-we-are")
    answer = act(admin_client, "move", *(pages[::-1] if backwards else pages), chooser=target.pk)
    assert answer.status_code == 200
    child, below = (Page.objects.get(pk=page.pk) for page in pages)
    assert child.get_parent().pk == target.pk
    assert below.get_parent().pk == child.pk
    assert below.url_path.endswith("/who-we-are/child/below/")
    assert not any(Page.find_problems()[:4])


def test_neighbours_are_moved_to_a_page_without_any_below_it(admin_client, family):
    section, child, _below = family
    other = section.add_child(instance=StandardPage(title="Other", slug="other", body=[("text", "<p>Words</p>")]))
    third = section.add_child(instance=StandardPage(title="Third", slug="third", body=[("text", "<p>Words</p>")]))
    empty = page_of("home").add_child(instance=SectionPage(title="Empty", slug="empty"))
    act(admin_client, "move", child, other, third, chooser=empty.pk)
    assert [page.slug for page in Page.objects.get(pk=empty.pk).get_children()] == ["child", "other", "third"]
    assert not any(Page.find_problems()[:4])


@pytest.mark.parametrize("backwards", [False, True])
def test_a_page_is_withdrawn_and_published_together_with_one_below_it(admin_client, family, backwards):
    chosen = family[::-1] if backwards else family
    act(admin_client, "unpublish", *chosen, include_descendants="on")
    assert not Page.objects.filter(pk__in=[page.pk for page in family], live=True).exists()
    act(admin_client, "publish", *chosen, include_descendants="on")
    assert Page.objects.filter(pk__in=[page.pk for page in family], live=True).count() == 3
    assert admin_client.get("/en/section/child/below/").status_code == 200


def draft(parent: Page, page: Page) -> Page:
    page.live = False
    parent.add_child(instance=page)
    page.save_revision(clean=False)
    return page


def lacking_a_field(section: Page) -> Page:
    return draft(page_of("tabriz"), ProjectPage(title="Lacking", slug="lacking", challenge="<p>x</p>"))


def lacking_all_blocks(section: Page) -> Page:
    return draft(section, StandardPage(title="Lacking", slug="lacking"))


def lacking_a_choice_in_a_block(section: Page) -> Page:
    body = [("picture", {"image": None, "caption": ""})]
    return draft(section, StandardPage(title="Lacking", slug="lacking", body=body))


def expired_already(section: Page) -> Page:
    page = StandardPage(title="Lacking", slug="lacking", body=[("text", "<p>x</p>")])
    page.expire_at = timezone.now() - datetime.timedelta(days=1)
    return draft(section, page)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lacking_a_field, "This field cannot be blank"),
        (lacking_all_blocks, "A part is incomplete"),
        (lacking_a_choice_in_a_block, "A part is incomplete"),
        (expired_already, "must be in the future"),
    ],
)
def test_what_its_form_would_not_publish_is_named_and_the_others_are_published(admin_client, family, make, words):
    section, child, _below = family
    lacking = make(section)
    act(admin_client, "unpublish", child)
    answer = act(admin_client, "publish", lacking, child)
    assert answer.status_code == 200
    assert "Lacking: " in said(answer)
    assert words in said(answer)
    assert not Page.objects.get(pk=lacking.pk).live
    assert Page.objects.get(pk=child.pk).live


def wait(page: Page, moment: datetime.datetime) -> None:
    draft = Page.objects.get(pk=page.pk).specific
    draft.go_live_at = moment
    draft.save_revision()


@pytest.mark.parametrize("is_live", [False, True])
@pytest.mark.parametrize("others", [False, True])
def test_what_waits_for_its_day_is_not_said_to_be_published(admin_client, family, is_live, others):
    section, child, _below = family
    child.save_revision().publish()
    if not is_live:
        act(admin_client, "unpublish", child)
    draft(section, StandardPage(title="Other", slug="other", body=[("text", "<p>x</p>")]))
    wait(child, timezone.make_aware(datetime.datetime(2041, 3, 21, 9, 30)))
    chosen = [child, Page.objects.get(slug="other")] if others else [child]
    answer = act(admin_client, "publish", *chosen)
    assert "“Child” is scheduled" in said(answer)
    assert "2041" in said(answer)
    assert ("1 page has been published" in said(answer)) == others
    assert "2 pages" not in said(answer)
    assert Page.objects.get(pk=child.pk).live == is_live
    assert Page.objects.get(pk=child.pk).scheduled_revision is not None


def test_below_what_waits_nothing_is_published(admin_client, family):
    section = family[0]
    act(admin_client, "unpublish", section, include_descendants="on")
    wait(section, timezone.now() + datetime.timedelta(days=30))
    answer = act(admin_client, "publish", section, include_descendants="on")
    assert "has been published" not in said(answer)
    assert not Page.objects.filter(pk__in=[page.pk for page in family], live=True).exists()


def test_what_waits_below_is_told_too(admin_client, family):
    section, child, below = family
    act(admin_client, "unpublish", child, include_descendants="on")
    wait(below, timezone.now() + datetime.timedelta(days=30))
    answer = act(admin_client, "publish", section, include_descendants="on")
    assert "1 page and 1 child page have been published" in said(answer)
    assert "“Below” is scheduled" in said(answer)


def test_a_day_that_has_come_is_no_schedule(admin_client, family):
    child = family[1]
    act(admin_client, "unpublish", child)
    wait(child, timezone.now() - datetime.timedelta(days=1))
    assert "1 page has been published" in said(act(admin_client, "publish", child))
    assert Page.objects.get(pk=child.pk).live


def test_what_is_below_is_published_by_the_same_rules(admin_client, family):
    section, child, below = family
    lacking = lacking_all_blocks(section)
    act(admin_client, "unpublish", section, include_descendants="on")
    answer = act(admin_client, "publish", section, include_descendants="on")
    assert "Lacking: " in said(answer)
    assert Page.objects.filter(pk__in=[section.pk, child.pk, below.pk], live=True).count() == 3
    assert not Page.objects.get(pk=lacking.pk).live


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
@pytest.mark.parametrize("query", ["id=all&childOf=99999999", "id=all&childOf=abc", "id=abc", "id=", "", "id=0&id=-1"])
def test_a_list_that_is_gone(admin_client, action, query):
    address = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{query}"
    assert admin_client.get(address).status_code in (400, 404)
    assert admin_client.post(address).status_code in (400, 404)


@pytest.mark.parametrize("position", ["", "-1", "0", "2", "99", "abc", "۱", "9" * 30, "1e9"])
def test_a_page_is_dragged_to_any_place(admin_client, family, position):
    page = page_of("about")
    address = reverse("wagtailadmin_pages:set_page_position", args=[page.pk])
    answer = admin_client.post(f"{address}?position={position}")
    assert answer.status_code < 500
    # A database that refuses the number answers nothing more in this transaction.
    assert answer.status_code == 400 or not any(Page.find_problems()[:4])
