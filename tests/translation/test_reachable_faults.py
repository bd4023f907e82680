"""Faults of wagtail-localize 1.14.5 that staff can reach, each on the bare package and corrected."""

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail_localize.fields import TranslatableField, get_translatable_fields
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    post_save_string_translation,
)
from wagtail_localize.segments import ingest

from amf_site.demo.builders import page_of
from amf_site.media.models import SiteDocument, SiteImage
from amf_site.translation.segments.progress import progress_of
from amf_site.translation.segments.store import save_words
from amf_site.translation.workflow import publishing
from amf_site.translation.workflow.detaching import start_again
from amf_site.translation.workflow.submission import CannotSubmitError, submit
from members.models import Theme
from pages.models import StandardPage

pytestmark = pytest.mark.django_db


def persian(page):
    return page.get_translations().get(locale__language_code="fa").specific


def translation_of(instance):
    return Translation.objects.get(source__object_id=instance.translation_key, target_locale__language_code="fa")


def locale(code):
    return Locale.objects.get_or_create(language_code=code)[0]


def choose(translation, path, instance):
    """Give a translation another picture than its source has."""
    segment = OverridableSegment.objects.get(source=translation.source, context__path=path)
    return SegmentOverride.objects.create(
        locale=translation.target_locale, context=segment.context, data_json=str(instance.pk)
    )


def own_picture(name="tabriz"):
    """A Persian page with a picture of its own, in its head and (if it has landmarks) in a row."""
    page = page_of(name)
    picture = page_of("isfahan").specific.picture
    picture.pk = None
    picture.title = "Only in Persian"
    picture.save()
    return page, translation_of(page), picture


# --- A picture, document or page that a translation has of its own is deleted (B8) ---


def test_a_picture_of_a_translation_may_be_deleted(editor):
    page, translation, picture = own_picture()
    landmark = page.specific.landmarks.first()
    choose(translation, "picture", picture)
    choose(translation, f"landmarks.{landmark.translation_key}.picture", picture)
    publishing.publish(translation, None)
    assert persian(page).picture == picture
    editor.post(reverse("wagtailimages:delete", args=[picture.pk]))
    assert not SiteImage.objects.filter(pk=picture.pk).exists()
    assert not SegmentOverride.objects.exists()
    publishing.publish(translation, None)
    assert persian(page).picture == page.specific.picture


def test_the_choice_of_what_is_gone_is_not_followed():
    """As it is left in the data of a site that ran without the correction."""
    page, translation, picture = own_picture()
    choice = choose(translation, "picture", picture)
    SegmentOverride.objects.filter(pk=choice.pk).update(data_json="999999")
    publishing.publish(translation, None)
    assert persian(page).picture == page.specific.picture


def test_the_bare_package_ends_in_an_error():
    """To be deleted, with ``corrections.missing_choice``, when this fails."""
    _page, translation, picture = own_picture()
    choice = choose(translation, "picture", picture)
    SegmentOverride.objects.filter(pk=choice.pk).update(data_json="999999")
    field = type(persian(page_of("tabriz")))._meta.get_field("picture")
    segments = [
        segment.unwrap()[1]
        for segment in translation.source._get_segments_for_translation(translation.target_locale, fallback=True)
        if segment.path == "picture"
    ]
    with pytest.raises(ObjectDoesNotExist):
        ingest.handle_related_object(field.related_model, None, translation.target_locale, segments)


def test_other_choices_stay_when_an_object_with_the_same_number_is_deleted():
    _page, translation, picture = own_picture()
    choose(translation, "picture", picture)
    document = SiteDocument.objects.create(pk=picture.pk, title="Same number", file="documents/same.pdf")
    document.delete()
    assert SegmentOverride.objects.count() == 1


def test_a_picture_of_a_translation_counts_as_used(editor):
    page, translation, picture = own_picture()
    choose(translation, "picture", picture)
    publishing.publish(translation, None)
    html = editor.get(reverse("wagtailimages:image_usage", args=[picture.pk])).content.decode()
    assert persian(page).title in html


# --- Two sources for one language (B9) ---


def test_a_translation_is_no_source():
    for instance in (persian(page_of("about")), Theme.objects.filter(locale__language_code="fa").first()):
        with pytest.raises(CannotSubmitError):
            submit(instance, locale("ar"), None)
        with pytest.raises(CannotSubmitError):
            submit(instance, locale("en"), None)


