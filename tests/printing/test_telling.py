"""A file that is not what its page says: who publishes is told, staff find it, and readers get no old file unawares."""

import datetime
import html
from io import BytesIO

import pikepdf
import pytest
from django.core import mail
from django.core.files.storage import storages
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from amf_site.demo.builders import page_of
from amf_site.printing import making, typesetting
from amf_site.printing.models import PagePdf
from amf_site.printing.typesetting import TypesettingError
from members.models import CityPage
from tests.printing.accessibility import findings
from tests.reading import body_of

from .hearing import spoken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pdfs_come_back")]

PROFILE, EDITION = "zahedan", "plan-2026"
OLD = "The page has changed since then."
NAME = "Typst is out of ink"


@pytest.fixture
def worker(django_capture_on_commit_callbacks):
    """What the worker does after a change: a context."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def file_of_profile() -> None:
    """Profiles of the demo have none."""
    for code in ("en", "fa"):
        assert making.make_pdf(page(code=code)).file


@pytest.fixture
def broken(monkeypatch):
    """No file can be made; to be called with how that fails."""

    def fail(error: Exception) -> None:
        def typeset(*args):
            raise error

        monkeypatch.setattr(making, "typeset_readably", typeset)

    return fail


def page(name: str = PROFILE, code: str = "en"):
    return page_of(name).get_translation(Locale.objects.get(language_code=code)).specific


def publish(page, words: str, user=None) -> None:
    if isinstance(page, CityPage):
        page.story = words
    else:
        page.vision = words
    page.save_revision(user=user).publish(user=user)


def row(name: str = PROFILE, code: str = "en") -> PagePdf:
    return PagePdf.objects.get(page=page(name, code))


def address(name: str, code: str = "en") -> str:
    return f"/{code}/members/{name}/" if name == PROFILE else f"/{code}/who-we-are/strategic-plan/"


def said_in_the_editor(editor, name: str = PROFILE) -> str:
    return html.unescape(editor.get(reverse("wagtailadmin_pages:edit", args=[page(name).pk])).content.decode())


def reports(editor) -> dict[str, str]:
    places = {"dashboard": "/admin/", PROFILE: "/admin/reports/members/", EDITION: "/admin/reports/plan/"}
    return {name: html.unescape(editor.get(place).content.decode()) for name, place in places.items()}


class TestLettersThatNoFontHas:
    @pytest.mark.parametrize("code", ["en", "fa"])
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("🎉", "[party popper]"),
            ("𓂀", "[egyptian hieroglyph d010]"),
        ],
    )
    def test_a_readable_substitute_stands_in_the_file(self, worker, code, written, read):
        with worker():
            publish(page(code=code), f"<p>A {written} day.</p>")
        made = row(code=code)
        assert made.problem == ""
        assert made.substitutes
        assert not made.is_behind
        with made.file.open() as file:
            content = file.read()
        assert findings(content) == []
        assert any(read in text for text in spoken(content))
        with pikepdf.open(BytesIO(content)) as pdf:
            assert len(pdf.pages) == 1

    def test_its_editor_is_told(self, editor, worker):
        with worker():
            publish(page(), "<p>A 🎉 day.</p>")
        assert "🎉 → [party popper]" in said_in_the_editor(editor)
        with worker():
            publish(page(), "<p>A day.</p>")
        assert row().substitutes == {}
        assert "[party popper]" not in said_in_the_editor(editor)

    def test_who_publishes_is_told_at_once_where_the_file_is_made_at_once(self, editor, monkeypatch):
        monkeypatch.setattr(transaction, "on_commit", lambda function, **options: function())
        profile = page()
        form = {name: getattr(profile, name) for name in ("title", "slug", "summary", "contact")}
        form |= {"city": profile.city_id, "story": rich_text("<p>A 🎉 day.</p>"), "body": streamfield([])}
        form |= {"offers": rich_text(""), "seeks": rich_text(""), "landmarks": inline_formset([])}
        form |= {"comments": inline_formset([]), "action-publish": "1"}
        answer = editor.post(reverse("wagtailadmin_pages:edit", args=[profile.pk]), nested_form_data(form), follow=True)
        assert any("[party popper]" in str(message) for message in answer.context["messages"])


class TestAFileThatCannotBeMade:
    @pytest.fixture(params=[PROFILE, EDITION])
    def name(self, request, file_of_profile, broken, worker) -> str:
        broken(TypesettingError(NAME))
        with worker():
            publish(page(request.param), "<p>Other words.</p>")
        return request.param

    def test_staff_find_it_in_every_place(self, editor, name):
        assert NAME in said_in_the_editor(editor, name)
        found = reports(editor)
        assert NAME in found["dashboard"]
        assert NAME in found[name]

    def test_readers_are_told_of_the_day_of_the_old_one(self, client, name):
        made_on = timezone.localdate(row(name).made_at).isoformat()
        assert OLD in client.get(address(name)).content.decode()
        response = client.get(f"{address(name)}download/")
        assert f"({made_on}).pdf" in response["Content-Disposition"]
        body_of(response)

    def test_all_is_silent_again_when_it_can_be_made(self, editor, client, worker, monkeypatch, name):
        monkeypatch.undo()
        with worker():
            publish(page(name), "<p>Better words.</p>")
        assert NAME not in said_in_the_editor(editor, name)
        assert not any(NAME in said for said in reports(editor).values())
        assert OLD not in client.get(address(name)).content.decode()
        response = client.get(f"{address(name)}download/")
        assert "(2" not in response["Content-Disposition"]
        body_of(response)


def test_all_languages_have_the_sentence(client, file_of_profile, broken, worker):
    broken(TypesettingError(NAME))
    with worker():
        publish(page(code="fa"), "<p>واژه‌های دیگر.</p>")
    said = client.get(address(PROFILE, "fa")).content.decode()
    assert "older-file" in said
    assert OLD not in said


def test_who_published_gets_a_letter_once(broken, worker, django_user_model):
    user = django_user_model.objects.get(username="editor")
    broken(TypesettingError(NAME))
    for words in ("<p>Other words.</p>", "<p>Yet others.</p>"):
        with worker():
            publish(page(), words, user)
    (letter,) = [letter for letter in mail.outbox if user.email in letter.to]
    assert "Zahedan" in letter.subject
    assert NAME in letter.body
    assert reverse("wagtailadmin_pages:edit", args=[page().pk]) in letter.body


@pytest.mark.parametrize(("limit", "value"), [("MEGABYTES", 60), ("SECONDS", 0)])
def test_a_child_that_is_killed_is_a_file_that_could_not_be_made(
    editor, file_of_profile, worker, monkeypatch, limit, value
):
    monkeypatch.setattr(typesetting, limit, value)
    with worker():
        publish(page(), "<p>Other words.</p>")
    assert row().problem
    assert row().is_behind
    assert row().problem in said_in_the_editor(editor)


def test_a_fault_of_one_page_does_not_stop_the_others(worker, monkeypatch):
    words = CityPage.pdf_words

    def fail(self):
        if self.slug == PROFILE:
            raise KeyError("a fault of ours")
        return words(self)

    monkeypatch.setattr(CityPage, "pdf_words", fail)
    other = page("yazd")
    with worker():
        publish(page(), "<p>Other words.</p>")
        publish(other, "<p>Other words.</p>")
    assert "A fault of the site" in row().problem
    assert not row("yazd").is_behind


def test_a_storage_that_is_full_is_a_file_that_could_not_be_made(editor, file_of_profile, worker, monkeypatch):
    def refuse(self, name, content):
        raise OSError(28, "No space left on device")

    before = row().file.name
    monkeypatch.setattr(type(storages["default"]), "_save", refuse)
    with worker():
        publish(page(), "<p>Other words.</p>")
    assert row().file.name == before
    assert row().is_behind
    assert "A fault of the site" in said_in_the_editor(editor)


class TestAWorkerThatHasDied:
    """The page is published, and nobody makes its file."""

    @pytest.fixture(params=[PROFILE, EDITION])
    def name(self, request, file_of_profile) -> str:
        publish(page(request.param), "<p>Other words.</p>")
        return request.param

    def test_readers_are_told_from_the_first_moment(self, client, name):
        assert OLD in client.get(address(name)).content.decode()
        response = client.get(f"{address(name)}download/")
        assert "(2" in response["Content-Disposition"]
        body_of(response)

    def test_staff_are_told_once_it_takes_too_long(self, editor, name):
        heading = "These PDFs are not what their pages say"
        assert "waiting to be made" in said_in_the_editor(editor, name)
        assert heading not in reports(editor)["dashboard"]
        long_ago = timezone.now() - datetime.timedelta(hours=1)
        PagePdf.objects.filter(page=page(name)).update(changed_at=long_ago)
        found = reports(editor)
        assert heading in found["dashboard"]
        assert "waiting" in found[name]

    def test_it_is_made_by_whoever_comes_next(self, client, name):
        making.make_pdf(page(name))
        assert not row(name).is_behind
        assert OLD not in client.get(address(name)).content.decode()


def test_words_that_are_the_same_again_need_no_new_file(worker):
    with worker():
        publish(page(), "<p>Words.</p>")
    file = row().file.name
    with worker():
        publish(page(), "<p>Words.</p>")
    assert row().file.name == file
    assert not row().is_behind
