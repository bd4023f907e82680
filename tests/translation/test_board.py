"""The board tells how every page and record stands in every language, and acts on many of them at once."""

import html
import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from amf_site.accounts import sessions
from amf_site.demo.builders import page_of
from amf_site.demo.editor import NAME
from amf_site.translation.models import Job, LanguageRight, TranslationExclusion, TranslationTask
from amf_site.translation.segments.store import clear_words, confirm, save_words
from amf_site.translation.workflow import jobs
from amf_site.translation.workflow.publishing import publish
from members.models import Theme
from pages.models import StandardPage
from tests.costs import counted
from tests.reading import Reader

from .many import make_many

pytestmark = pytest.mark.django_db

BOARD = "/admin/translations/"


@pytest.fixture
def fa() -> Locale:
    return Locale.objects.get(language_code="fa")


@pytest.fixture
def user():
    return get_user_model().objects.get(username=NAME)


@pytest.fixture
def trial() -> StandardPage:
    page = StandardPage(title="Trial", slug="trial", summary="One sentence.")
    page_of("who-we-are").add_child(instance=page)
    page.save_revision().publish()
    return page


def name_of(page) -> str:
    """What the board's form calls a row."""
    return f"{ContentType.objects.get_for_model(type(page)).pk}-{page.pk}"


def address_of(page) -> str:
    kind = ContentType.objects.get_for_model(type(page))
    return f"{BOARD}submit/?content_type={kind.pk}&pk={page.pk}"


def said(client: Client, title: str = "Trial", language: str = "Persian", query: str = "?q=Trial") -> str | None:
    """What the board says of a cell, by its accessible name."""
    page = html.unescape(client.get(BOARD + query).content.decode())
    found = re.search(rf">{title}, {language}: ([^<]+)<", page)
    return found[1] if found else None


def titles(client: Client, query: str) -> list[str]:
    page = html.unescape(client.get(BOARD + query).content.decode())
    return re.findall(r'name="row" value="[^"]+" aria-label="Choose ([^"]+)"', page)


def translation_of(page, locale: Locale) -> Translation:
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=locale)


def segments_of(translation: Translation) -> list[StringSegment]:
    return list(StringSegment.objects.filter(source=translation.source).select_related("string"))


@pytest.fixture
def submitted(editor, trial, fa, user) -> Translation:
    """With words known from elsewhere taken out, if the memory has filled any in."""
    answer = editor.post(address_of(trial), {"language": "fa"}, follow=True)
    assert answer.status_code == 200
    translation = translation_of(trial, fa)
    for segment in segments_of(translation):
        clear_words(translation, segment, user)
    return translation


def translate(translation: Translation, user) -> None:
    for segment in segments_of(translation):
        save_words(translation, segment, f"کلمه {segment.pk}", user)


@pytest.fixture
def bulk(django_capture_on_commit_callbacks):
    """Does what the buttons below the board do, with the job that it may start."""

    def act(client: Client, action: str, *pages, confirmed: bool = True, **more: str):
        data = {"action": action, "row": [name_of(page) for page in pages], "language": ["fa"], **more}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(f"{BOARD}bulk/", data | ({"confirmed": "1"} if confirmed else {}), follow=True)

    return act


def test_a_page_goes_through_every_state(editor, trial, fa, user, bulk):
    assert said(editor) == "Missing"
    editor.post(address_of(trial), {"language": "fa"})
    translation = translation_of(trial, fa)
    for segment in segments_of(translation):
        clear_words(translation, segment, user)
    total = len(segments_of(translation))
    assert said(editor) == f"0 of {total} translated"
    save_words(translation, segments_of(translation)[0], "سلام", user)
    assert said(editor) == f"1 of {total} translated"
    translate(translation, user)
    assert said(editor) == "Ready to publish"
    bulk(editor, "publish", trial)
    assert said(editor) == "Live"

    trial.summary = "One other sentence."
    trial.save_revision().publish()
    assert said(editor) == "Live, 1 changed"
    for segment in segments_of(translation):
        confirm(translation, segment, user)
    assert said(editor) == "Live"
    translate(translation, user)
    assert said(editor) == "Live, 1 changed"
    publish(translation, user)
    assert said(editor) == "Live"
    Translation.objects.filter(pk=translation.pk).update(enabled=False)
    assert said(editor) == "Live; kept by hand"


