"""The faults of the packages that ``test_faults`` shows do not happen on the site, where its people would meet them."""

import json
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    LocaleSynchronization,
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
)

from amf_site.demo.builders import page_of
from amf_site.media.models import SiteImage
from amf_site.translation.desk.editor.rows import read_row
from amf_site.translation.models import Job
from amf_site.translation.workflow import jobs
from amf_site.translation.workflow.publishing import publish
from amf_site.translation.workflow.submission import submit
from tests.reading import Reader, everything_in_sitemaps

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
    words_of,
)
from .people import user_of
from .test_exchange import look, words_in_persian
from .test_exchange_hostile import zip_of

pytestmark = pytest.mark.django_db

#: A sound file of another tool.
FOREIGN_PO = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "A"\nmsgstr "B"\n'


def submit_by_the_form(editor: Client, page: Page, language: str = "fa"):
    kind = ContentType.objects.get_for_model(page.specific_class).pk
    return editor.post(
        f"{reverse('translation:submit')}?content_type={kind}&pk={page.pk}", {"language": [language]}, follow=True
    )


def told(answer) -> list[str]:
    """Of what kinds the messages are that the editor reads."""
    return [message.level_tag for message in answer.context["messages"]]


def publish_by_the_editor(editor: Client, translation):
    return editor.post(reverse("translation:publish", args=[translation.pk]))


def write(editor: Client, translation, segment: StringSegment, words: str):
    address = reverse("translation:segment", args=[translation.pk, segment.pk])
    version = read_row(translation, segment).version
    sent = {"action": "keep", "words": words, "version": version}
    return editor.post(address, json.dumps(sent), content_type="application/json")


def test_b01_submitting_and_publishing_a_subtree_leaves_the_tree_sound(editor):
    top = new_page("Top.")
    pages = [top, new_page("Below.", parent=top)]
    pages.append(new_page("Lowest.", parent=pages[1]))
    for page in reversed(pages):
        submit_by_the_form(editor, page)
    for page in pages:
        translation = submit(page, persian(), None)
        translate(translation)
        publish_by_the_editor(editor, translation)
    assert not any(Page.find_problems())
    assert PERSIAN in seen_by_readers(Client(), pages[-1])


def test_b02_submitting_puts_nothing_live(editor):
    page = new_page("English words.")
    submit_by_the_form(editor, page)
    assert not page.get_translation(persian()).live
    assert seen_by_readers(Client(), page) == "404"


def test_b03_all_languages_share_a_slug(editor):
    page, translation = translated_page("Words.")
    assert translation.get_target_instance().slug == page.slug


def test_b04_whole_is_whole(editor):
    _page, translation = translated_page("Words.", "2008")
    assert not segments_of(translation).filter(context__path="slug").exists()
    assert translation.get_progress()[0] == translation.get_progress()[1]


def test_b05_b06_a_comma_is_a_review_and_old_words_stay(editor):
    page, translation = translated_page("Cities lead.")
    change(page, "Cities, lead.")
    assert words_of(translation)["Cities, lead."] == f"{PERSIAN} Cities lead.*"
    publish_by_the_editor(editor, translation)
    assert f"{PERSIAN} Cities lead." in seen_by_readers(Client(), page)


def test_b07_the_newest_draft_is_submitted(editor):
    page = new_page("First words.", live=False)
    change(page, "Second words.", live=False)
    submit_by_the_form(editor, page)
    source = submit(page, persian(), None).source
    assert source.stringsegment_set.filter(string__data="Second words.").exists()


def test_b08_a_deleted_picture_or_file_stops_nothing():
    page, translation = translated_page("Words.", picture=SiteImage.objects.first())
    segment = OverridableSegment.objects.get(source=translation.source, context__path="picture")
    other = type(page.picture).objects.create(title="Other", file=page.picture.file.name, width=1, height=1)
    SegmentOverride.objects.create(locale=persian(), context=segment.context, data_json=str(other.pk))
    publish(translation, None)
    assert translation.get_target_instance().picture_id == other.pk
    type(other).objects.filter(pk=other.pk).delete()
    publish(translation, None)
    assert translation.get_target_instance().picture_id == page.picture_id


def test_b09_a_page_has_one_source(editor):
    page, translation = translated_page("Words.")
    turkish = Locale.objects.create(language_code="tr")
    answer = submit_by_the_form(editor, translation.get_target_instance(), "tr")
    assert told(answer) == ["success"]
    (made,) = Translation.objects.filter(source__object_id=page.translation_key, target_locale=turkish)
    assert made.source == translation.source
    opened = editor.get(reverse("wagtailadmin_pages:edit", args=[page.get_translation(turkish).pk]), follow=True)
    assert opened.redirect_chain[-1][0] == reverse("translation:edit", args=[made.pk])
    sources = Reader(opened.content.decode()).named("div", lang="en", dir="ltr")
    assert len(sources) == made.get_progress()[0]


