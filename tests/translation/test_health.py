"""The health of the translations: each kind of damage is found and mended, and nothing is found where there is none."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    String,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.strings import StringValue

from amf_site.demo.builders import page_of
from amf_site.media.models import SiteImage
from amf_site.translation.health.check import Check, look, mend
from amf_site.translation.health.checks import CHECKS
from amf_site.translation.models import Comment, Job, Review
from amf_site.translation.workflow.submission import submit
from pages.models import StandardPage

pytestmark = pytest.mark.django_db


def persian() -> Locale:
    return Locale.objects.get(language_code="fa")


def in_persian(name: str) -> Page:
    return page_of(name).get_translation(persian())


def translation_of(name: str) -> Translation:
    return Translation.objects.get(source__object=page_of(name).translation_key, target_locale=persian())


def damage() -> dict[str, int]:
    """What is found, by the name of the check."""
    return {check.name: len(result.findings) for check in CHECKS if (result := look(check)).findings}


def check_named(name: str) -> Check:
    return next(check for check in CHECKS if check.name == name)


def command(*arguments: str) -> tuple[int, str]:
    said = StringIO()
    try:
        call_command("check_translations", *arguments, stdout=said)
    except SystemExit as end:
        return int(end.code or 0), said.getvalue()
    return 0, said.getvalue()


def test_a_sound_site_has_nothing_to_report():
    assert command() == (0, "The translations are sound.\n")


def test_quick_checks_ask_a_number_of_questions_that_does_not_grow():
    quick = [check for check in CHECKS if not check.is_slow]
    for check in quick:  # what a process asks once: content types
        look(check)
    with CaptureQueriesContext(connection) as before:
        for check in quick:
            look(check)
    about = page_of("about")
    for number in range(20):
        about.add_child(instance=StandardPage(title=f"Text {number}", slug=f"text-{number}", body="[]"))
        about.refresh_from_db()
    with CaptureQueriesContext(connection) as after:
        for check in quick:
            look(check)
    assert len(after) == len(before) < 90


class TestTree:
    def test_numbers(self):
        """Of wagtail-localize issue 773: parents say that they have no children."""
        home = in_persian("home")
        right = home.numchild
        Page.objects.filter(pk__in=(home.pk, in_persian("members").pk)).update(numchild=0)
        Page.objects.filter(pk=in_persian("about").pk).update(depth=9)
        assert damage()["numbers"] == 3
        code, said = command("--fix")
        assert code == 0
        assert "3 mended" in said
        home.refresh_from_db()
        assert home.numchild == right
        assert not any(Page.find_problems())

    def test_addresses(self):
        page = in_persian("members")
        Page.objects.filter(path__startswith=page.path).update(url_path="/old/")
        count = damage()["addresses"]
        assert count > 5
        assert command("--fix")[0] == 0
        page.refresh_from_db()
        assert page.url_path == in_persian("home").url_path + "members/"

    def test_orphans_are_left_to_a_person(self):
        page = in_persian("governance")
        Page.objects.filter(pk=page.pk).update(path="0001000900090009", depth=4)
        code, said = command("--fix")
        assert code == 1
        assert page.title in said
        assert Page.objects.filter(pk=page.pk).exists()


class TestPages:
    def test_below_another_language(self):
        page = in_persian("about")
        page.move(page_of("home"), pos="last-child")
        assert damage() == {"misplaced": 1}
        assert command("--fix")[0] == 0
        page = Page.objects.get(pk=page.pk)
        assert page.get_parent().locale == persian()
        assert page.live

    def test_aliases(self, client: Client):
        arabic = Locale.objects.create(language_code="ar")
        home = page_of("home").copy_for_translation(arabic, alias=True)
        assert home.live
        assert damage() == {"aliases": 1}
        assert command("--fix")[0] == 0
        home.refresh_from_db()
        assert (home.alias_of_id, home.live) == (None, False)

    def test_titles(self):
        page = in_persian("about")
        Page.objects.filter(pk=page.pk).update(draft_title="پژوهش &amp; توسعه")
        assert damage() == {"titles": 1}
        assert command("--fix")[0] == 0
        page.refresh_from_db()
        assert page.draft_title == "پژوهش & توسعه"

    def test_live_below_a_draft_is_no_damage(self):
        Page.objects.filter(pk=in_persian("members").pk).update(live=False)
        assert damage()["unreachable"] > 5
        code, said = command()
        assert code == 0
        assert "below a draft" in said


class TestSources:
    def test_a_second_source(self, editor: Client):
        """Of wagtail-localize issue 878; words and comments stay."""
        arabic = Locale.objects.create(language_code="ar")
        origin = translation_of("about").source
        to_arabic = submit(page_of("about"), arabic, None)
        second = TranslationSource.get_or_create_from_instance(in_persian("about").specific)[0]
        wrong = Translation.objects.create(source=second, target_locale=arabic)
        backwards = Translation.objects.create(source=second, target_locale=origin.locale)
        Comment.objects.create(translation=wrong, text="Which mayor?")
        Comment.objects.create(translation=backwards, text="Is that so?")
        words = StringTranslation.objects.count()
        assert damage() == {"second-sources": 2}
        assert command("--fix")[0] == 0
        assert {comment.translation for comment in Comment.objects.all()} == {to_arabic, translation_of("about")}
        assert StringTranslation.objects.count() == words
        arabic_page = page_of("about").get_translation(arabic)
        assert editor.get(reverse("wagtailadmin_pages:edit", args=[arabic_page.pk])).status_code in (200, 302)

    def test_a_language_that_only_the_second_source_has(self):
        arabic = Locale.objects.create(language_code="ar")
        second = TranslationSource.get_or_create_from_instance(in_persian("home").specific)[0]
        kept = Translation.objects.create(source=second, target_locale=arabic)
        kept.save_target(publish=False)
        mend(check_named("second-sources"))
        kept.refresh_from_db()
        assert kept.source == translation_of("home").source
        assert damage() == {}

    def test_a_deleted_source(self):
        translation = translation_of("about")
        Page.objects.filter(pk=page_of("about").pk).update(translation_key="00000000-0000-4000-8000-000000000000")
        words = StringTranslation.objects.count()
        assert damage() == {"lost-sources": 1}
        assert command("--fix")[0] == 0
        translation.refresh_from_db()
        assert not translation.enabled
        assert StringTranslation.objects.count() == words

    def test_a_missing_target(self):
        page = in_persian("governance")
        title = page.title
        page.delete()
        Translation.objects.filter(source__object=page.translation_key).update(enabled=True)
        assert damage() == {"missing-targets": 1}
        assert command("--fix")[0] == 0
        again = in_persian("governance")
        assert not again.live
        assert again.draft_title == title

    def test_an_old_copy(self):
        """The source has changed behind wagtail-localize's back: the words stay and are marked."""
        page = page_of("about").specific
        type(page).objects.filter(pk=page.pk).update(title="About the new Forum", last_published_at=timezone.now())
        assert damage() == {"old-copies": 1}
        assert command("--fix")[0] == 0
        assert Review.objects.get().translation.context.path == "title"
        assert in_persian("about").live

    def test_publishing_without_a_change_makes_no_copy_old(self):
        Page.objects.update(last_published_at=timezone.now() + timedelta(days=1))
        assert "old-copies" not in damage()


