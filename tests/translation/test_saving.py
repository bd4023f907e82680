"""The one way in which words get into a translation."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail_localize.models import StringTranslation

from amf_site.demo.editor import NAME
from amf_site.translation.models import LanguageRight, Review, TranslationTask
from amf_site.translation.segments.progress import progress_of
from amf_site.translation.segments.store import clear_words, confirm, save_words
from amf_site.translation.workflow.submission import submit

from .desk import new_page, paragraphs, persian, segments_of, words_of

pytestmark = pytest.mark.django_db

LINKED = '<p data-block-key="a">Read <a href="https://example.org/">the report</a>.</p>'


@pytest.fixture
def translation(db):
    return submit(new_page(paragraphs("Words."), LINKED, title="R&D"), persian(), None)


@pytest.fixture
def translator(django_user_model):
    user = django_user_model.objects.create_user("mina", "mina@example.org", "x")
    group = Group.objects.create(name="Translators of Persian")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    LanguageRight.objects.create(group=group, locale=persian())
    user.groups.add(group)
    return user


def segment(translation, text: str):
    return next(one for one in segments_of(translation) if one.string.data.startswith(text))


def test_a_persons_words_are_done(translation, translator):
    words = save_words(translation, segment(translation, "Words"), "واژه‌ها", translator)
    assert (words.data, words.last_translated_by, words.has_error) == ("واژه‌ها", translator, False)
    assert words.translation_type == StringTranslation.TRANSLATION_TYPE_MANUAL
    assert progress_of(translation).done == 1
    translation.refresh_from_db()
    assert translation.translations_last_updated_at


def test_saved_twice_is_one(translation, translator):
    for data in ("یک", "دو"):
        save_words(translation, segment(translation, "Words"), data, translator)
    assert words_of(translation)["Words."] == "دو"


def test_words_of_a_machine_wait_until_a_person_saves_or_confirms(translation, translator):
    one = segment(translation, "Words")
    save_words(translation, one, "ماشین", None, tool="A machine", review=Review.Reason.MACHINE)
    assert progress_of(translation).to_review == 1
    confirm(translation, one, translator)
    assert progress_of(translation).to_review == 0
    save_words(translation, one, "ماشین دیگر", None, review=Review.Reason.MACHINE)
    save_words(translation, one, "واژه‌ها", translator)
    assert progress_of(translation).to_review == 0


def test_words_in_error_are_kept_and_are_not_done(translation, translator):
    words = save_words(translation, segment(translation, "Read"), 'بخوانید <a id="a9">گزارش</a>', translator)
    assert words.has_error
    assert words.get_error()
    assert progress_of(translation).done == 0
    words = save_words(translation, segment(translation, "Read"), 'بخوانید <a id="a1">گزارش</a>', translator)
    assert not words.has_error
    assert progress_of(translation).done == 1


def test_cleared_words_are_not_done(translation, translator):
    one = segment(translation, "Words")
    save_words(translation, one, "واژه‌ها", translator)
    clear_words(translation, one, translator)
    assert progress_of(translation).done == 0


def test_the_explorer_shows_the_title_as_text(translation, translator):
    save_words(translation, segment(translation, "R&amp;D"), "پژوهش &amp; توسعه", translator)
    assert translation.get_target_instance().draft_title == "پژوهش & توسعه"


def test_scripts_and_letters_that_only_look_persian_are_put_right(translation, translator):
    words = save_words(translation, segment(translation, "Words"), "كتاب<script>alert(1)</script>", translator)
    words.refresh_from_db()
    assert words.data == "کتاب"


def test_what_a_translator_changes_goes_back_from_the_reviewer(translation, translator):
    TranslationTask.objects.create(translation=translation, step=TranslationTask.Step.REVIEWING)
    save_words(translation, segment(translation, "Words"), "واژه‌ها", translator)
    assert TranslationTask.objects.get().step == TranslationTask.Step.TRANSLATING


def test_what_the_reviewer_changes_stays_with_her(translation, translator):
    LanguageRight.objects.update(may_publish=True)
    TranslationTask.objects.create(translation=translation, step=TranslationTask.Step.REVIEWING)
    save_words(translation, segment(translation, "Words"), "واژه‌ها", translator)
    confirm(translation, segment(translation, "Words"), translator)
    assert TranslationTask.objects.get().step == TranslationTask.Step.REVIEWING


def test_the_demo_editor_may_save_too(translation, django_user_model, editor):
    save_words(translation, segment(translation, "Words"), "واژه‌ها", django_user_model.objects.get(username=NAME))
    assert progress_of(translation).done == 1
