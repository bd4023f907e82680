"""What stands between a reader and a page is seen at any depth of the tree."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from amf_site.addresses import page_path
from amf_site.demo.builders import page_of
from amf_site.visibility.pages import listed_pages
from pages.models import StandardPage

pytestmark = pytest.mark.django_db

#: The deepest page of the chain: far below any that the site has, and below the depth that is looked up by paths.
DEPTH = 16


@pytest.fixture
def chain() -> dict[int, Page]:
    """Pages of text below "About", one in the other, all live, by their depth."""
    page, pages = page_of("about"), {}
    for depth in range(page.depth + 1, DEPTH + 1):
        page = page.add_child(instance=StandardPage(title=f"Deep {depth}", slug=f"deep-{depth}", body=[]))
        page.save_revision().publish()
        pages[depth] = Page.objects.get(pk=page.pk)
    return pages


def withdraw(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(live=False)


def lock(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def lend(page: Page) -> None:
    """Make it an alias of a page of another language, as wagtail-localize does."""
    other = page_of("home").get_translations().first()
    Page.objects.filter(pk=page.pk).update(alias_of=other)


def test_open_pages_are_reached_and_listed_at_any_depth(client, chain):
    deepest = chain[DEPTH]
    assert client.get(page_path(deepest, "en")).status_code == 200
    assert page_path(deepest, "en") in client.get("/sitemap-en.xml").content.decode()
    assert "Deep 16" in client.get("/en/search/?q=Deep+16").content.decode().split("<main", 1)[1]


@pytest.mark.parametrize("close", [withdraw, lock, lend])
def test_nothing_at_or_below_a_closed_page_is_reached_or_listed(client, chain, close: Callable, subtests):
    for depth in (5, 8, 9, 10, 12, DEPTH):
        with subtests.test(depth=depth), transaction.atomic():
            close(chain[depth])
            look(client, chain, depth)
            transaction.set_rollback(True)
        cache.clear()


def look(client: Client, chain: dict[int, Page], depth: int) -> None:
    """What is seen of the chain when its page at that depth is closed."""
    listed = set(listed_pages().values_list("pk", flat=True))
    sitemap = client.get("/sitemap-en.xml").content.decode()
    found = client.get("/en/search/?q=Deep").content.decode()
    for place, page in chain.items():
        address = page_path(page, "en")
        is_open = place < depth
        assert (page.pk in listed) == is_open
        assert (f"{address}<" in sitemap) == is_open
        assert (f'"{address}"' in found) == is_open
        assert (client.get(address).status_code == 200) == is_open
