"""Texts that are nothing but an address, a path or the name of a file are texts like any other."""

import json
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from amf_site.addresses import page_path
from pages.models import StandardPage
from tests.pages.test_editors_week import rich
from tests.pages.test_history import form_data
from tests.reading import Reader

from .desk import new_page, segments_of
from .test_faults import ROOT
from .test_faults_here import publish_by_the_editor, submit_by_the_form, told, write

LIKE_ADDRESSES = [
    "https://x.y",
    "http://شهر.example/راه?a=1&b=2",
    "https:",
    "/en/",
    "file.txt",
    "C:\\Reports\\plan.pdf",
    "../../index.html",
    "//x.y/z.xml",
    "data.xlsx",
]


@pytest.mark.django_db
@pytest.mark.parametrize("text", LIKE_ADDRESSES)
def test_they_are_saved_submitted_translated_and_published(editor, text):
    page = new_page("A text")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = editor.get(edit).context["form"]
    written = json.dumps(text)[1:-1]
    sent = {**form_data(form), "title": text, "summary": text, "action-publish": "1"}
    sent |= {"body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "text", "body-0-id": "b1"}
    sent |= {"body-0-value": rich(written)}
    answer = editor.post(edit, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    page = StandardPage.objects.get(pk=page.pk)
    assert (page.title, page.summary) == (text, text)
    # After the publication an offer to submit it was made, too.
    assert set(told(submit_by_the_form(editor, page))) - {"info"} == {"success"}
    translation = Translation.objects.get(source__object_id=page.translation_key)
    segments = list(segments_of(translation))
    assert len(segments) == 3
    for segment in segments:
        assert write(editor, translation, segment, text).status_code == 200
    assert StringTranslation.objects.filter(context__object_id=page.translation_key).count() == 3
    publish_by_the_editor(editor, translation)
    for code in ("en", "fa"):
        answer = Client().get(page_path(page, code))
        assert answer.status_code == 200
        assert Reader(answer.content.decode()).own_text.count(text) >= 3


SAVE = f"""
from wagtail.rich_text import get_text_for_indexing
from wagtail_localize.strings import StringValue, extract_strings

for text in {LIKE_ADDRESSES!r}:
    assert StringValue.from_plaintext(text).render_text() == text
    extract_strings(text)
    get_text_for_indexing(text)
"""


def test_where_warnings_are_errors_they_are_texts_too():
    """As the site starts in production: pytest has filters of its own."""
    command = [sys.executable, "-W", "error::UserWarning", "manage.py", "shell", "--no-imports", "-c", SAVE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_no_address_still_warns():
    """Only this warning is ignored."""
    command = [sys.executable, "-W", "error::UserWarning", "manage.py", "shell", "--no-imports", "-c"]
    code = "import warnings; warnings.warn('another', UserWarning)"
    done = subprocess.run([*command, code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "UserWarning: another" in done.stderr
