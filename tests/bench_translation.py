"""``make bench``: the desk with a thousand pages in fourteen languages, and a publication in thirty.

Not part of ``make test``.
"""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from amf_site.media.models import SiteImage
from amf_site.translation.workflow.publishing import publish
from amf_site.translation.workflow.submission import submit

from .translation.desk import new_page, translate
from .translation.many import make_many
from .translation.test_board import BOARD

pytestmark = pytest.mark.django_db

PAGES, ROUNDS = 1000, 3
#: Maximum milliseconds per response.
MOST = 1000


def test_the_board_answers_at_once(editor, capsys):
    make_many(PAGES)
    times = {}
    for query in ("", "?state=changed", "?state=live", "?q=page&language=tg", "?p=3", "?mine=on"):
        tries = []
        for _round in range(ROUNDS):
            started = time.process_time()
            assert editor.get(BOARD + query).status_code == 200
            tries.append(1000 * (time.process_time() - started))
        times[query] = min(tries)
    with capsys.disabled():
        print(f"\nThe board with {PAGES} pages")
        for query, milliseconds in times.items():
            print(f"{query or 'all':24}{milliseconds:7.1f} ms")
    assert max(times.values()) <= MOST


#: Languages, more than this site has.
CODES = "ar tr ru zh-hans ja ko hi ur bn id th tg fa de fr es it pt nl pl sv fi da el cs hu ro bg uk lt"
LANGUAGES = (1, 13, 30)


def test_a_publication_costs_the_same_for_each_language(capsys):
    """All translations are synchronised; the additional cost per language does not grow with their number."""
    page = new_page(*(f"Paragraph number {number} of a page." for number in range(30)))
    costs = {}
    for number, code in enumerate(CODES.split(), 1):
        translation = submit(page, Locale.objects.get_or_create(language_code=code)[0], None)
        translate(translation)
        publish(translation, None)
        if number in LANGUAGES:
            costs[number] = cost_of_publishing(page)
    with capsys.disabled():
        print("\nA publication with so many live translations")
        for number, (queries, milliseconds) in costs.items():
            print(f"{number:4}{queries:6} queries{milliseconds:9.1f} ms{milliseconds / number:9.1f} ms for each")
    few, some, many = (costs[number] for number in LANGUAGES)
    assert (many[0] - some[0]) / 17 <= 1.2 * (some[0] - few[0]) / 12 + 1


def cost_of_publishing(page) -> tuple[int, float]:
    newest = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    pictures = SiteImage.objects.exclude(pk=newest.picture_id)
    newest.picture = pictures.first()
    revision = newest.save_revision()
    started = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        revision.publish()
    return len(queries), 1000 * (time.process_time() - started)