class TestWords:
    def test_words_of_the_source_before_readers(self):
        """Where all is translated, the translation is published; else a person is told."""
        page, english = in_persian("about"), page_of("about")
        StandardPage.objects.filter(pk=page.pk).update(title=english.title)
        assert damage() == {"source-words": 1}
        assert command("--fix")[0] == 0
        page.refresh_from_db()
        assert page.title != english.title
        assert page.live
        StringTranslation.objects.filter(locale=persian(), context__object=page.translation_key).delete()
        StandardPage.objects.filter(pk=page.pk).update(title=english.title)
        code, said = command("--fix")
        assert code == 1
        assert english.title in said
        page.refresh_from_db()
        assert page.live

    def test_a_picture_that_was_deleted(self):
        """Of wagtail-localize issue 769, in fields and in blocks, and with pictures that are still there."""
        segments = list(OverridableSegment.objects.exclude(data_json__startswith='"').select_related("context")[:200])
        chosen = {segment.context.path.count("."): segment for segment in segments if picture_of(segment)}
        assert len(chosen) > 1, "a field and a block with a picture"
        for number, segment in enumerate(chosen.values()):
            there = SiteImage.objects.values_list("pk", flat=True)[number]
            SegmentOverride.objects.create(locale=persian(), context=segment.context, data_json=json.dumps(there))
        assert damage() == {}
        SegmentOverride.objects.update(data_json="99999")
        other = TranslationContext.objects.exclude(path__in=[one.context.path for one in chosen.values()]).first()
        kept = SegmentOverride.objects.create(locale=persian(), context=other, data_json='"https://example.org/"')
        assert damage() == {"overrides": len(chosen)}
        assert command("--fix")[0] == 0
        assert list(SegmentOverride.objects.all()) == [kept]

    def test_an_override_of_nothing(self):
        SegmentOverride.objects.create(locale=persian(), context=None, data_json="1")
        assert damage() == {"overrides": 1}
        assert command("--fix")[0] == 0

    def test_unused_strings_are_no_damage(self):
        String.from_value(persian(), StringValue("unused"))
        assert damage() == {"unused-strings": 1}
        assert command()[0] == 0
        command("--fix")
        assert damage() == {}


