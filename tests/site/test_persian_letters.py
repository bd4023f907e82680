"""What is written in Persian is stored in the letters of Persian, whichever way it comes; other languages are left."""

import polib
import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from amf_site.demo.builders import page_of
from amf_site.persian.letters import repair_block, repair_html, repair_persian
from members.models import City, Landmark, Theme
from pages.blocks import BodyBlock
from pages.models import StandardPage

pytestmark = pytest.mark.django_db

#: The same sentence as a printer, an Arabic keyboard and a Persian one write it.
SHAPES = "ﺷﻬﺮ ﺗﺒﺮﻳﺰ ﻣﻲ‌ﺷﻮﺩ"
ARABIC = "كتاب‌هاي علي در ١٣٨٧"
PERSIAN = "کتاب‌های علی در ۱۳۸۷"
NOTE = "Letters that only look Persian were replaced by the Persian ones in: "

REPAIRED = {
    SHAPES: "شهر تبریز می‌شود",
    ARABIC: PERSIAN,
    "حتى موسى": "حتی موسی",
    "رئيس و رئيس": "رئیس و رئیس",
    "ﻻﻟﻪ": "لاله",
    "ﷲ اﻛﺒﺮ": "الله اکبر",
    "ﹶﻣﱡ": "َمُّ",
    "ســـلام هـ ۱۴۰۳": "سلام هـ ۱۴۰۳",
}
KEPT = [
    PERSIAN,
    "خانهٔ من و خانۀ تو",
    "دایرة‌المعارف، مؤسسه؛ أ",
    "۱۲٪ و 12%",
    "محمد ﷺ ﷽ ۱۰۰ ﷼",
    "هـ ش",
    "نمی\u200cدانم\u200d",
    "Ελλάς ﬁ ²",
]


@pytest.mark.parametrize("text", REPAIRED)
def test_letters_that_only_look_persian_are_replaced(text):
    assert repair_persian(text) == REPAIRED[text]
    assert repair_persian(REPAIRED[text]) == REPAIRED[text]


@pytest.mark.parametrize("text", KEPT)
def test_what_persian_texts_may_have_stays(text):
    assert repair_persian(text) == text


def test_tags_and_their_attributes_stay():
    html = '<p data-block-key="ab"><a href="https://example.org/علي/?q=ك" id="a1">علي</a><br/>&lt;ك&gt;</p>'
    better = '<p data-block-key="ab"><a href="https://example.org/علي/?q=ك" id="a1">علی</a><br/>&lt;ک&gt;</p>'
    assert repair_html(html) == better


def test_of_blocks_only_the_words_change():
    def body(word: str) -> list[dict]:
        card = {"type": "item", "id": "كـ3", "value": {"title": word, "text": word, "page": 5}}
        link = {"title": word, "text": "", "label": word, "page": None, "url": "https://example.org/كتاب/"}
        table = {
            "columns": [{"type": "text", "heading": word}, {"type": "rich_text", "heading": "ا"}],
            "rows": [{"values": [word, f"<b>{word}</b>"]}],
            "caption": word,
        }
        return [
            {"type": "cards", "id": "كـ2", "value": {"title": word, "cards": [card]}},
            {"type": "call_to_action", "id": "4", "value": link},
            {"type": "table", "id": "5", "value": table},
            {"type": "text", "id": "6", "value": f'<p data-block-key="ك">{word}</p>'},
            {"type": "gone", "id": "7", "value": ARABIC},
        ]

    assert repair_block(BodyBlock(), body(ARABIC)) == body(PERSIAN)


def form_of_a_page(text: str, title: str) -> dict:
    body = [("heading", {"text": text}), ("text", rich_text(f"<p>{text} <b>{text}</b></p>"))]
    fields = {"title": title, "slug": "a-trial", "summary": text, "body": streamfield(body)}
    return nested_form_data({**fields, "seo_title": "", "search_description": "", "comments": COMMENTS})


COMMENTS = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}


@pytest.fixture
def arabic() -> Locale:
    return Locale.objects.create(language_code="ar")


def section_in(code: str):
    locale = Locale.objects.get(language_code=code)
    section = page_of("who-we-are").specific
    if not section.has_translation(locale):
        page_of("home").specific.copy_for_translation(locale)
        section.copy_for_translation(locale)
    return section.get_translation(locale)


def post_a_page(editor, code: str, title: str, text: str, **more):
    """What an editor does who writes a page in that language; returns the page as the draft has it, and the notes."""
    address = reverse("wagtailadmin_pages:add", args=("pages", "standardpage", section_in(code).pk))
    shown = editor.post(address, {**form_of_a_page(text, title), **more}, follow=True)
    assert shown.status_code == 200
    page = StandardPage.objects.get(slug="a-trial", locale__language_code=code)
    return page.get_latest_revision_as_object(), [str(message) for message in shown.context["messages"]]