def test_a_translation_takes_the_place_of_its_deleted_source(editor):
    """Persian and Arabic were made from English; English is deleted and made again from Persian."""
    page = page_of("about")
    submit(page, locale("ar"), None)
    target = persian(page)
    page.delete()
    submit(target, locale("en"), None)
    start_again(Translation.objects.get(source__locale=target.locale, target_locale=locale("ar")), None)
    submit(target, locale("ar"), None)
    for code in ("en", "fa", "ar"):
        each = Page.objects.get(translation_key=target.translation_key, locale__language_code=code)
        assert editor.get(reverse("wagtailadmin_pages:edit", args=[each.pk]), follow=True).status_code == 200
    made = Page.objects.get(translation_key=target.translation_key, locale__language_code="en")
    with pytest.raises(CannotSubmitError):
        submit(made.specific, locale("ar"), None)
    assert set(Translation.objects.filter(source__object_id=target.translation_key).values_list("source__locale")) == {
        (target.locale_id,)
    }


# --- A source that is set back to an older revision ---


def test_old_words_come_back_with_the_old_source(editor):
    page = page_of("about").specific
    old = page.save_revision()
    old.publish()
    translation = translation_of(page)
    words = persian(page).summary
    page.summary = "Something new."
    page.save_revision().publish()
    assert progress_of(translation).to_review == 1
    response = editor.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, old.pk]))
    assert response.status_code == 200
    old.publish(previous_revision=old)
    assert progress_of(translation).is_complete
    publishing.publish(translation, None)
    assert persian(page).summary == words


# --- Errors of validation (B10, B29) ---


def twice_in_error(monkeypatch):
    """A field whose old and new source text both stand on the page, and whose translation is refused."""
    page = page_of("about").specific
    translation = translation_of(page)
    title = StringSegment.objects.get(source=translation.source, context__path="title")
    other = StringSegment.objects.filter(source=translation.source).exclude(string=title.string).first()
    save_words(translation, title, "و" * 10, None)
    StringTranslation.objects.create(
        translation_of=other.string, context=title.context, locale=translation.target_locale, data="و"
    )

    def refuse(self, *args, **kwargs):
        raise ValidationError({"title": "This title is refused."})

    monkeypatch.setattr(StandardPage, "save_revision", refuse)
    return translation


def test_the_reason_is_told_when_a_field_has_two_translations(monkeypatch):
    translation = twice_in_error(monkeypatch)
    with pytest.raises(publishing.NotReadyError, match="This title is refused"):
        publishing.publish(translation, None)


# --- Records that a source names (B14, B15) ---


def test_what_pages_name_is_stored_once_for_all_languages():
    """So no translation can keep an old record: there is no relation that wagtail-localize would translate."""
    for model in apps.get_models():
        if not issubclass(model, TranslatableMixin):
            continue
        for rule in get_translatable_fields(model):
            field = rule.get_field(model)
            if isinstance(rule, TranslatableField):
                assert not isinstance(field, models.ForeignKey | models.ManyToManyField), f"{model}.{field}"
            if isinstance(field, StreamField):
                assert not list(records_chosen_in(field.stream_block)), f"{model}.{field}"


def records_chosen_in(block, seen=None):
    """Choosers of translatable records in a stream; pages are found in the reader's language when they are shown."""
    seen = seen if seen is not None else set()
    if id(block) in seen:
        return
    seen.add(id(block))
    model = getattr(block, "target_model", None)
    if isinstance(model, type) and issubclass(model, TranslatableMixin) and not issubclass(model, Page):
        yield block
    for child in getattr(block, "child_blocks", {}).values():
        yield from records_chosen_in(child, seen)
    if hasattr(block, "child_block"):
        yield from records_chosen_in(block.child_block, seen)


# --- Slugs and titles (B3, B17) ---


def test_a_page_from_persian_shares_its_slug():
    page = StandardPage(title="هوای پاک", slug="clean-air", summary="شهرها", locale=locale("fa"), live=False)
    persian(page_of("who-we-are")).add_child(instance=page)
    page.save_revision()
    translation = submit(page, locale("en"), None)
    for segment in StringSegment.objects.filter(source=translation.source):
        save_words(translation, segment, f"Clean air {segment.pk}", None)
    publishing.publish(translation, None)
    made = Page.objects.get(translation_key=page.translation_key, locale__language_code="en")
    assert made.slug == "clean-air"
    assert made.live
    assert not StringSegment.objects.filter(source=translation.source, context__path="slug").exists()


def test_the_title_of_a_draft_is_plain_text(editor):
    page = page_of("about")
    translation = translation_of(page)
    title = StringSegment.objects.get(source=translation.source, context__path="title")
    words = save_words(translation, title, "پژوهش &amp; توسعه", None)
    assert persian(page).draft_title == "پژوهش & توسعه"
    post_save_string_translation(words)
    assert persian(page).draft_title == "پژوهش &amp; توسعه", "the package writes plain text: delete titles.py"
