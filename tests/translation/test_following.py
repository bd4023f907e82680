"""Facts flow at once, only words wait: one publication, and every language has all but the words that changed."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import Locale, Page, PageLogEntry, PageViewRestriction

from amf_site.addresses import page_path
from amf_site.demo.builders import page_of
from amf_site.languages import LANGUAGES
from amf_site.media.models import SiteImage
from amf_site.translation.models import Review
from amf_site.translation.segments.store import clear_words, confirm, save_words
from amf_site.translation.workflow.overview import statuses_of_targets
from amf_site.translation.workflow.publishing import publish
from amf_site.translation.workflow.submission import submit
from pages.models import Source, StandardPage

from .desk import (
    PERSIAN,
    change,
    new_page,
    paragraphs,
    persian,
    seen_by_readers,
    segments_of,
    translate,
    translated_page,
)

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = "Cities lead the way.", "Water is scarce.", "The Forum meets in spring."


def state_of(page: Page) -> str:
    target = page.get_translation(persian())
    with override("en"):
        return statuses_of_targets([target])[target].words


def persian_of(page: Page) -> StandardPage:
    return page.get_translation(persian()).specific


def in_all_languages(*texts: str) -> StandardPage:
    page = new_page(*texts)
    for row in LANGUAGES[1:]:
        locale = Locale.objects.get_or_create(language_code=row.code)[0]
        translation = submit(page, locale, None)
        for segment in segments_of(translation):
            save_words(translation, segment, f"{row.code} {segment.string.data}", None)
        publish(translation, None)
    return page


def test_one_publication_of_many_changes_in_every_language(admin_user):
    page = in_all_languages(FIRST, SECOND, THIRD, "A fourth sentence.")
    picture = SiteImage.objects.last()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    newest = page.get_latest_revision_as_object()
    blocks = newest.body.get_prep_value()
    newest.body = json.dumps([{**blocks[1], "value": "Water is very scarce."}, blocks[0], blocks[2]])
    newest.picture, newest.slug = picture, f"{page.slug}-anew"
    newest.save_revision(user=admin_user).publish(user=admin_user)
    targets = page.get_translations().live().specific()
    assert len(targets) == 13
    for target in targets:
        code = target.locale.language_code
        assert target.picture == picture
        assert target.slug == newest.slug
        assert target.url_path.endswith(f"/{newest.slug}/")
        assert [block.value.source for block in target.body] == [f"{code} {text}" for text in (SECOND, FIRST, THIRD)]
        assert target.get_view_restrictions().exists()
        status = statuses_of_targets([target])[target]
        assert status.words == "Live, 1 changed"
        entry = PageLogEntry.objects.filter(page=target.pk).first()
        assert (entry.action, entry.user) == ("translation.follow", admin_user)
        assert set(entry.data["parts"]) == {"picture", "slug", "body"}


def test_what_it_costs():
    alone = new_page(FIRST, SECOND, THIRD)
    page = in_all_languages(FIRST, SECOND, THIRD)
    picture = SiteImage.objects.last()
    counted = []
    for one in (alone, page):
        newest = one.get_latest_revision_as_object()
        newest.picture = picture
        newest.body[0].value.source = "Cities lead all the way."
        revision = newest.save_revision()
        with CaptureQueriesContext(connection) as queries:
            revision.publish()
        counted.append(len(queries))
    assert persian_of(page).picture == picture
    assert counted[1] - counted[0] <= 200


def test_what_a_landmark_costs():
    page = page_of("isfahan").specific
    newest = page.get_latest_revision_as_object()
    landmark = newest.landmarks.first()
    landmark.picture = SiteImage.objects.last()
    newest.landmarks.add(landmark)
    newest.save_revision().publish()
    target = page.get_translation(persian()).specific
    assert target.landmarks.first().picture == landmark.picture
    assert target.landmarks.count() == newest.landmarks.count()
    assert state_of(page) == "Live"


def test_a_removed_row_and_a_new_one():
    page = page_of("isfahan").specific
    newest = page.get_latest_revision_as_object()
    first, *others = newest.landmarks.all()
    newest.landmarks.remove(first)
    second = others[0]
    new = type(second)(name="A new bridge", text=second.text, picture=second.picture, locale=page.locale)
    newest.landmarks.add(new)
    newest.save_revision().publish()
    target = page.get_translation(persian()).specific
    assert target.landmarks.count() == len(others), "one is gone, the other has no words yet"
    assert "changed" in state_of(page)
    translation = submit(page, persian(), None)
    translate(translation)
    publish(translation, None)
    assert target.landmarks.count() == len(others) + 1


def test_words_that_nobody_has_published_do_not_go_along(client: Client):
    page, translation = translated_page(FIRST, SECOND)
    first = next(one for one in segments_of(translation) if one.string.data == FIRST)
    save_words(translation, first, "نو", None)
    assert state_of(page) == "Live, 1 changed"
    change(page, picture=SiteImage.objects.last())
    assert f"{PERSIAN} {FIRST}" in seen_by_readers(client, page)
    assert state_of(page) == "Live, 1 changed"
    save_words(translation, first, f"{PERSIAN} {FIRST}", None)
    assert state_of(page) == "Live"
    clear_words(translation, first, None)
    change(page, picture=SiteImage.objects.first())
    assert f"{PERSIAN} {FIRST}" in seen_by_readers(client, page)
    assert state_of(page) == "Live, 1 changed"


def test_what_waits_survives_a_change_of_the_same_sentence(client: Client):
    page, translation = translated_page(FIRST)
    first = next(one for one in segments_of(translation) if one.string.data == FIRST)
    save_words(translation, first, "نو", None)
    change(page, "Cities lead all the way.")
    assert f"{PERSIAN} {FIRST}" in seen_by_readers(client, page)
    change(page, FIRST)
    assert f"{PERSIAN} {FIRST}" in seen_by_readers(client, page)
    assert state_of(page) == "Live, 1 changed", "what was typed is kept"


def test_a_to_b_to_a():
    page, _translation = translated_page(FIRST, title="Our story")
    change(page, SECOND, title="Our long story")
    assert state_of(page) == "Live, 2 changed"
    change(page, FIRST, title="Our story")
    assert state_of(page) == "Live"
    assert persian_of(page).title == f"{PERSIAN} Our story"


@pytest.mark.parametrize("text", ["Cities  lead the way.", " Cities lead the way. ", "Cities lead\u00a0the way."])
def test_white_space_is_no_change(text: str):
    page, _translation = translated_page(paragraphs(FIRST), summary=FIRST)
    change(page, paragraphs(text), summary=text)
    assert state_of(page) == "Live"
    assert persian_of(page).summary == f"{PERSIAN} {FIRST}"


def test_a_new_block_waits_for_its_words_and_the_others_do_not(client: Client):
    page, translation = translated_page(FIRST)
    change(page, FIRST, SECOND)
    assert SECOND not in seen_by_readers(client, page)
    assert len(persian_of(page).body) == 1
    assert state_of(page) == "Live, 1 changed"
    translate(translation)
    change(page, picture=SiteImage.objects.last())
    assert len(persian_of(page).body) == 1, "translated is not published"
    publish(translation, None)
    assert len(persian_of(page).body) == 2
    assert state_of(page) == "Live"


def test_a_new_paragraph_of_a_text_waits_and_its_neighbours_stay(client: Client):
    page, _translation = translated_page(paragraphs(FIRST, THIRD))
    change(page, paragraphs(FIRST, "Membership is open to every city of Asia.", THIRD))
    shown = seen_by_readers(client, page)
    assert f"{PERSIAN} {FIRST}" in shown
    assert f"{PERSIAN} {THIRD}" in shown
    assert "Membership" not in shown
    assert persian_of(page).body[0].value.source.count("<p") == 2


def test_a_field_that_was_empty_and_one_that_is_emptied(client: Client):
    page, _translation = translated_page(FIRST, search_description="")
    change(page, search_description="About cities.", summary="A longer summary")
    target = persian_of(page)
    assert target.search_description == ""
    assert target.summary == f"{PERSIAN} A summary"
    change(page, search_description="")
    assert state_of(page) == "Live, 1 changed"


def test_a_table_keeps_its_rows():
    def table(*rows: list[str]) -> list[dict]:
        value = {
            "columns": [{"type": "text", "heading": "City"}, {"type": "text", "heading": "Since"}],
            "rows": [{"values": row} for row in rows],
            "caption": "Members",
        }
        return [{"type": "table", "id": "00000000-0000-0000-0000-000000000001", "value": value}]

    page, translation = translated_page(FIRST)
    change(page, body=json.dumps(table(["Isfahan", "Spring"], ["Bangkok", ""])))
    translate(translation)
    publish(translation, None)

    def rows() -> list[list[str]]:
        return [row["values"] for row in persian_of(page).body.get_prep_value()[0]["value"]["rows"]]

    known = [f"{PERSIAN} Isfahan", f"{PERSIAN} Spring"], [f"{PERSIAN} Bangkok", ""]
    change(page, body=json.dumps(table(["Tabriz", "Winter"], ["Isfahan", "Spring"], ["Bangkok", ""])))
    assert rows() == [*known]
    change(page, body=json.dumps(table(["Bangkok", "Summer"], ["Isfahan", "Spring"])))
    assert rows() == [[f"{PERSIAN} Bangkok", ""], known[0]]


def test_drafts_follow_and_stay_drafts():
    page = new_page(FIRST)
    translation = submit(page, persian(), None)
    first = next(one for one in segments_of(translation) if one.string.data == FIRST)
    save_words(translation, first, "نو", None)
    change(page, FIRST, SECOND, picture=SiteImage.objects.last())
    target = persian_of(page)
    draft = target.get_latest_revision_as_object()
    assert not target.live
    assert draft.picture == SiteImage.objects.last()
    assert [block.value.source for block in draft.body] == ["نو", SECOND]


@pytest.mark.parametrize("how", ["locked", "detached", "withdrawn"])
def test_what_is_not_to_be_touched_is_not(how: str):
    page, translation = translated_page(FIRST)
    target = persian_of(page)
    if how == "locked":
        Page.objects.filter(pk=target.pk).update(locked=True)
    elif how == "detached":
        type(translation).objects.filter(pk=translation.pk).update(enabled=False)
    else:
        target.unpublish()
    before = persian_of(page).latest_revision_id
    change(page, SECOND, picture=SiteImage.objects.last())
    after = persian_of(page)
    assert (after.picture, after.latest_revision_id) == (None, before)
    said = {
        "locked": "Live, 1 changed; locked, and older than the source",
        "detached": "Live; kept by hand",
        "withdrawn": "1 segment needs review",
    }
    assert state_of(page) == said[how]


def test_a_lock_that_is_taken_off_lets_the_facts_in(editor):
    page, _translation = translated_page(FIRST)
    target = persian_of(page)
    for name in ("lock", "unlock"):
        if name == "unlock":
            change(page, picture=SiteImage.objects.last())
            assert state_of(page) == "Live; locked, and older than the source"
        assert editor.post(f"/admin/pages/{target.pk}/{name}/").status_code == 302
    assert persian_of(page).picture == SiteImage.objects.last()
    assert state_of(page) == "Live"


def test_a_publication_that_fails_in_a_language_fails_as_a_whole(monkeypatch):
    page, _translation = translated_page(FIRST)

    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("amf_site.translation.workflow.following.store", fails)
    with pytest.raises(RuntimeError):
        change(page, picture=SiteImage.objects.last())
    assert StandardPage.objects.get(pk=page.pk).picture is None


def test_a_page_that_is_moved_takes_its_languages_along_when_it_is_published():
    page, _translation = translated_page(FIRST)
    Page.objects.get(pk=page.pk).move(page_of("home"), pos="last-child")
    change(page, picture=SiteImage.objects.last())
    assert persian_of(page).get_parent().specific.translation_key == page_of("home").translation_key
    assert page_path(persian_of(page), "fa").count("/") == 3


def test_records_follow():
    source = (
        Source.objects.filter(locale__language_code="en", url="").first()
        or Source.objects.filter(locale__language_code="en").first()
    )
    target = source.get_translation(persian())
    name = target.name
    newest = source.get_latest_revision_as_object() if source.latest_revision else source
    newest.url = "https://example.org/anew"
    newest.save_revision().publish()
    target.refresh_from_db()
    assert (target.url, target.name) == ("https://example.org/anew", name)
    newest.name = "Another name"
    newest.save_revision().publish()
    target.refresh_from_db()
    assert target.name == name
    assert Review.objects.filter(translation__translation_of__data="Another name", translation__locale=persian())


def test_a_new_picture_of_every_page_asks_nobody_for_work():
    other = SiteImage.objects.last()
    for name in ("about", "isfahan"):
        page = page_of(name).specific
        before = state_of(page)
        newest = page.get_latest_revision_as_object()
        newest.picture = other
        newest.save_revision().publish()
        assert persian_of(page).picture == other
        assert state_of(page) == before == "Live"


def test_confirmed_words_are_those_that_readers_have():
    page, translation = translated_page(FIRST)
    change(page, "Cities lead all the way.")
    for segment in segments_of(translation):
        confirm(translation, segment, None)
    assert state_of(page) == "Live"


def test_the_roles_are_exchanged(editor, client: Client):
    page = in_all_languages(FIRST, SECOND)
    target = persian_of(page)
    translation = submit(page, persian(), None)
    first = next(one for one in segments_of(translation) if one.string.data == FIRST)
    turkish = submit(page, Locale.objects.get(language_code="tr"), None)
    save_words(turkish, first, "yeni", None)
    address = f"/admin/translations/make-source/{translation.pk}/"
    assert address in editor.get(f"/admin/pages/{target.pk}/edit/", follow=True).content.decode() or editor.get(address)
    assert editor.post(address).status_code == 302
    board = editor.get("/admin/translations/", {"q": target.title}).content.decode()
    assert f"{target.title}, English: Live<" in board
    assert f"{target.title}, Turkish: Live, 1 changed<" in board
    assert f"{target.title}, Japanese: Live<" in board
    change(target, f"fa {SECOND}", picture=SiteImage.objects.last())
    for code in ("en", "ja", "tr"):
        version = StandardPage.objects.get(translation_key=page.translation_key, locale__language_code=code)
        assert version.picture == SiteImage.objects.last()
        assert len(version.body) == 1


def test_a_page_first_written_in_persian_can_be_translated(editor):
    parent = page_of("about").get_translation(persian())
    page = new_page("<p>شهرها راه را می‌نمایند.</p>", parent=parent, locale=persian())
    board = editor.get("/admin/translations/", {"q": page.title}).content.decode()
    assert f"{page.title}, English: Missing<" in board
    english = Locale.objects.get(language_code="en")
    translation = submit(page, english, None)
    translate(translation)
    publish(translation, None)
    assert page.get_translation(english).live


def test_a_translation_takes_over_after_its_source_was_deleted(editor):
    page, _translation = translated_page(FIRST)
    turkish = Locale.objects.get_or_create(language_code="tr")[0]
    second = submit(page, turkish, None)
    translate(second)
    publish(second, None)
    target = persian_of(page)
    title = target.title
    Page.objects.get(pk=page.pk).delete()
    assert title in editor.get("/admin/translations/", {"q": title}).content.decode()
    submit(target, Locale.objects.get(language_code="en"), None)
    change(target, picture=SiteImage.objects.last())
    version = StandardPage.objects.get(translation_key=page.translation_key, locale=turkish)
    assert version.picture == SiteImage.objects.last()