def picture_of(segment: OverridableSegment) -> bool:
    data: Any = json.loads(segment.data_json)
    name = segment.context.path.rsplit(".", 1)[-1]
    return isinstance(data, int) and name in ("image", "picture") and SiteImage.objects.filter(pk=data).exists()


def test_a_stalled_job():
    item = {"content_type": 0, "pk": 0, "locale": 0}
    job = Job.objects.create(kind=Job.Kind.OPEN, items=[item], options={"locale": 0})
    assert damage() == {}
    Job.objects.update(changed_at=F("changed_at") - timedelta(hours=1))
    assert damage() == {"jobs": 1}
    call_command("resume_jobs", stdout=StringIO())
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert damage() == {}


class TestPage:
    @pytest.fixture
    def health(self) -> str:
        return reverse("translation:health")

    def test_shows_and_mends(self, admin_client: Client, health: str):
        assert "The translations are sound." in admin_client.get(health).content.decode()
        Page.objects.filter(pk=in_persian("home").pk).update(numchild=0)
        page = admin_client.get(health).content.decode()
        assert "The translations are sound." not in page
        assert 'name="check" value="numbers"' in page
        response = admin_client.post(health, {"check": "numbers"}, follow=True)
        assert "1 mended." in response.content.decode()
        assert not any(Page.find_problems())

    def test_reads_every_page_when_it_is_asked(self, admin_client: Client, health: str):
        page = in_persian("about")
        StandardPage.objects.filter(pk=page.pk).update(title=page_of("about").title)
        assert 'value="source-words"' not in admin_client.get(health).content.decode()
        assert 'value="source-words"' in admin_client.get(f"{health}?thorough").content.decode()

    def test_escapes_what_translators_wrote(self, admin_client: Client, health: str):
        Page.objects.filter(pk=in_persian("about").pk).update(draft_title="<script>&amp;</script>")
        page = admin_client.get(health).content.decode()
        assert "<script>&amp;" not in page
        assert "&lt;script&gt;&amp;amp;" in page

    def test_is_for_administrators(self, editor: Client, health: str):
        for ask in (editor.get, editor.post):
            assert ask(health)["Location"] == "/admin/"

    @pytest.mark.parametrize("name", ["", "nonsense", "orphans"])
    def test_mends_only_what_it_knows(self, admin_client: Client, health: str, name: str):
        assert admin_client.post(health, {"check": name}).status_code == 404