def words_of(page) -> str:
    return f"{page.title} {page.draft_title} {page.summary} {page.body.stream_block.get_prep_value(page.body)}"


def test_a_persian_page_is_stored_in_persian_letters_and_the_editor_is_told(editor):
    page, notes = post_a_page(editor, "fa", SHAPES, ARABIC)
    assert (page.title, page.summary) == (REPAIRED[SHAPES], PERSIAN)
    assert page.body[0].value["text"] == PERSIAN
    assert f"{PERSIAN} <b>{PERSIAN}</b>" in page.body[1].value.source
    assert page.slug == "a-trial"
    assert sum(NOTE in note for note in notes) == 1
    assert NOTE + "Title, Summary, Content" in " ".join(notes)


def test_the_draft_and_the_live_page_are_repaired_when_a_persian_page_is_edited(editor):
    page, _notes = post_a_page(editor, "fa", PERSIAN, PERSIAN, **{"action-publish": "1"})
    page.get_latest_revision().publish()
    address = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    shown = editor.post(address, form_of_a_page(ARABIC, SHAPES), follow=True)
    assert sum(NOTE in str(note) for note in shown.context["messages"]) == 1
    draft = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.title == REPAIRED[SHAPES]
    assert not set(words_of(draft)) & set("يىك١")
    assert StandardPage.objects.get(pk=page.pk).draft_title == REPAIRED[SHAPES]

    editor.post(address, {**form_of_a_page(ARABIC, SHAPES), "action-publish": "1"}, follow=True)
    live = StandardPage.objects.get(pk=page.pk)
    assert live.title == REPAIRED[SHAPES]
    assert live.summary == PERSIAN
    assert not set(words_of(live)) & set("يىك١")


def test_good_persian_is_left_and_nobody_is_told(editor):
    page, notes = post_a_page(editor, "fa", REPAIRED[SHAPES], PERSIAN)
    assert page.summary == PERSIAN
    assert not any(NOTE in note for note in notes)


def test_arabic_stays_arabic(editor, arabic):
    page, notes = post_a_page(editor, "ar", SHAPES, ARABIC)
    assert (page.title, page.summary, page.body[0].value["text"]) == (SHAPES, ARABIC, ARABIC)
    assert not any(NOTE in note for note in notes)


def test_a_quotation_on_an_english_page_stays(editor):
    page, notes = post_a_page(editor, "en", "Trial", f"As they say: {ARABIC}")
    assert page.summary == f"As they say: {ARABIC}"
    assert not any(NOTE in note for note in notes)


@pytest.mark.parametrize(("code", "stored"), [("fa", PERSIAN), ("ar", ARABIC)])
def test_a_translation_from_a_file_is_repaired_only_in_persian(code, stored, arabic):
    about = page_of("about").specific
    if code == "ar":
        section_in("ar")
        translate_object(about, [arabic])
    translation = Translation.objects.get(source__object_id=about.translation_key, target_locale__language_code=code)
    po = translation.export_po()
    next(entry for entry in po if entry.msgctxt == "summary").msgstr = ARABIC
    translation.import_po(polib.pofile(str(po)))
    segment = StringTranslation.objects.get(
        context__path="summary", context__object_id=translation.source.object_id, locale=translation.target_locale
    )
    assert segment.data == stored


def test_a_persian_record_is_repaired_and_the_editor_is_told(editor):
    record = Theme.objects.filter(locale__language_code="fa").first()
    Translation.objects.filter(source__object_id=record.translation_key).update(enabled=False)
    address = reverse(record.snippet_viewset.get_url_name("edit"), args=(record.pk,))
    shown = editor.post(address, {"name": ARABIC, "slug": record.slug}, follow=True)
    record.refresh_from_db()
    assert record.get_latest_revision_as_object().name == PERSIAN
    assert [NOTE in str(note) for note in shown.context["messages"]].count(True) == 1


def test_facts_stay_as_they_are():
    landmark = Landmark.objects.filter(locale__language_code="fa").first()
    landmark.name, landmark.native_name = ARABIC, ARABIC
    landmark.save()
    landmark.refresh_from_db()
    assert (landmark.name, landmark.native_name) == (PERSIAN, ARABIC)
    city = City.objects.first()
    city.native_name = "كربلاء"
    city.save()
    city.refresh_from_db()
    assert city.native_name == "كربلاء"