def test_what_is_not_wanted_is_marked_and_counts_as_nothing(editor, trial, fa, bulk):
    def coverage() -> int:
        desk = editor.get(BOARD).context
        return desk["columns"][0].coverage

    before = coverage()
    bulk(editor, "unwanted", trial)
    assert said(editor) == "Not wanted"
    assert coverage() > before
    assert TranslationExclusion.objects.get().decided_by.username == NAME
    bulk(editor, "wanted", trial)
    assert said(editor) == "Missing"
    assert coverage() == before


def test_an_alias_is_missing_and_a_record_is_there_too(editor, trial, fa):
    trial.copy_for_translation(fa, copy_parents=True, alias=True)
    assert said(editor) == "Missing"
    theme = Theme.objects.filter(locale__language_code="en").first()
    assert said(editor, str(theme), query="?q=" + str(theme)) is not None


def test_filters(editor, submitted, trial, user, fa):
    assert titles(editor, "?q=trial") == ["Trial"]
    assert "Trial" in titles(editor, "?state=started&language=fa")
    assert "Trial" not in titles(editor, "?state=live&language=fa")
    section = page_of("who-we-are").path
    assert "Trial" in titles(editor, f"?section={section}")
    assert "Tabriz" not in titles(editor, f"?section={section}")
    theme = ContentType.objects.get_for_model(Theme).pk
    assert set(titles(editor, f"?section=kind-{theme}")) == {
        str(theme) for theme in Theme.objects.filter(locale__language_code="en")
    }
    assert titles(editor, "?mine=on") == []
    TranslationTask.objects.create(translation=submitted, assignee=user)
    assert titles(editor, "?mine=on") == ["Trial"]
    TranslationTask.objects.update(assignee=None, step=TranslationTask.Step.REVIEWING)
    assert titles(editor, "?mine=on") == []
    group = Group.objects.create(name="Reviewers")
    user.groups.add(group)
    LanguageRight.objects.create(group=group, locale=fa, may_publish=True)
    assert titles(editor, "?mine=on") == ["Trial"]
    assert "Select a valid choice" in editor.get(BOARD + "?state=nonsense").content.decode()


def test_submitting_lists_what_it_will_do_and_why_not(editor, submitted, trial, fa, bulk):
    other = StandardPage(title="Second trial", slug="second-trial", summary="One sentence.")
    page_of("who-we-are").add_child(instance=other)
    other.save_revision().publish()
    answer = bulk(editor, "submit", trial, other, confirmed=False)
    assert [step.source.title for step in answer.context["plan"].to_do] == ["Second trial"]
    assert "It has been submitted already." in answer.content.decode()
    assert not Job.objects.exists()
    answer = bulk(editor, "submit", trial, other)
    job = Job.objects.get()
    assert said(editor, "Second trial", query="?q=Second trial") != "Missing"
    assert job.items == [{"content_type": other.content_type_id, "pk": str(other.pk), "locale": fa.pk}]
    assert answer.redirect_chain[-1][0] == reverse("translation:job", args=[job.pk])


def test_only_what_is_complete_is_published(editor, submitted, trial, user, bulk):
    answer = bulk(editor, "publish", trial, confirmed=False)
    assert answer.context["plan"].to_do == []
    assert "0 of" in answer.content.decode()
    translate(submitted, user)
    bulk(editor, "publish", trial)
    assert Job.objects.get().items == [submitted.pk]
    assert said(editor) == "Live"


