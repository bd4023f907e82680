"""What a list counts in all its articles is counted once for each version of the content."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from members.models import NewsPage
from tests.reading import Reader

from .reading import made_anew

NEWS = "/en/news/"


def choices() -> list[str]:
    """Return the choices of the filter with their numbers."""
    return re.findall(r"<option[^>]*>([^<]*\(\d+\))", made_anew(NEWS).decode())


def cost(address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        made_anew(address)
    return len(queries.captured_queries)


def test_the_numbers_follow_each_change_at_once():
    article = NewsPage.objects.filter(locale__language_code="en").latest_first().first()
    before = choices()
    assert before == choices()
    try:
        Page.objects.filter(pk=article.pk).update(live=False)
        assert choices() != before
        # Its Persian version is now one that English lacks.
        assert f"/fa/news/{article.slug}/" in Reader(made_anew(NEWS).decode()).links
    finally:
        Page.objects.filter(pk=article.pk).update(live=True)
    assert choices() == before


def test_they_are_not_counted_again_for_another_part_of_the_list():
    cost(f"{NEWS}?year=2012")
    Page.objects.filter(pk=NewsPage.objects.first().pk).update(show_in_menus=False)
    first = cost(NEWS)
    assert cost(f"{NEWS}?page=2") <= first - 3