def test_b10_b29_what_a_field_cannot_have_is_told(editor):
    page, translation = translated_page("Words.", title="Former")
    change(page, title="Present", summary="Former")
    translate(translation)
    StringTranslation.objects.filter(context__path="title", translation_of__data="Present").update(data="ا" * 300)
    assert told(editor.get(publish_by_the_editor(editor, translation).url)) == ["error"]
    assert f"{PERSIAN} Former" in seen_by_readers(Client(), page)
    assert translation.get_target_instance().title == f"{PERSIAN} Former"


def test_b11_a_translation_moves_with_its_source(editor):
    page, translation = translated_page("Words.")
    home = page_of("home")
    assert editor.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home.pk])).status_code == 302
    target = translation.get_target_instance()
    assert target.get_parent().translation_key == home.translation_key


def test_b13_the_withdrawal_of_a_source_is_offered_for_its_translations(editor):
    page, _translation = translated_page("Words.")
    answer = editor.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert answer.status_code == 302
    assert f"{PERSIAN} {page.title}" in editor.get(answer.url).content.decode()


def test_b12_no_language_mirrors_another(editor):
    turkish = Locale.objects.create(language_code="tr")
    address = reverse("wagtaillocales:edit", args=[turkish.pk])
    form = editor.get(address).content.decode()
    assert "sync_from" not in form
    component = "component-wagtail_localize_localesynchronization"
    editor.post(address, {"language_code": "tr", f"{component}-enabled": "on", f"{component}-sync_from": persian().pk})
    assert not LocaleSynchronization.objects.exists()
    assert not Page.objects.filter(locale=turkish).exists()


def test_b13_a_translation_waits_for_the_day_of_its_source():
    page = new_page("Words.", live=False)
    draft = page.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + timedelta(days=2)
    draft.save_revision().publish()
    translation = submit(page, persian(), None)
    translate(translation)
    publish(translation, None)
    target = translation.get_target_instance()
    assert not target.live
    assert target.scheduled_revision.approved_go_live_at == draft.go_live_at


def test_b15_records_are_named_in_the_readers_language():
    from members.models import CityPage, Theme

    page = CityPage.objects.filter(locale=persian(), city__themes__isnull=False).first()
    if page is None:
        page = CityPage.objects.filter(locale=persian()).first()
        page.city.themes.add(Theme.objects.filter(locale__language_code="en").first())
        page.city.save()
    names = {theme.local_name for theme in page.theme_rows}
    assert names
    assert names <= set(Theme.objects.filter(locale=persian()).values_list("name", flat=True))


def test_b16_every_cell_of_a_table_is_a_segment():
    page = new_page("Words.")
    table = {"columns": [{"type": "text", "heading": "City"}], "rows": [{"values": ["Tehran"]}], "caption": "Members"}
    change(page, body=json.dumps([{"type": "table", "id": "1", "value": table}]))
    assert {"City", "Tehran", "Members"} <= set(words_of(submit(page, persian(), None)))


def test_b16_no_field_offers_what_is_not_translated():
    """Pictures and files stand in blocks, with words and files of their own in each language."""
    from django.apps import apps
    from wagtail.blocks import RawHTMLBlock, RichTextBlock
    from wagtail.fields import RichTextField, StreamField

    def blocks_in(block):
        yield block
        children = getattr(block, "child_blocks", None) or {}
        for child in [*children.values(), *([block.child_block] if hasattr(block, "child_block") else [])]:
            yield from blocks_in(child)

    found = 0
    for model in apps.get_models():
        for field in model._meta.get_fields():
            texts = [field] if isinstance(field, RichTextField) else []
            if isinstance(field, StreamField):
                inside = list(blocks_in(field.stream_block))
                assert not any(isinstance(block, RawHTMLBlock) for block in inside)
                texts = [block for block in inside if isinstance(block, RichTextBlock)]
            for text in texts:
                found += 1
                assert not {"image", "document-link", "embed"} & set(text.features or ["image"]), field
    assert found


def test_b16_a_file_may_be_another_in_each_language():
    files = [get_document_model().objects.create(title=name, file=f"{name}.pdf") for name in ("english", "persian")]
    page = new_page("Words.")
    block = {"type": "document", "id": "1", "value": {"document": files[0].pk, "label": "Report"}}
    change(page, body=json.dumps([block]))
    translation = submit(page, persian(), None)
    segment = OverridableSegment.objects.get(source=translation.source, context__path__endswith="document")
    SegmentOverride.objects.create(locale=persian(), context=segment.context, data_json=str(files[1].pk))
    translate(translation)
    publish(translation, None)
    assert translation.get_target_instance().body[0].value["document"] == files[1]


