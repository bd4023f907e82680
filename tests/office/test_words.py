"""Proposed words in a language whose page is a translation: they become words of the translation desk, and stay."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from amf_site.translation.models import Review
from amf_site.translation.segments.store import save_words
from amf_site.translation.workflow.publishing import publish
from amf_site.translation.workflow.submission import submit
from members.models import City, CityPage
from members.office.models import ProposedChange
from tests.office.offices import browser_of, office_of, propose
from tests.translation.people import client_of, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return browser_of(office_of("Istanbul"))


@pytest.fixture
def turkish() -> Locale:
    return Locale.objects.get_or_create(language_code="tr")[0]


def page_in(code: str) -> CityPage:
    return CityPage.objects.get(city__name="Istanbul", locale__language_code=code)


def translation_into(code: str) -> Translation:
    return Translation.objects.get(source__object_id=page_in("en").translation_key, target_locale__language_code=code)


def segments(translation: Translation, field: str) -> list[StringSegment]:
    return list(StringSegment.objects.filter(source=translation.source_id, context__path=field).order_by("order"))


def words(client, code: str, **changed: str) -> dict[str, ProposedChange]:
    """Propose words as the form of this language shows them, with some changed."""
    form = client.get(f"/en/office/words/{code}/").content.decode()
    fields = re.findall(r'<textarea name="(\w+)"[^>]*>\s*(.*?)</textarea>', form, re.DOTALL)
    assert {name for name, _text in fields} == {"summary", "story", "offers", "seeks", "contact"}
    answer = propose(client, f"words/{code}", **(dict(fields) | changed))
    assert answer.status_code == 303, answer.content.decode()
    return {change.field: change for change in ProposedChange.objects.filter(state="waiting")}


def decide(client, change: ProposedChange, decision: str = "accept"):
    path = f"/admin/proposals/{change.proposal_id}/"
    answer = client.post(path, {"change": change.pk, "decision": decision, "word": ""})
    change.refresh_from_db()
    return answer


def draft(code: str) -> CityPage:
    return page_in(code).get_latest_revision_as_object()


def test_words_for_a_translated_page_are_on_the_desk_and_outlast_the_source(office, editor):
    live, translation = page_in("fa").story, translation_into("fa")
    last = page_in("fa").story.split("</p>")[-2].split(">")[-1]
    changes = words(office, "fa", story=f"بند یکم <b>&\nسطر دوم\n\nبند دوم\n\n{last}", summary="خلاصهٔ تازه")
    assert set(changes) == {"story", "summary"}
    for change in changes.values():
        assert decide(editor, change).status_code == 302
        assert change.state == "accepted"
    assert page_in("fa").story == live
    assert page_in("fa").has_unpublished_changes
    first, second, _third = segments(translation, "story")
    stored = {row.translation_of_id: row for row in StringTranslation.objects.filter(locale=translation.target_locale)}
    assert stored[first.string_id].data == "بند یکم &lt;b&gt;&amp;<br>سطر دوم"
    assert stored[second.string_id].last_translated_by == user_of("editor")
    assert "بند دوم" in draft("fa").story
    assert "بند دوم" in editor.get(reverse("translation:edit", args=[translation.pk])).content.decode()

    # The source changes elsewhere and in one paragraph; then the translation is published.
    english = page_in("en").get_latest_revision_as_object()
    english.seeks = "<p>Partners.</p>"
    english.save_revision().publish()
    again = Translation.objects.get(pk=translation.pk)
    for segment in segments(again, "seeks"):
        save_words(again, segment, "همکار", None)
    Review.objects.filter(translation__locale=again.target_locale).delete()
    publish(again, user_of("editor"))
    now = page_in("fa")
    assert now.summary == "خلاصهٔ تازه"
    assert "بند یکم" in now.story
    assert "بند دوم" in now.story
    assert "همکار" in now.seeks


def test_words_of_the_desk_that_are_in_no_draft_yet_are_not_overwritten(office, editor):
    change = words(office, "fa", summary="پیشنهاد شهر")["summary"]
    translation = translation_into("fa")
    save_words(translation, segments(translation, "summary")[0], "از مترجم", None)
    shown = editor.get(f"/admin/proposals/{change.proposal_id}/").content.decode()
    assert "از مترجم" in shown
    place = reverse("wagtailadmin_pages:edit", args=[page_in("fa").pk])
    assert f'href="{place}"' in shown
    desk = editor.get(place, follow=True)
    assert desk.redirect_chain[-1][0].startswith(reverse("translation:edit", args=[translation.pk]))
    assert decide(editor, change).status_code == 200
    assert change.state == "waiting"
    stored = StringTranslation.objects.get(
        translation_of=segments(translation, "summary")[0].string, locale=translation.target_locale
    )
    assert stored.data == "از مترجم"
    assert decide(editor, change, "by_hand").status_code == 302


def test_no_words_at_all_are_left_to_the_desk(office, editor):
    before = list(StringTranslation.objects.order_by("pk").values_list("pk", "data"))
    change = words(office, "fa", story="")["story"]
    answer = decide(editor, change)
    assert answer.status_code == 200
    assert "3 paragraphs" in answer.content.decode()
    assert change.state == "waiting"
    assert list(StringTranslation.objects.order_by("pk").values_list("pk", "data")) == before


def test_a_link_of_the_source_is_not_lost(office, editor):
    english = page_in("en").get_latest_revision_as_object()
    english.contact = ""
    english.offers = '<p>See <a href="https://example.org/">the list</a>.</p>'
    english.save_revision().publish()
    translation = translation_into("fa")
    (segment,) = segments(translation, "offers")
    save_words(translation, segment, segment.string.data, None)
    publish(translation, user_of("editor"))
    change = words(office, "fa", offers="فهرست را ببینید")["offers"]
    answer = decide(editor, change)
    assert answer.status_code == 200
    assert "plain text cannot take the place of" in answer.content.decode()
    assert change.state == "waiting"
    assert StringTranslation.objects.get(translation_of=segment.string, locale=translation.target_locale).data == (
        segment.string.data
    )


def test_a_source_that_has_changed_meanwhile_is_no_edit_of_the_translation(office, editor):
    change = words(office, "fa", summary="پیشنهاد شهر")["summary"]
    english = page_in("en").get_latest_revision_as_object()
    english.story = english.story.replace("Ferries", "Ships")
    english.save_revision().publish()
    assert decide(editor, change).status_code == 302
    assert draft("fa").summary == "پیشنهاد شهر"


def test_a_page_only_in_english_is_submitted_for_the_language(office, editor, turkish):
    assert not CityPage.objects.filter(city__name="Istanbul", locale__language_code="tr").exists()
    story = "Birinci\n\nİkinci\n\nÜçüncü"
    changes = words(office, "tr", summary="İki kıtada bir şehir", story=story)
    for change in changes.values():
        assert decide(editor, change).status_code == 302, change.field
    page = draft("tr")
    assert not page_in("tr").live
    assert (page.summary, page.city.name) == ("İki kıtada bir şehir", "Istanbul")
    assert re.sub("<[^>]+>", "|", page.story) == "|Birinci||İkinci||Üçüncü|"
    assert translation_into("tr").enabled
    assert Page.objects.filter(locale__language_code="tr", alias_of__isnull=False).count() == 0


def test_what_does_not_fit_submits_nothing(office, editor, turkish):
    change = words(office, "tr", story="Yalnız bir bend")["story"]
    assert decide(editor, change).status_code == 200
    assert change.state == "waiting"
    assert not CityPage.objects.filter(locale__language_code="tr").exists()
    assert not Translation.objects.filter(target_locale__language_code="tr").exists()


def test_words_in_a_language_that_the_site_has_not_are_refused(office, editor):
    change = words(office, "ja", summary="二つの大陸の都市")["summary"]
    assert decide(editor, change).status_code == 200
    assert change.state == "waiting"
    assert decide(editor, change, "by_hand").status_code == 302


def test_an_unpublished_translation_shows_nothing_to_the_office_and_takes_its_words(office, editor):
    page_in("fa").unpublish()
    change = words(office, "fa", summary="پیشنهاد شهر")["summary"]
    assert change.old == ""
    assert change.stood
    assert decide(editor, change).status_code == 302
    assert draft("fa").summary == "پیشنهاد شهر"
    assert not page_in("fa").live


def test_a_translation_that_is_kept_by_hand_gets_a_draft(office, editor):
    translation = translation_into("fa")
    translation.enabled = False
    translation.save()
    change = words(office, "fa", story="تنها یک بند")["story"]
    assert decide(editor, change).status_code == 302
    assert draft("fa").story == "<p>تنها یک بند</p>"
    assert not StringTranslation.objects.filter(data="تنها یک بند").exists()


def test_a_draft_translation_that_nobody_has_begun_takes_words(office, editor, turkish):
    page = page_in("en")
    submit(page, turkish, user_of("editor"))
    change = words(office, "tr", summary="İki kıtada bir şehir")["summary"]
    assert change.stood == ""  # nothing is translated, although the draft falls back to the source
    assert decide(editor, change).status_code == 302
    assert draft("tr").summary == "İki kıtada bir şehir"


def test_a_page_that_is_locked_takes_no_words(office, editor):
    City.objects.filter(name="Istanbul").update(checked_on=None)
    page = page_in("fa")
    page.locked, page.locked_by = True, user_of("reviewer")
    page.save()
    change = words(office, "fa", summary="پیشنهاد شهر")["summary"]
    assert decide(editor, change).status_code == 200
    assert change.state == "waiting"
    assert draft("fa").summary != "پیشنهاد شهر"


def test_a_translator_accepts_nothing(office):
    change = words(office, "fa", summary="پیشنهاد شهر")["summary"]
    assert decide(client_of("translator"), change).status_code in (302, 403)
    assert change.state == "waiting"
