"""Submitting costs less than half of what the package alone asks of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from amf_site.demo.builders import page_of
from amf_site.translation.submitting import submit

from .desk import new_page
from .test_faults import bare  # noqa: F401

pytestmark = pytest.mark.django_db

#: As many as ``tests/bare`` has.
PARAGRAPHS = [f"Paragraph number {number} of a page." for number in range(30)]


def cost(page: Page, language: str) -> int:
    locale = Locale.objects.get(language_code=language)
    with CaptureQueriesContext(connection) as queries:
        submit(page, locale, None)
    return len(queries)


@pytest.fixture
def turkish(db) -> Locale:
    locale = Locale.objects.create(language_code="tr")
    submit(page_of("about"), locale, None)
    return locale


def test_a_page_of_text(turkish, bare):  # noqa: F811
    page = new_page(*PARAGRAPHS)
    first, next_one = bare["queries"]
    assert cost(page, "fa") < first / 2
    assert cost(page, "tr") < next_one / 2


def test_the_landing_page(db):
    Locale.objects.create(language_code="tr")
    assert cost(page_of("home"), "tr") < 198 / 2
