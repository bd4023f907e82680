"""A source and its languages go before readers at the same moment, now or at a time: all or none."""

import datetime
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail_localize.models import StringSegment, Translation

from amf_site.admin.schedules import NOT_KEPT
from amf_site.demo.builders import page_of
from amf_site.translation.desk.propagation.hooks import together_url
from amf_site.translation.models import Review
from amf_site.translation.segments.store import save_words
from amf_site.translation.workflow import publishing
from amf_site.translation.workflow.submission import submit
from members.models import Theme
from pages.models import StandardPage
from tests.reading import Reader

pytestmark = pytest.mark.django_db


def persian(page):
    return page.get_translations().get(locale__language_code="fa").specific


def translation_of(instance):
    return Translation.objects.get(source__object_id=instance.translation_key, target_locale__language_code="fa")


def again(instance):
    return type(instance).objects.get(pk=instance.pk)


def new_page(user=None, title="Clean air"):
    """A page that was never live, given to the Persian translators."""
    page = StandardPage(title=title, slug="clean-air", summary="How cities breathe.", live=False)
    page.locale = Locale.objects.get(language_code="en")
    page_of("who-we-are").add_child(instance=page)
    page.save_revision()
    submit(page, Locale.objects.get(language_code="fa"), user)
    return again(page)


def translated(page, word="هوا"):
    translation = translation_of(page)
    for segment in StringSegment.objects.filter(source=translation.source):
        save_words(translation, segment, f"{word} {segment.pk}", None)
    return translation


def choose(editor, instance, *translations, **dates):
    return editor.post(together_url(instance), {"languages": [each.pk for each in translations]} | dates)


def in_words(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def test_a_new_page_and_its_translation_are_published_at_once(editor):
    page = new_page()
    translation = translated(page)
    assert editor.get(together_url(page)).status_code == 200
    assert choose(editor, page, translation).status_code == 302
    assert again(page).live
    assert persian(page).live
    assert persian(page).summary.startswith("هوا")


def test_only_complete_languages_can_be_chosen(editor):
    page = new_page()
    translation = translation_of(page)
    html = editor.get(together_url(page)).content.decode()
    assert f'value="{translation.pk}" disabled' in html
    assert "0 of 2 segments are translated" in Reader(html).own_text
    assert choose(editor, page, translation).status_code == 422
    assert not again(page).live


def test_words_that_wait_for_review_keep_all_back(editor):
    page = new_page()
    translation = translated(page)
    form = editor.get(together_url(page))
    assert form.status_code == 200
    words = StringSegment.objects.filter(source=translation.source).first().string.translations.get()
    Review.objects.create(translation=words, reason=Review.Reason.MACHINE)
    choose(editor, page, translation)
    assert not again(page).live
    assert not persian(page).live


def test_if_one_fails_none_is_published(editor, monkeypatch):
    """The source is published first; what then fails takes that back."""
    page = new_page()
    translation = translated(page)

    def fail(*args, **kwargs):
        raise publishing.NotReadyError("The reason is this.")

    monkeypatch.setattr(publishing, "publish", fail)
    response = choose(editor, page, translation)
    assert response.status_code == 422
    assert "The reason is this." in response.content.decode()
    assert not again(page).live


def test_what_is_cut_short_publishes_nothing(editor, monkeypatch):
    page = new_page()
    translation = translated(page)
    monkeypatch.setattr(publishing.TranslationTask.objects, "filter", interrupt)
    with pytest.raises(KeyboardInterrupt):
        choose(editor, page, translation)
    assert not again(page).live
    assert not persian(page).live


def interrupt(*args, **kwargs):
    raise KeyboardInterrupt


def test_a_title_that_is_too_long_is_told(editor):
    """The bare package ends in HTTP 500: ``corrections.inline_errors``."""
    page = new_page()
    translation = translated(page)
    title = StringSegment.objects.get(source=translation.source, context__path="title")
    save_words(translation, title, "و" * 300, None)
    response = choose(editor, page, translation)
    assert response.status_code == 422
    assert "255" in response.content.decode()
    assert not again(page).live


def test_both_go_live_and_expire_at_the_same_time(editor, monkeypatch):
    page = new_page()
    translation = translated(page)
    start = timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(days=2)
    end = start + datetime.timedelta(days=2)
    choose(editor, page, translation, at=in_words(start), expire_at=in_words(end))
    for each in (page, persian(page)):
        each = again(each)
        assert not each.live
        assert each.scheduled_revision.approved_go_live_at == start
    at(monkeypatch, start + datetime.timedelta(minutes=5))
    for each in (page, persian(page)):
        assert again(each).live
        assert again(each).expire_at == end
    at(monkeypatch, end + datetime.timedelta(minutes=5))
    for each in (page, persian(page)):
        assert not again(each).live


def test_a_schedule_can_be_changed(editor):
    page = new_page()
    translation = translated(page)
    start = timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(days=2)
    choose(editor, page, translation, at=in_words(start))
    assert in_words(start) in editor.get(together_url(page)).content.decode()
    later = start + datetime.timedelta(days=1)
    choose(editor, page, translation, at=in_words(later))
    for each in (page, persian(page)):
        scheduled = again(each).revisions.filter(approved_go_live_at__isnull=False)
        assert [revision.approved_go_live_at for revision in scheduled] == [later]
    choose(editor, page, translation)
    assert again(page).live
    assert persian(page).live


def at(monkeypatch, moment):
    """Publish what is due then."""
    monkeypatch.setattr(timezone, "now", lambda: moment)
    call_command("publish_scheduled", stdout=StringIO())


def test_a_scheduled_change_of_a_live_translation_is_not_shown_before(editor, monkeypatch):
    source = page_of("about").specific
    target, translation = persian(source), translation_of(source)
    old = target.summary
    segment = StringSegment.objects.get(source=translation.source, context__path="summary")
    save_words(translation, segment, "خلاصهٔ تازه", None)
    start = timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(days=2)
    choose(editor, source, translation, at=in_words(start))
    assert again(target).summary == old
    assert again(target).live
    at(monkeypatch, start + datetime.timedelta(minutes=5))
    assert again(target).summary == "خلاصهٔ تازه"


def test_an_untranslated_schedule_is_dropped_not_published(editor, monkeypatch):
    """The guard stands before schedules too."""
    page = new_page()
    target = persian(page)
    target.go_live_at = timezone.now() + datetime.timedelta(days=1)
    revision = target.save_revision()
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=target.go_live_at)
    at(monkeypatch, timezone.now() + datetime.timedelta(days=2))
    assert not persian(page).live


