"""The translation editor by its addresses: who may what, what is kept, what is refused, and what it costs."""

import json

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)

from amf_site.accounts.models import User
from amf_site.demo.builders import page_of
from amf_site.translation.desk.editor.rows import version_of
from amf_site.translation.memory.exact_matches import COPY_TOOL
from amf_site.translation.models import Comment, LanguageRight, Review, TranslationTask
from amf_site.translation.segments.numbered_marks import to_text
from amf_site.translation.segments.progress import progress_of
from amf_site.translation.workflow.submission import submit
from members.models import Theme
from pages.models import StandardPage

pytestmark = pytest.mark.django_db


def translation_of(name: str = "about", code: str = "fa") -> Translation:
    return Translation.objects.get(source__object_id=page_of(name).translation_key, target_locale__language_code=code)


@pytest.fixture
def translation() -> Translation:
    return translation_of()


def member(name: str, code: str, may_publish: bool = False) -> Client:
    """A browser in which somebody is logged in who has nothing but a right to a language."""
    group = Group.objects.create(name=f"trial-{name}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    locale = Locale.objects.get_or_create(language_code=code)[0]
    LanguageRight.objects.create(group=group, locale=locale, may_publish=may_publish)
    user = User.objects.create(username=f"trial-{name}")
    user.groups.add(group)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def translator() -> Client:
    return member("translator", "fa")


@pytest.fixture
def reviewer() -> Client:
    return member("reviewer", "fa", may_publish=True)


@pytest.fixture
def arab() -> Client:
    return member("arab", "ar", may_publish=True)


def url(name: str, translation: Translation, *args: int) -> str:
    return reverse(f"translation:{name}", args=[translation.pk, *args])


def segment_of(translation: Translation, path: str = "summary") -> StringSegment:
    return translation.source.stringsegment_set.get(context__path=path)


def words_of(translation: Translation, segment: StringSegment) -> StringTranslation | None:
    return StringTranslation.objects.filter(
        translation_of=segment.string_id, context=segment.context_id, locale=translation.target_locale
    ).first()


def text_of(translation: Translation, segment: StringSegment) -> str:
    words = words_of(translation, segment)
    return to_text(words.data, segment.string.data) if words else ""


def send(client: Client, address: str, **body):
    return client.post(address, json.dumps(body), content_type="application/json")


def keep(client: Client, translation: Translation, segment: StringSegment, words: str, version: str | None = None):
    if version is None:
        version = version_of(text_of(translation, segment))
    return send(client, url("segment", translation, segment.pk), action="keep", words=words, version=version)


def marked_segment(translation: Translation) -> StringSegment:
    return translation.source.stringsegment_set.filter(string__data__contains="<b>").first()


# Who may


def addresses(translation: Translation) -> dict[str, tuple[str, dict]]:
    segment = segment_of(translation)
    return {
        "segment": (url("segment", translation, segment.pk), {"action": "confirm"}),
        "check": (url("check", translation, segment.pk), {"words": "الف"}),
        "comment": (url("comment", translation, segment.pk), {"text": "چرا؟"}),
        "override": (url("override", translation, override_segment(translation).pk), {"value": ""}),
    }


def override_segment(translation: Translation) -> OverridableSegment:
    return translation.source.overridablesegment_set.first()


@pytest.mark.parametrize("name", ["segment", "check", "comment", "override"])
def test_each_address_asks_for_the_right_to_the_language(name, translation, translator, arab, editor, client):
    address, body = addresses(translation)[name]
    assert send(translator, address, **body).status_code == 200
    assert send(editor, address, **body).status_code == 200
    refused = send(arab, address, **body)
    assert (refused.status_code, refused.headers["Content-Type"]) == (403, "application/json")
    assert translator.get(address).status_code == 405
    assert send(Client(), address, **body).headers["Location"].startswith("/admin/login/")


def test_the_page_and_the_preview_are_shown_to_those_who_may_read(translation, translator, arab):
    for name in ("edit", "preview"):
        assert translator.get(url(name, translation)).status_code == 200
        refused = arab.get(url(name, translation))
        assert (refused.status_code, refused.headers["Location"]) == (302, reverse("wagtailadmin_home"))


@pytest.mark.parametrize("name", ["step", "publish"])
def test_steps_are_taken_by_post_and_by_right(name, translation, reviewer, arab):
    assert reviewer.get(url(name, translation)).status_code == 405
    assert arab.post(url(name, translation), {"step": "handover"}).headers["Location"] == reverse("wagtailadmin_home")
    assert not TranslationTask.objects.exists()


def test_another_translations_segment_is_none_of_this(translation, translator):
    other = segment_of(translation_of("governance"))
    assert keep(translator, translation, other, "دیگر").status_code == 404
    assert send(translator, url("comment", translation, other.pk), text="x").status_code == 404


def test_a_locked_page_is_read_only_and_says_who_locked_it(translation, translator, editor):
    owner = User.objects.create(username="owner", first_name="Zahra", last_name="Ahmadi")
    Page.objects.filter(translation_key=translation.source.object_id, locale=translation.target_locale).update(
        locked=True, locked_by=owner, locked_at=timezone.now()
    )
    page = translator.get(url("edit", translation))
    assert page.status_code == 200
    assert "Zahra Ahmadi" in page.content.decode()
    assert '<textarea id="words-' not in page.content.decode()
    segment = segment_of(translation)
    before = text_of(translation, segment)
    assert keep(translator, translation, segment, "دیگر").status_code == 403
    assert translator.post(url("edit", translation), {f"words-{segment.pk}": "دیگر"}).status_code == 302
    assert text_of(translation, segment) == before


# What it costs


def long_page() -> Translation:
    """150 headings, a third translated, a third to be looked at, with words of former sources and comments."""
    blocks = [{"type": "heading", "value": {"text": f"Heading number {number}"}} for number in range(150)]
    page = StandardPage(title="Long", slug="long", summary="Long.", body=blocks)
    page_of("about").get_parent().add_child(instance=page)
    page.save_revision().publish()
    translation = submit(page, Locale.objects.get(language_code="fa"), None)
    user = User.objects.first()
    segments = list(translation.source.stringsegment_set.select_related("string"))
    old = segments[0].string
    for number, segment in enumerate(segments[:100]):
        about = {"context": segment.context, "locale": translation.target_locale, "last_translated_by": user}
        words = StringTranslation.objects.create(translation_of=segment.string, data=f"عنوان {number}", **about)
        if number % 2:
            Review.objects.create(translation=words, reason="source", old_source="Heading")
            StringTranslation.objects.create(translation_of=old, data="پیشین", **about)
            Comment.objects.create(translation=translation, context=segment.context, author=user, text="؟")
    return translation


def test_150_segments_open_in_16_queries(translator, django_assert_max_num_queries):
    translation = long_page()
    translator.get(url("edit", translation))  # what is cached for all requests
    with django_assert_max_num_queries(16):
        page = translator.get(url("edit", translation))
    assert page.content.decode().count('data-segment="') >= 150


def test_progress_of_the_page_is_that_of_the_database(translator):
    translation = long_page()
    page = translator.get(url("edit", translation))
    assert page.context["progress"] == progress_of(translation)


def test_segments_without_a_panel_are_there_too(translator, translation):
    """wagtail-localize leaves them out of its editor, and the progress never reaches the end."""
    shown = translator.get(url("edit", translation)).content.decode().count('data-segment="')
    texts = translation.source.stringsegment_set.values("context", "string").distinct().count()
    assert shown == texts


# What is kept


def test_words_are_kept_with_their_marks(translation, translator):
    segment = marked_segment(translation)
    answer = keep(translator, translation, segment, "این ⟨1⟩مجمع⟨/1⟩ است.").json()
    words = words_of(translation, segment)
    assert words.data == "این <b>مجمع</b> است."
    assert (answer["state"], answer["words"], answer["version"]) == (
        "done",
        "این ⟨1⟩مجمع⟨/1⟩ است.",
        version_of("این ⟨1⟩مجمع⟨/1⟩ است."),
    )
    assert words.last_translated_by.username == "trial-translator"
    assert answer["progress"]["done"] == progress_of(translation).done


def test_no_words_take_them_back(translation, translator):
    segment = segment_of(translation)
    before = progress_of(translation).done
    assert keep(translator, translation, segment, "  ").json()["state"] == "empty"
    assert progress_of(translation).done == before - 1


@pytest.mark.parametrize("words", ["بدون نشان", "⟨1⟩ناتمام", "⟨1⟩الف⟨/1⟩⟨9⟩ب⟨/9⟩", "⟨1⟩الف⟨/1"])
def test_words_without_their_marks_are_refused_and_nothing_changes(translation, translator, words):
    segment = marked_segment(translation)
    before = words_of(translation, segment).data
    refused = keep(translator, translation, segment, words)
    assert refused.status_code == 422
    assert [finding["severity"] for finding in refused.json()["findings"]] == ["error"]
    assert words_of(translation, segment).data == before


def test_what_somebody_else_wrote_is_not_overwritten(translation, translator, reviewer):
    segment = segment_of(translation)
    seen = version_of(text_of(translation, segment))
    assert keep(reviewer, translation, segment, "سخن نخست", seen).status_code == 200
    conflict = keep(translator, translation, segment, "سخن دوم", seen)
    assert conflict.status_code == 409
    theirs = conflict.json()["theirs"]
    assert (theirs["words"], "reviewer" in theirs["said"]) == ("سخن نخست", True)
    assert text_of(translation, segment) == "سخن نخست"
    assert keep(translator, translation, segment, "سخن دوم", theirs["version"]).status_code == 200
    assert text_of(translation, segment) == "سخن دوم"


def test_the_same_words_twice_are_no_conflict(translation, translator):
    segment = segment_of(translation)
    assert keep(translator, translation, segment, "یک سخن").status_code == 200
    assert keep(translator, translation, segment, "یک سخن", "").status_code == 200


def test_a_review_is_shown_with_the_change_and_ends_by_confirming(translation, translator):
    segment = segment_of(translation)
    old = segment.string.data.replace("Forum", "Assembly")
    Review.objects.create(translation=words_of(translation, segment), reason="source", old_source=old)
    page = translator.get(url("edit", translation)).content.decode()
    assert "<del>Assembly</del><ins>Forum</ins>" in page
    answer = send(translator, url("segment", translation, segment.pk), action="confirm").json()
    assert (answer["state"], answer["progress"]["to_review"]) == ("done", 0)
    assert not Review.objects.exists()


def test_the_words_for_a_former_source_are_shown(translation, translator):
    segment = segment_of(translation)
    former = segment_of(translation, "title").string
    StringTranslation.objects.create(
        translation_of=former,
        context=segment.context,
        locale=translation.target_locale,
        data="سخن &amp; پیشین",
        last_translated_by=User.objects.create(username="earlier"),
    )
    page = translator.get(url("edit", translation)).content.decode()
    assert "سخن &amp; پیشین" in page
    assert "earlier" in page


def test_same_as_the_source(translation, translator):
    segment = segment_of(translation)
    version = version_of(text_of(translation, segment))
    answer = send(translator, url("segment", translation, segment.pk), action="same", version=version)
    assert "same" not in [finding["code"] for finding in answer.json()["findings"]]
    words = words_of(translation, segment)
    assert (words.data, words.tool_name) == (segment.string.data, COPY_TOOL)


def test_words_are_checked_while_they_are_typed_and_not_kept(translation, translator):
    segment = segment_of(translation)
    before = text_of(translation, segment)
    found = send(translator, url("check", translation, segment.pk), words="مجمع می رود").json()["findings"]
    assert [finding["code"] for finding in found] == ["joiner", "term", "term"]
    assert text_of(translation, segment) == before


# What nobody should send


@pytest.mark.parametrize(
    "body",
    ["", "[]", "null", "{", '{"action": 1}', '{"action": "drop"}', '{"action": "keep", "words": ["x"]}', "[" * 100_000],
)
def test_what_is_no_request_of_the_editor_gets_an_answer(translation, translator, body):
    address = url("segment", translation, segment_of(translation).pk)
    answer = translator.post(address, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["message"]


@pytest.mark.parametrize("words", ["x" * 20_001, "a\0b", "\ud800"])
def test_what_is_no_text_is_refused(translation, translator, words):
    segment = segment_of(translation)
    before = text_of(translation, segment)
    assert keep(translator, translation, segment, words).status_code == 422
    assert text_of(translation, segment) == before


def test_html_is_text(translation, translator):
    segment = segment_of(translation)
    evil = "<script>alert(1)</script>"
    assert keep(translator, translation, segment, evil).status_code == 200
    assert words_of(translation, segment).data == "&lt;script&gt;alert(1)&lt;/script&gt;"
    page = translator.get(url("edit", translation)).content.decode()
    assert evil not in page
    assert evil not in translator.get(url("preview", translation)).content.decode()


# Without a script


def form_of(translation: Translation, **changed: str) -> dict[str, str]:
    """What a browser sends of the whole form."""
    fields = {}
    for segment in translation.source.stringsegment_set.select_related("string"):
        text = text_of(translation, segment)
        fields |= {f"words-{segment.pk}": text.replace("\n", "\r\n"), f"version-{segment.pk}": version_of(text)}
    return fields | changed


def test_the_form_keeps_what_was_changed_and_nothing_else(translation, translator):
    segment, before = segment_of(translation), StringTranslation.objects.values_list("pk", "updated_at")
    before = dict(before)
    answer = translator.post(
        url("edit", translation), form_of(translation, **{f"words-{segment.pk}": "نو", "action": f"save:{segment.pk}"})
    )
    assert answer.headers["Location"] == f"{url('edit', translation)}#segment-{segment.pk}"
    assert text_of(translation, segment) == "نو"
    now = dict(StringTranslation.objects.values_list("pk", "updated_at"))
    assert [pk for pk in now if now[pk] != before[pk]] == [words_of(translation, segment).pk]


def test_the_form_shows_again_what_was_refused_and_keeps_the_rest(translation, translator):
    plain, marked = segment_of(translation), marked_segment(translation)
    sent = form_of(translation, **{f"words-{plain.pk}": "نو", f"words-{marked.pk}": "بی‌نشان"})
    answer = translator.post(url("edit", translation), sent)
    assert answer.status_code == 422
    assert "Mark 1 (bold) is missing." in answer.content.decode()
    assert "بی‌نشان</textarea>" in answer.content.decode()
    assert text_of(translation, plain) == "نو"
    assert "<b>" in words_of(translation, marked).data


def test_a_conflict_in_the_form_shows_both_and_saving_again_is_meant(translation, translator, reviewer):
    segment = segment_of(translation)
    sent = form_of(translation, **{f"words-{segment.pk}": "از من"})
    keep(reviewer, translation, segment, "از دیگری")
    answer = translator.post(url("edit", translation), sent)
    assert answer.status_code == 422
    assert "از دیگری" in answer.content.decode()
    assert "از من</textarea>" in answer.content.decode()
    assert text_of(translation, segment) == "از دیگری"
    sent[f"version-{segment.pk}"] = version_of("از دیگری")
    assert translator.post(url("edit", translation), sent).status_code == 302
    assert text_of(translation, segment) == "از من"


def test_words_that_another_changed_meanwhile_are_left_alone(translation, translator, reviewer):
    """The form has the words that it was opened with: they are not sent back over newer ones."""
    segment, other = segment_of(translation), segment_of(translation, "title")
    sent = form_of(translation, **{f"words-{segment.pk}": "از من"})
    keep(reviewer, translation, other, "از دیگری")
    assert translator.post(url("edit", translation), sent).status_code == 302
    assert (text_of(translation, segment), text_of(translation, other)) == ("از من", "از دیگری")


def test_words_for_a_source_that_has_changed_meanwhile_are_given_back(translation, translator):
    sent = form_of(translation) | {"words-999999": "نوشتهٔ من", "version-999999": version_of("پیشین")}
    answer = translator.post(url("edit", translation), sent)
    assert answer.status_code == 422
    assert "نوشتهٔ من" in answer.content.decode()
    sent["version-999999"] = version_of("نوشتهٔ من")
    assert translator.post(url("edit", translation), sent).status_code == 302


def test_buttons_of_the_form(translation, translator):
    segment = segment_of(translation)
    Review.objects.create(translation=words_of(translation, segment), reason="machine")
    edit = url("edit", translation)
    translator.post(edit, form_of(translation, action="confirm-all"))
    assert not Review.objects.exists()
    translator.post(edit, form_of(translation, **{"action": f"comment:{segment.pk}", f"comment-{segment.pk}": "چرا؟"}))
    comment = Comment.objects.get()
    assert (comment.text, comment.context, comment.author.username) == ("چرا؟", segment.context, "trial-translator")
    assert "چرا؟" in translator.get(edit).content.decode()
    translator.post(edit, form_of(translation, action=f"resolve:{comment.pk}"))
    assert Comment.objects.get().resolved_at
    translator.post(edit, form_of(translation, action=f"same:{segment.pk}"))
    assert words_of(translation, segment).data == segment.string.data
    assert translator.post(edit, form_of(translation, action="confirm:999999")).status_code == 404


# Comments


def test_a_comment_is_added_and_done_with(translation, translator, reviewer):
    segment = segment_of(translation)
    said = send(translator, url("comment", translation, segment.pk), text="<b>چرا</b>؟").json()
    assert (said["author"], said["text"]) == ("trial-translator", "<b>چرا</b>؟")
    assert "&lt;b&gt;چرا&lt;/b&gt;" in reviewer.get(url("edit", translation)).content.decode()
    assert send(reviewer, url("resolve", translation, said["id"])).status_code == 200
    assert Comment.objects.get().resolved_at
    assert send(translator, url("comment", translation, segment.pk), text="  ").status_code == 400


@pytest.mark.parametrize("gone", [False, True])
def test_a_comment_on_no_segment_is_shown_and_done_with(translation, translator, gone):
    """It is about all of the translation, or its segment is in the source no longer."""
    context = None
    if gone:
        context = TranslationContext.objects.create(object_id=translation.source.object_id, path="body.gone")
    author = User.objects.create(username="Mahin")
    comment = Comment.objects.create(translation=translation, context=context, author=author, text="<b>چرا</b>؟")
    edit = reverse("translation:edit", args=[translation.pk])
    html = translator.get(edit).content.decode()
    assert html.count("&lt;b&gt;چرا&lt;/b&gt;؟") == 1
    assert "Mahin" in html
    assert f'value="resolve:{comment.pk}"' in html
    answer = translator.post(edit, {"action": f"resolve:{comment.pk}"}, follow=True)
    comment.refresh_from_db()
    assert comment.resolved_at is not None
    assert f'value="resolve:{comment.pk}"' not in answer.content.decode()
    assert 'class="tr-resolved"' in answer.content.decode()


def test_a_comment_on_a_segment_stands_at_it_only(translation, translator):
    segment = StringSegment.objects.filter(source=translation.source).first()
    Comment.objects.create(translation=translation, context=segment.context, text="Here")
    html = translator.get(reverse("translation:edit", args=[translation.pk])).content.decode()
    assert html.count(">Here<") == 1


def test_a_comment_of_another_translation_cannot_be_reached(translation, translator):
    other = translation_of("governance")
    comment = Comment.objects.create(translation=other, text="x")
    assert send(translator, url("resolve", translation, comment.pk)).status_code == 404


# Values of one language


def test_a_page_of_its_own_for_a_language(translation, translator):
    segment, target = override_segment(translation), page_of("governance")
    address = url("override", translation, segment.pk)
    assert send(translator, address, value=str(target.pk)).json() == {"is_set": True}
    assert SegmentOverride.objects.get().data == target.pk
    assert target.title in translator.get(url("edit", translation)).content.decode()
    assert send(translator, address, value="").json() == {"is_set": False}
    assert not SegmentOverride.objects.exists()


@pytest.mark.parametrize("value", ["999999", "x", "-1", "1.5", "9" * 30, "٣", "javascript:alert(1)"])
def test_a_page_must_be_one(translation, translator, value):
    refused = send(translator, url("override", translation, override_segment(translation).pk), value=value)
    assert refused.status_code == 422
    assert not SegmentOverride.objects.exists()


def test_a_picture_must_be_one_that_the_user_may_choose(translator, editor):
    translation = translation_of("tabriz")
    segment = translation.source.overridablesegment_set.get(context__path="picture")
    picture = get_image_model().objects.first()
    address = url("override", translation, segment.pk)
    assert send(translator, address, value=str(picture.pk)).status_code == 422
    assert send(editor, address, value=str(picture.pk)).status_code == 200
    assert SegmentOverride.objects.get().data == picture.pk
    assert not get_document_model().objects.filter(pk=999_999).exists()
    assert send(editor, address, value="999999").status_code == 422


@pytest.mark.parametrize(
    ("value", "is_good"),
    [
        ("https://example.org/fa", True),
        ("/fa/", True),
        ("mailto:a@example.org", True),
        ("javascript:alert(1)", False),
        ("//evil.example/x", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("two words", False),
        ("https://example.org/" + "x" * 3000, False),
    ],
)
def test_an_address_must_be_one(translator, value, is_good):
    segment = OverridableSegment.objects.filter(context__path__contains="'").first()
    translation = Translation.objects.get(source=segment.source, target_locale__language_code="fa")
    answer = send(translator, url("override", translation, segment.pk), value=value)
    assert answer.status_code == (200 if is_good else 422)
    assert SegmentOverride.objects.exists() is is_good


def test_the_form_says_what_is_wrong_with_a_value(translation, translator):
    segment = override_segment(translation)
    sent = form_of(translation, action=f"override:{segment.pk}", **{f"override-{segment.pk}": "999999"})
    answer = translator.post(url("edit", translation), sent)
    assert answer.status_code == 422
    assert "This does not exist, or cannot stand here." in answer.content.decode()


# Whose turn it is


def test_work_goes_to_a_reviewer_and_back(translation, translator, reviewer):
    step = url("step", translation)
    translator.post(step, {"step": "handover", "note": "آماده است"})
    work = TranslationTask.objects.get()
    assert (work.step, work.note, work.changed_by.username) == ("reviewing", "آماده است", "trial-translator")
    assert "آماده است" in reviewer.get(url("edit", translation)).content.decode()
    translator.post(step, {"step": "back"})
    assert TranslationTask.objects.get().step == "reviewing"
    reviewer.post(step, {"step": "back", "note": "نام‌ها را ببین"})
    work = TranslationTask.objects.get()
    assert (work.step, work.note) == ("translating", "نام‌ها را ببین")


def test_work_is_given_only_to_those_who_may_do_it(translation, translator, reviewer, arab):
    step = url("step", translation)
    someone = User.objects.get(username="trial-arab")
    translator.post(step, {"step": "assign", "assignee": str(someone.pk)})
    assert not TranslationTask.objects.exists()
    me = User.objects.get(username="trial-translator")
    translator.post(step, {"step": "assign", "assignee": str(me.pk)})
    assert TranslationTask.objects.get().assignee == me
    translator.post(step, {"step": "assign", "assignee": ""})
    assert TranslationTask.objects.get().assignee is None
    reviewer.post(step, {"step": "assign", "assignee": str(someone.pk)})
    assert TranslationTask.objects.get().assignee is None
    reviewer.post(step, {"step": "assign", "assignee": str(me.pk)})
    assert TranslationTask.objects.get().assignee == me


def test_a_translator_does_not_publish_and_a_reviewer_only_what_is_complete(translation, translator, reviewer):
    publish = url("publish", translation)
    assert publish not in translator.get(url("edit", translation)).content.decode()
    assert translator.post(publish).headers["Location"] == reverse("wagtailadmin_home")
    words_of(translation, segment_of(translation)).delete()
    refused = reviewer.post(publish, follow=True).content.decode()
    assert f"Not published. {progress_of(translation).done} of" in refused


def test_a_complete_translation_is_published(translation, reviewer, django_capture_on_commit_callbacks):
    segment = segment_of(translation)
    keep(reviewer, translation, segment, "چکیدهٔ تازه، ۱۳۸۷ تا ۱۴۰۴")
    with django_capture_on_commit_callbacks(execute=True):
        answer = reviewer.post(url("publish", translation))
    assert answer.headers["Location"] == url("edit", translation)
    page = StandardPage.objects.get(translation_key=translation.source.object_id, locale=translation.target_locale)
    assert page.summary == "چکیدهٔ تازه، ۱۳۸۷ تا ۱۴۰۴"


# The preview


def test_the_preview_has_the_words_of_now_and_may_be_framed_by_us(translation, translator):
    keep(translator, translation, segment_of(translation, "title"), "عنوان تازه")
    preview = translator.get(url("preview", translation))
    text = preview.content.decode()
    assert "عنوان تازه" in text
    assert "<script" not in text
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]
    assert Page.objects.get(translation_key=translation.source.object_id, locale=translation.target_locale).live
    assert "عنوان تازه" not in translator.get("/fa/who-we-are/about/").content.decode()


def test_a_record_has_no_preview_and_can_be_translated(translator):
    theme = Theme.objects.filter(locale__language_code="fa").first()
    translation = Translation.objects.get(source__object_id=theme.translation_key, target_locale=theme.locale)
    assert translator.get(url("preview", translation)).status_code == 404
    assert theme.name in translator.get(url("edit", translation)).content.decode()


# The way there


def edit_address(translation: Translation) -> str:
    page = Page.objects.get(translation_key=translation.source.object_id, locale=translation.target_locale)
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_edit_address_of_a_translation_leads_here(translation, editor, method):
    assert getattr(editor, method)(edit_address(translation)).headers["Location"] == url("edit", translation)
    theme = Theme.objects.filter(locale__language_code="fa").first()
    address = reverse(theme.snippet_viewset.get_url_name("edit"), args=[theme.pk])
    own = Translation.objects.get(source__object_id=theme.translation_key, target_locale=theme.locale)
    assert getattr(editor, method)(address).headers["Location"] == url("edit", own)


def test_of_two_sources_the_origin_is_taken(translation, editor):
    """wagtail-localize answers with an error here (its issue 878)."""
    arabic = Locale.objects.get_or_create(language_code="ar")[0]
    first = Translation.objects.create(source=translation.source, target_locale=arabic)
    source = TranslationSource.objects.get(pk=translation.source.pk)
    source.pk, source.locale = None, translation.target_locale
    source.save()
    Translation.objects.create(source=source, target_locale=arabic)
    page = page_of("about").copy_for_translation(arabic, copy_parents=True)
    answer = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert answer.headers["Location"] == url("edit", first)


def test_a_source_is_edited_by_wagtail(editor):
    page = page_of("about")
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_a_translation_kept_by_hand_is_edited_by_wagtail(translation, editor):
    Translation.objects.filter(pk=translation.pk).update(enabled=False)
    assert editor.get(edit_address(translation)).status_code == 200
    assert editor.get(url("edit", translation)).headers["Location"] == edit_address(translation)
    segment = segment_of(translation)
    assert keep(editor, translation, segment, "دیگر").status_code == 403


def test_a_translation_whose_page_is_gone_is_not_found(translation, editor):
    page = Page.objects.get(translation_key=translation.source.object_id, locale=translation.target_locale)
    page.delete()
    assert editor.get(url("edit", translation)).status_code == 404