def test_b17_the_explorer_shows_text(editor):
    page = new_page("Words.", title="R&D")
    translation = submit(page, persian(), None)
    translate(translation)
    assert translation.get_target_instance().draft_title == f"{PERSIAN} R&D"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("fa.po", FOREIGN_PO, "X-Translation-ID"),
        ("fa.zip", zip_of(("fa.po", FOREIGN_PO)), "X-Translation-ID"),
        ("fa.po", b"\x00\xff broken", "UTF-8"),
    ],
)
def test_b18_a_file_of_another_tool_is_answered(
    editor, settings, tmp_path, django_capture_on_commit_callbacks, name, content, reason
):
    settings.MEDIA_ROOT = tmp_path
    before = words_in_persian()
    job = look(editor, django_capture_on_commit_callbacks, name, content)
    page = editor.get(reverse("translation:import_report", args=[job.pk]))
    assert page.status_code == 200
    assert reason in page.content.decode()
    assert [line["outcome"] for line in job.report] == ["failed"]
    assert words_in_persian() == before


def test_b19_chosen_pages_are_linked_in_the_readers_language():
    page, translation = translated_page("Words.")
    goal = page_of("governance") or page_of("who-we-are")
    card = {"title": "Words", "text": "", "page": goal.pk}
    block = {"type": "cards", "id": "1", "value": {"title": "", "cards": [{"type": "item", "id": "2", "value": card}]}}
    change(page, body=json.dumps([block]))
    translate(translation)
    publish(translation, None)
    shown = seen_by_readers(Client(), page)
    main = shown[shown.index("<main") : shown.index("</main")]
    assert f"/{goal.slug}/" in main
    assert "/en/" not in main


def test_b20_without_a_home_nothing_is_served_and_b21_nothing_listed():
    page_of("home").get_translation(persian()).unpublish()
    for address in ("/fa/", "/fa/who-we-are/", "/fa/who-we-are/about/"):
        assert Client().get(address).status_code == 404
    assert "/fa/" not in everything_in_sitemaps(Client())


def test_b21_the_sitemap_knows_all_open_languages():
    page, _translation = translated_page("Words.")
    listed = everything_in_sitemaps(Client())
    assert f"/en/who-we-are/about/{page.slug}/" in listed
    assert f"/fa/who-we-are/about/{page.slug}/" in listed


def test_b24_stopping_and_starting_keeps_what_was_written_by_hand(editor):
    page, translation = translated_page("Words.")
    by_hand = "خلاصه‌ای که با دست نوشته شد"
    editor.post(reverse("translation:stop", args=[translation.pk]))
    translation.refresh_from_db()
    assert not translation.enabled
    target = translation.get_target_instance()
    target.summary = by_hand
    target.save_revision().publish()
    answer = editor.post(reverse("translation:start", args=[translation.pk]), follow=True)
    assert "1 place was taken over" in answer.content.decode()
    translation.refresh_from_db()
    assert translation.enabled
    assert by_hand in words_of(translation).values()
    publish_by_the_editor(editor, translation)
    assert by_hand in seen_by_readers(Client(), page)


def test_b25_locked_is_locked(editor):
    page, translation = translated_page("Words.")
    target, before, other = translation.get_target_instance(), words_of(translation), f"{PERSIAN} 2"
    segment = segments_of(translation).first()
    by_another = {"locked": True, "locked_at": timezone.now(), "locked_by": user_of("superuser")}
    Page.objects.filter(pk=target.pk).update(**by_another)
    assert write(editor, translation, segment, other).status_code == 403
    refused = publish_by_the_editor(editor, translation)
    assert refused.url == reverse("wagtailadmin_home")
    assert told(editor.get(refused.url)) == ["error"]
    assert words_of(translation) == before
    assert translation.get_target_instance().latest_revision_id == target.latest_revision_id
    # It is the lock that keeps her out, and nothing else.
    Page.objects.filter(pk=target.pk).update(locked=False)
    assert write(editor, translation, segment, other).status_code == 200
    publish_by_the_editor(editor, translation)
    assert other in seen_by_readers(Client(), page)


def test_b26_each_side_says_its_language_and_direction(editor):
    _page, translation = translated_page(paragraphs("Words."))
    shown = Reader(editor.get(reverse("translation:edit", args=[translation.pk])).content.decode())
    segments = translation.get_progress()[0]
    assert len(shown.named("div", lang="en", dir="ltr")) == segments
    assert len(shown.named("textarea", lang="fa", dir="rtl")) == segments


def test_b28_a_job_is_kept_as_json():
    page = new_page("Words.")
    item = {"content_type": page.content_type_id, "pk": page.pk, "locale": persian().pk}
    job = jobs.start(Job.Kind.SUBMIT, None, [item])
    assert json.loads(json.dumps(Job.objects.get(pk=job.pk).items)) == [item]


def test_b30_a_submission_that_failed_is_told(editor):
    page = new_page("Words.")
    translation = submit(page, persian(), None)
    translate(translation)
    StringTranslation.objects.filter(context__object_id=page.translation_key, context__path="title").update(
        data="ا" * 300
    )
    translation.get_target_instance().delete()
    with override("en"):
        answer = submit_by_the_form(editor, page)
    assert told(answer) == ["error"]
    assert not page.has_translation(persian())