def test_translations_of_withdrawn_sources_are_published_with_a_word(editor, submitted, trial, fa, user, bulk):
    """The others that were chosen need none."""
    other = StandardPage(title="Trial, the second", slug="second-trial", summary="One sentence.")
    page_of("who-we-are").add_child(instance=other)
    other.save_revision().publish()
    editor.post(address_of(other), {"language": "fa"})
    for translation in (submitted, translation_of(other, fa)):
        translate(translation, user)
    StandardPage.objects.get(pk=trial.pk).unpublish()
    asked = Reader(bulk(editor, "publish", trial, other, confirmed=False).content.decode())
    assert len(asked.named("input", name="though_withdrawn")) == 1
    assert "Trial , فارسی: Its source has been withdrawn." in asked.own_text
    answer = bulk(editor, "publish", trial, other)
    assert Job.objects.latest("pk").items == [translation_of(other, fa).pk]
    assert (said(editor), said(editor, other.title)) == ("Ready to publish", "Live")
    asked = bulk(editor, "publish", trial, confirmed=False)
    assert "required" in Reader(asked.content.decode()).named("input", name="though_withdrawn")[0]
    answer = bulk(editor, "publish", trial, though_withdrawn="on")
    assert said(editor) == "Live", answer.content
    assert "withdrawn" not in bulk(editor, "publish", other, confirmed=False).content.decode()


def test_a_source_that_is_withdrawn_later_needs_a_word_all_the_same(editor, submitted, trial, user, bulk):
    translate(submitted, user)
    job = Job.objects.create(kind=Job.Kind.PUBLISH, user=user, items=[submitted.pk])
    StandardPage.objects.get(pk=trial.pk).unpublish()
    jobs.run(job.pk)
    assert [line["outcome"] for line in job.report] == ["failed"]
    assert said(editor) == "Ready to publish"


def test_a_record_whose_source_is_withdrawn_is_published_with_a_word(editor, fa, user, bulk):
    theme = Theme(name="Trial", slug="trial", locale=Locale.objects.get(language_code="en"))
    theme.save()
    theme.save_revision().publish()
    editor.post(address_of(theme), {"language": "fa"})
    translate(translation_of(theme, fa), user)
    Theme.objects.get(pk=theme.pk).unpublish()
    bulk(editor, "publish", theme)
    assert said(editor) == "Ready to publish"
    bulk(editor, "publish", theme, though_withdrawn="on")
    assert said(editor) == "Live"


@pytest.mark.parametrize("data", [{}, {"action": "submit"}, {"action": "nonsense", "row": "1-1", "language": "fa"}])
def test_a_bulk_action_without_a_choice_says_so(editor, data):
    answer = editor.post(f"{BOARD}bulk/", data, follow=True)
    assert answer.redirect_chain[-1][0] == BOARD
    assert "Choose" in str(next(iter(answer.context["messages"])))


def test_three_languages_are_a_job_and_none_is_a_word(editor, trial):
    for code in ("ar", "tr", "ru"):
        Locale.objects.create(language_code=code)
    assert "Choose at least one language." in editor.post(address_of(trial)).content.decode()
    assert not Job.objects.exists()
    editor.post(address_of(trial), {"language": ["ar", "tr", "ru"]})
    assert len(Job.objects.get().items) == 3


@pytest.fixture
def translator(fa) -> Client:
    """Somebody who may do nothing but translate into Persian."""
    user = get_user_model().objects.create_user("translator-of-persian")
    group = Group.objects.create(name="Translators of Persian only")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    LanguageRight.objects.create(group=group, locale=fa)
    user.groups.add(group)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_translator_sees_her_languages_and_decides_nothing(translator, submitted, trial, user, bulk):
    Locale.objects.create(language_code="tr")
    assert said(translator, language="Turkish") is None
    assert "translated" in said(translator)
    assert "Submit for translation" not in translator.get(BOARD).content.decode()
    assert translator.get(address_of(trial)).status_code == 302
    translate(submitted, user)
    for action in ("submit", "publish", "unwanted"):
        assert bulk(translator, action, trial).status_code == 200
    assert not Job.objects.exists()
    assert not TranslationExclusion.objects.exists()