def test_times_that_are_past_are_told(editor):
    page = new_page()
    past = in_words(timezone.now() - datetime.timedelta(days=1))
    response = choose(editor, page, at=past)
    assert response.status_code == 422
    assert "This time is past" in response.content.decode()
    assert choose(editor, page, at="yesterday").status_code == 422


def test_a_live_source_with_new_words_is_published_alone(editor):
    """Its translations are of what readers see."""
    source = page_of("about").specific
    source.summary = "Another summary."
    source.save_revision()
    response = editor.get(together_url(source))
    assert "can be translated after that" in Reader(response.content.decode()).own_text
    assert choose(editor, source, translation_of(source)).status_code == 422
    assert choose(editor, source).status_code == 302
    assert again(source).summary == "Another summary."


def test_a_record_is_published_together(editor):
    theme = Theme.objects.filter(locale__language_code="en").first()
    theme.unpublish()
    target = theme.get_translations().get(locale__language_code="fa")
    target.unpublish()
    assert editor.get(together_url(theme)).status_code == 200
    choose(editor, theme, translation_of(theme))
    assert again(theme).live
    assert again(target).live


@pytest.mark.parametrize("kind", ["page", "record"])
def test_a_withdrawn_source_comes_back_with_its_translations_at_a_time(editor, kind):
    source = page_of("about").specific if kind == "page" else Theme.objects.filter(locale__language_code="en").first()
    target = source.get_translations().get(locale__language_code="fa")
    for each in (source, target):
        each.save_revision().publish()
        again(each).unpublish()
    assert "will be published again" in editor.get(together_url(source)).content.decode()
    time = timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(days=2)
    answer = choose(editor, source, translation_of(source), at=in_words(time))
    assert answer.status_code == 302, answer.content
    assert [again(each).scheduled_revision.approved_go_live_at for each in (source, target)] == [time, time]
    assert "will be published again" not in editor.get(together_url(source)).content.decode()


def test_scheduling_in_the_editor_leads_to_the_translations(editor):
    page = new_page()
    translated(page)
    start = timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(days=2)
    response = schedule_in_the_editor(editor, page, start)
    assert response.status_code == 302
    assert response.url.startswith(together_url(page))
    assert in_words(start) in editor.get(response.url).content.decode()


