"""Submitting into thirteen languages costs less than half of what the package alone asks of the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource
from wagtail_localize.operations import translate_object

from amf_site.demo.builders import page_of
from amf_site.translation.workflow.submission import submit

from .desk import new_page

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


def test_a_page_of_text(turkish, bare):
    """The first language finds the segments, the others have them."""
    page = new_page(*PARAGRAPHS)
    first, another = bare["queries"]
    our_first, our_other = cost(page, "fa"), cost(page, "tr")
    assert our_first < first / 2
    assert our_first + 12 * our_other < (first + 12 * another) / 2
    assert our_other < 100


def test_the_landing_page(monkeypatch):
    """Into another language: what is left is mostly Wagtail's own making of a page and its draft."""
    home = page_of("home").specific
    first, second = (Locale.objects.create(language_code=code) for code in ("tr", "id"))
    ours = cost(home, "tr")
    for name in ("create_or_update_translation", "refresh_segments"):
        monkeypatch.setattr(TranslationSource, name, getattr(TranslationSource, name).__wrapped__)
    with CaptureQueriesContext(connection) as theirs:
        translate_object(home, [second])
    assert home.has_translation(first)
    assert home.has_translation(second)
    assert ours < len(theirs) * 3 / 4