def test_others_do_not_see_the_board(db):
    stranger = get_user_model().objects.create_user("stranger")
    group = Group.objects.create(name="Admin only")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    stranger.groups.add(group)
    client = Client()
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    for address in (BOARD, f"{BOARD}submit/?content_type=1&pk=1"):
        assert client.get(address, follow=True).redirect_chain[0][0] == "/admin/"
    assert client.post(f"{BOARD}bulk/").status_code == 302
    assert f'"{BOARD}"' not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("query", ["", "?content_type=x&pk=1", "?content_type=1&pk=x", "?content_type=999999&pk=1"])
def test_what_is_not_there_cannot_be_submitted(editor, query):
    assert editor.get(f"{BOARD}submit/{query}").status_code == 404


def test_the_start_of_the_admin_counts_what_the_board_lists(editor, submitted, trial):
    """It looks only at drafts and at translations with segments to settle; the board looks at everything."""
    page = editor.get("/admin/").content.decode()
    counted = re.findall(rf'href="({BOARD}\?language=\w+&amp;state=\w+)"[^>]*>(\d+)<', page)
    assert counted
    listed = [(address, str(editor.get(html.unescape(address)).context["total"])) for address, _number in counted]
    assert counted == listed
    codes = {address.partition("language=")[2][:2] for address, _number in counted}
    states = ("review", "started", "changed", "draft")
    everything = [f"{BOARD}?language={code}&state={state}" for code in sorted(codes) for state in states]
    assert sum(editor.get(address).context["total"] for address in everything) == sum(int(n) for _a, n in counted)


def test_the_states_are_shown_elsewhere(editor, submitted, trial, fa):
    assert f'"{BOARD}"' in editor.get("/admin/").content.decode()
    assert "Translations that wait" in editor.get("/admin/").content.decode()
    explorer = editor.get(f"/admin/pages/{page_of('who-we-are').pk}/").content.decode()
    assert "Being translated: " in explorer
    assert html.escape(address_of(trial)) in explorer
    assert "0 of" in editor.get(f"/admin/pages/{trial.pk}/edit/").content.decode()
    Translation.objects.filter(pk=submitted.pk).update(enabled=False)
    target = submitted.get_target_instance()
    assert f'href="/admin/pages/{trial.pk}/edit/"' in editor.get(f"/admin/pages/{target.pk}/edit/").content.decode()
    themes = editor.get("/admin/snippets/members/theme/?locale=en").content.decode()
    assert f"{BOARD}submit/" in themes
    for page in (explorer, themes):
        assert "Translate this page" not in page
        assert "Sync translated" not in page


#: For every page of the admin Wagtail asks eight questions of its own, and the gate one, for second factors.
QUERIES = 17
#: What fifty rows of fourteen languages take in Python, and what a page more takes in SQLite; ``make bench`` tells what
#: becomes of it with a thousand pages.
CALLS, STEPS = 1_500_000, 6_000


@pytest.mark.parametrize("count", [40, 400])
def test_the_board_costs_little_whatever_the_size(editor, count, monkeypatch):
    monkeypatch.setattr(sessions, "NOTED_EVERY", 3600)  # seconds: on a busy machine a session may be noted meanwhile
    make_many(count)
    editor.get(BOARD)  # what a process asks once: content types
    for query in ("", "?state=changed", "?state=live", "?q=page&language=tg", "?p=3", "?mine=on"):
        with counted() as cost:
            answer = editor.get(BOARD + query)
        assert answer.status_code == 200
        assert cost.queries <= QUERIES, query
        assert cost.calls <= CALLS, query
        assert cost.steps <= STEPS * max(count, 100), query
    assert len(titles(editor, "?state=changed")) == min(count, 50)
    assert said(editor, "Page 7", "Tajik", "?q=page 7&language=tg") == "Live, 1 changed"
    assert said(editor, "Page 7", "Thai", "?q=page 7&language=th") == "Live, 1 changed"
    assert StringTranslation.objects.count() > 60 * count


def test_the_dashboard_asks_a_constant_number_of_questions(editor):
    make_many(3)
    before = cost(editor, "/admin/")
    make_many(12)
    assert cost(editor, "/admin/") == before


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)
