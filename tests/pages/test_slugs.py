"""What a page may be called in addresses, said wherever somebody can name one."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page

from amf_site.addresses import page_path
from amf_site.demo.builders import page_of
from pages.models import SectionPage, StandardPage
from pages.slugs import is_shadowed

pytestmark = pytest.mark.django_db

LETTERS = "Use only the letters a–z, digits and hyphens"
TAKEN = "The site itself uses the address"
#: Not letters a–z, digits and hyphens between them.
ODD = [
    "About",
    "a_b",
    "a b",
    "a/b",
    "a.b",
    "über",
    "درباره",
    "ａｂｃ",
    "a١",
    "-",
    "-a",
    "a-",
    "..",
    "%2e",
    "a\u200cb",
    "ı",
]
#: By the page below which they would stand, what an address of ours would hide or be hidden by.
SHADOWED = [
    ("home", "search"),
    ("home", "fa"),
    ("home", "zh-hans"),
    ("strategic-plan", "download"),
    ("plan-2026", "compare"),
    ("tabriz", "download"),
    ("open-data", "members"),
]
FREE = [("home", "files"), ("home", "download"), ("who-we-are", "search"), ("who-we-are", "fa"), ("about", "data")]


def in_persian(name: str) -> Page:
    return page_of(name).get_translation(Locale.objects.get(language_code="fa"))


def form_of(slug: str, title: str = "A trial") -> dict[str, Any]:
    forms = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}
    comments = {f"comments-{name}": value for name, value in forms.items()}
    return {"title": title, "slug": slug, "body-count": "0", "summary": "", "picture_alt": "", **comments}


def create(client: Client, parent: Page, slug: str, title: str = "A trial") -> str:
    """What the editor's form says to a new page; nothing if it was made."""
    address = reverse("wagtailadmin_pages:add", args=["pages", "sectionpage", parent.pk])
    answer = client.post(address, form_of(slug, title))
    return answer.content.decode() if answer.status_code == 200 else ""


@pytest.mark.parametrize("slug", ODD)
def test_the_form_refuses_other_signs_in_words(admin_client, slug):
    said = create(admin_client, page_of("home"), slug)
    assert LETTERS in said or "Enter a valid “slug”" in said
    assert not Page.objects.filter(title="A trial").exists()


def test_the_form_says_it_once(admin_client):
    assert create(admin_client, page_of("home"), "search").count(TAKEN) == 1
    assert create(admin_client, page_of("home"), "A-b").count(LETTERS) == 1
    assert create(admin_client, in_persian("home"), "search").count(TAKEN) == 1


@pytest.mark.parametrize(("parent", "slug"), SHADOWED)
def test_nothing_hides_an_address_of_ours(parent, slug):
    assert is_shadowed(slug, page_of(parent))
    assert is_shadowed(slug, in_persian(parent))
    for live in (True, False):
        page = StandardPage(title="A trial", slug=slug, body=[], live=live)
        with pytest.raises(ValidationError, match=TAKEN):
            page_of(parent).add_child(instance=page)


@pytest.mark.parametrize(("parent", "slug"), FREE)
def test_what_hides_nothing_is_free(client, parent, slug):
    page = page_of(parent).add_child(instance=StandardPage(title="A trial", slug=slug, body=[]))
    page.save_revision().publish()
    assert client.get(page_path(page, "en")).status_code == 200


@pytest.mark.parametrize("slug", ODD)
@pytest.mark.parametrize("live", [True, False])
def test_no_code_saves_other_signs(slug, live):
    with pytest.raises(ValidationError):
        page_of("home").add_child(instance=StandardPage(title="A trial", slug=slug, body=[], live=live))


def test_a_slug_that_is_made_of_a_title_is_a_free_one():
    for live in (True, False):
        page = page_of("home").add_child(instance=SectionPage(title="Search", live=live))
        assert page.slug == f"search-{3 - live}"


@pytest.mark.parametrize(("slug", "said"), [("search", TAKEN), ("Copy", LETTERS), ("fa", TAKEN), ("copied-1", "")])
@pytest.mark.parametrize("alias", [False, True])
def test_a_copy_obeys_the_same_rule(admin_client, slug, said, alias):
    about, home = page_of("about"), page_of("home")
    values = {"new_title": "A copy", "new_slug": slug, "new_parent_page": home.pk} | ({"alias": "on"} if alias else {})
    answer = admin_client.post(reverse("wagtailadmin_pages:copy", args=[about.pk]), values)
    assert (answer.status_code == 302) == (not said)
    assert said in answer.content.decode()
    assert Page.objects.filter(slug=slug, depth=home.depth + 1).exists() == (not said)


def test_a_page_is_not_moved_to_where_its_slug_is_taken(admin_client):
    """By the move of one page, of many, and of code that goes by ``_slug_is_available``."""
    page = page_of("who-we-are").add_child(instance=SectionPage(title="Search", slug="search"))
    home = page_of("home")
    answer = admin_client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home.pk]), follow=True)
    assert "already in use at the selected parent page" in answer.content.decode()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?id={page.pk}"
    answer = admin_client.post(bulk, {"chooser": home.pk})
    assert answer.status_code == 200
    assert Page.objects.get(pk=page.pk).get_parent().slug == "who-we-are"


def test_an_edited_page_obeys_it_too(admin_client):
    section = page_of("home").add_child(instance=SectionPage(title="A trial", slug="trial"))
    address = reverse("wagtailadmin_pages:edit", args=[section.pk])
    said = admin_client.post(address, form_of("search")).content.decode()
    assert TAKEN in said
    assert Page.objects.get(pk=section.pk).slug == "trial"
    with translation.override("fa"):
        assert "search" in said
