"""``docs/publication.md`` draws one publication; this is one, and what happens is what is drawn."""

import re

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from amf_site.demo.builders import page_of
from amf_site.media.models import SiteImage
from tests.rules.test_structure import ROOT

from .desk import translated_page
from .tracing import traced

pytestmark = pytest.mark.django_db


def drawn(heading: str) -> dict[str, str]:
    """The functions of a part of the drawing in their order, each with where it falls."""
    text = (ROOT / "docs/publication.md").read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    found = re.findall(r"^\d+\. `([\w.]+)` \((\w+)\)", text, re.MULTILINE)
    assert len(found) == len(re.findall(r"^\d+\. ", text, re.MULTILINE))
    return dict(found)


def test_what_the_editor_waits_for(editor):
    steps = drawn("What the editor waits for")
    page, _translation = translated_page("<p>One.</p>", "<p>Two.</p>")
    form = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "summary": page.summary,
            "seo_title": "",
            "search_description": "",
            "body": streamfield([("text", rich_text("<p>Another.</p>"))]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""},
        }
    )
    form["body-0-id"] = page.body[0].id
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    with traced(steps) as trace:
        answer = editor.post(address, {**form, "action-publish": "1"})
    assert answer.status_code == 302
    waited_for = {name: place for name, place in trace.calls.items() if place not in ("commit", "worker")}
    assert list(waited_for.items()) == list(steps.items())


def test_what_nobody_waits_for():
    steps = drawn("What nobody waits for")
    page = page_of("tabriz").specific
    page.picture = SiteImage.objects.exclude(pk=page.picture_id).first()
    with traced() as trace:
        page.save_revision().publish()
    later = {name: place for name, place in trace.calls.items() if place in ("commit", "worker")}
    assert list(later.items()) == list(steps.items())