def test_the_pages_menu_leads_there(editor):
    source = page_of("about")
    assert (
        together_url(source.specific)
        in editor.get(reverse("wagtailadmin_pages:edit", args=[source.pk])).content.decode()
    )
    theme = Theme.objects.filter(locale__language_code="en").first()
    address = reverse(Theme.snippet_viewset.get_url_name("edit"), args=[theme.pk])
    assert together_url(theme) in editor.get(address).content.decode()


def test_who_may_not_publish_may_not_here(client, django_user_model):
    user = django_user_model.objects.create_user("somebody", password="x", is_staff=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(together_url(page_of("about").specific)).status_code == 302
    content_type = ContentType.objects.get_for_model(StandardPage)
    assert client.get(reverse("translation:together", args=[content_type.pk, "0"])).status_code == 302


def test_what_is_not_there_is_not_found(editor):
    content_type = ContentType.objects.get_for_model(StandardPage)
    assert editor.get(reverse("translation:together", args=[content_type.pk, "0"])).status_code == 404
    assert editor.get(reverse("translation:together", args=[999999, "1"])).status_code == 404


def unschedule(editor, page):
    """Wagtail allows no other change of a page that waits."""
    revision = again(page).scheduled_revision
    editor.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk]))
    assert again(page).scheduled_revision is None


def schedule_in_the_editor(editor, page, start):
    form = {"title": page.title, "slug": page.slug, "summary": page.summary, "go_live_at": in_words(start)}
    form |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "action-publish": "yes"}
    form |= nested_form_data({"body": streamfield([("text", rich_text("<p>Clean.</p>"))])})
    return editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)


class TestEmbargo:
    """No language tells before its source does what the source may not tell yet."""

    @pytest.fixture
    def page(self, editor, start):
        page = new_page()
        choose(editor, page, translated(page), at=in_words(start))
        assert persian(page).scheduled_revision.approved_go_live_at == start
        return page

    @pytest.fixture
    def start(self):
        return timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(days=2)

    def test_it_is_moved_to_a_later_day(self, editor, page, start, monkeypatch):
        later = start + datetime.timedelta(days=3)
        unschedule(editor, page)
        schedule_in_the_editor(editor, page, later)
        assert again(page).scheduled_revision.approved_go_live_at == later
        assert persian(page).scheduled_revision.approved_go_live_at == later
        assert persian(page).go_live_at == later
        at(monkeypatch, start + datetime.timedelta(minutes=5))
        assert not persian(page).live
        at(monkeypatch, later + datetime.timedelta(minutes=5))
        assert again(page).live
        assert persian(page).live

    def test_it_is_moved_together_with_no_language(self, editor, page, start):
        later = start + datetime.timedelta(days=3)
        choose(editor, page, at=in_words(later))
        assert persian(page).scheduled_revision.approved_go_live_at == later

    def test_it_is_moved_where_nobody_notices(self, page, start, monkeypatch):
        """The scheduler looks again."""
        later = start + datetime.timedelta(days=3)
        page.revisions.filter(approved_go_live_at=start).update(approved_go_live_at=later)
        at(monkeypatch, start + datetime.timedelta(minutes=5))
        assert not persian(page).live
        at(monkeypatch, later + datetime.timedelta(minutes=5))
        assert persian(page).live

    def test_its_schedule_is_cancelled(self, editor, page, start, monkeypatch):
        unschedule(editor, page)
        at(monkeypatch, start + datetime.timedelta(minutes=5))
        assert not persian(page).live
        entry = PageLogEntry.objects.filter(page=persian(page).pk).first()
        assert entry.action == NOT_KEPT
        assert entry.data["reason"] == "Its source is not published."

    def test_it_is_lifted(self, editor, page, start, monkeypatch):
        choose(editor, page)
        assert again(page).live
        at(monkeypatch, start + datetime.timedelta(minutes=5))
        assert persian(page).live

    def test_a_translation_may_come_later_than_its_source(self, editor, page, start, monkeypatch):
        choose(editor, page, at=in_words(start - datetime.timedelta(days=1)))
        at(monkeypatch, start - datetime.timedelta(hours=1))
        assert again(page).live
        at(monkeypatch, start + datetime.timedelta(minutes=5))
        assert persian(page).live
