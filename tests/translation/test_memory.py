"""What was translated once fills in by itself, what is near is offered, what is not said alike is reported."""

import csv
import io
from importlib import import_module

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page
from wagtail_localize.models import String, StringSegment, StringTranslation, Translation, TranslationSource

from amf_site.demo.builders import page_of
from amf_site.translation.memory import fuzzy_matches
from amf_site.translation.memory.exact_matches import COPY_TOOL, MEMORY_TOOL, fill_in, is_alike_in
from amf_site.translation.models import LanguageRight, Review, Term
from amf_site.translation.segments.store import save_words
from amf_site.translation.workflow.submission import submit
from pages.models import StandardPage
from tests.costs import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def english() -> Locale:
    return Locale.objects.get(language_code="en")


@pytest.fixture
def persian() -> Locale:
    return Locale.objects.get(language_code="fa")


@pytest.fixture
def user():
    return get_user_model().objects.get(username="editor")


@pytest.fixture
def others(english) -> list[Locale]:
    return [Locale.objects.create(language_code=code) for code in ("ja", "tr", "ru")]


def new_page(title: str, *paragraphs: str) -> StandardPage:
    page = StandardPage(title=title, body=[("text", f"<p>{paragraph}</p>") for paragraph in paragraphs])
    page_of("home").add_child(instance=page)
    page.save_revision().publish()
    return page


def segment_of(page, words: str) -> StringSegment:
    return StringSegment.objects.select_related("string").get(
        source__object_id=page.translation_key, string__data=words
    )


def words_of(page, locale) -> dict[str, StringTranslation]:
    found = StringTranslation.objects.filter(context__object_id=page.translation_key, locale=locale)
    return {words.translation_of.data: words for words in found.select_related("translation_of")}


def translate(page, locale, user, said: dict[str, str], **options) -> Translation:
    translation = submit(page, locale, user)
    for source, words in said.items():
        save_words(translation, segment_of(page, source), words, user, **options)
    return translation


SENTENCE = 'Write to <a id="a1">the harbour office</a> of the old town.'
SOURCE = 'Write to <a href="https://example.org/">the harbour office</a> of the old town.'
SAID = 'به <a id="a1">دفتر بندر</a> شهر کهنه بنویسید.'


def test_known_words_fill_in_marked_and_the_draft_has_its_title(persian, user):
    first = new_page("Quay & harbour", SOURCE)
    translate(first, persian, user, {"Quay &amp; harbour": "اسکله &amp; بندر", SENTENCE: SAID})
    second = new_page("Quay & harbour", SOURCE, "A sentence that nobody has ever translated.")
    translation = submit(second, persian, user)
    words = words_of(second, persian)
    assert set(words) == {"Quay &amp; harbour", SENTENCE}
    assert words[SENTENCE].data == SAID
    assert {found.tool_name for found in words.values()} == {MEMORY_TOOL}
    assert {found.translation_type for found in words.values()} == {"machine"}
    assert not any(found.has_error for found in words.values())
    draft = translation.get_target_instance()
    assert Page.objects.get(pk=draft.pk).draft_title == "اسکله & بندر"
    assert not draft.live


def test_a_draft_that_is_there_gets_the_title_too(persian, user):
    first = new_page("Breakwater")
    second = new_page("Jetty")
    translate(first, persian, user, {"Breakwater": "موج‌شکن"})
    draft = submit(second, persian, user).get_target_instance()
    second.title = "Breakwater"
    second.save_revision().publish()
    assert words_of(second, persian)["Breakwater"].tool_name == MEMORY_TOOL
    assert Page.objects.get(pk=draft.pk).draft_title == "موج‌شکن"


def test_the_newest_words_are_taken_and_neither_wrong_nor_unread_ones(persian, user):
    pages = [new_page(f"Pier {number}", SOURCE) for number in range(4)]
    translate(pages[0], persian, user, {SENTENCE: f"کهنه {SAID}"})
    translate(pages[1], persian, user, {SENTENCE: SAID})
    translate(pages[2], persian, user, {SENTENCE: "ماشین"}, tool="x", review=Review.Reason.MACHINE)
    translate(pages[3], persian, user, {SENTENCE: '<a id="a9">پیوندی دیگر</a>'})
    assert words_of(pages[3], persian)[SENTENCE].has_error
    new = new_page("Pier 5", SOURCE)
    submit(new, persian, user)
    assert words_of(new, persian)[SENTENCE].data == SAID


def test_nothing_is_overwritten(persian, user):
    translate(new_page("Mole", SOURCE), persian, user, {SENTENCE: SAID})
    page = new_page("Mole of another kind", SOURCE)
    translation = translate(page, persian, user, {SENTENCE: "سخن دیگر"})
    assert fill_in(translation.source) == 0
    assert words_of(page, persian)[SENTENCE].data == "سخن دیگر"


@pytest.mark.parametrize(
    ("code", "segment", "alike"),
    [
        ("fa", "https://example.org/a?b=1&amp;c=2", True),
        ("fa", "mayor@example.org", True),
        ("fa", "– … –", True),
        ("fa", "2008", False),  # ۱۳۸۷
        ("th", "2008", False),  # 2551
        ("bn", "63", False),  # ৬৩
        ("ru", '<a id="a1">2008</a>–2026', True),
        ("ru", "63 cities", False),
        ("ru", "write to mayor@example.org", False),
        ("ru", "R&amp;D", False),
    ],
)
def test_what_is_alike_in_every_language(code, segment, alike):
    assert is_alike_in(code, segment) is alike


def test_what_is_alike_is_copied(others, user):
    page = new_page("Harbour office", "mayor@example.org", "2008–2026", "Read on.")
    submit(page, others[1], user)
    words = words_of(page, others[1])
    assert {source: (found.data, found.tool_name) for source, found in words.items()} == {
        "mayor@example.org": ("mayor@example.org", COPY_TOOL),
        "2008–2026": ("2008–2026", COPY_TOOL),
    }


def test_filling_costs_the_same_whatever_its_size(persian, others, user):
    def cost(locales: list[Locale], size: int) -> int:
        page = new_page(f"Of {size}", *(f"{number}–{number}" for number in range(100, 100 + size)))
        source = TranslationSource.get_or_create_from_instance(page)[0]
        Translation.objects.bulk_create(Translation(source=source, target_locale=locale) for locale in locales)
        with CaptureQueriesContext(connection) as queries:
            assert fill_in(source) == size * len(locales)
        return len(queries)

    small = cost([others[1]], 2)
    assert cost([others[1], others[2]], 20) == small
    assert small <= 9


FORMER = "The Forum brings together the mayors of Asian cities once a year."
CHANGED = "The Forum brings together the mayors of all Asian cities twice a year."


def ask(client: Client, translation: Translation, segment: StringSegment):
    return client.get(f"/admin/translations/{translation.pk}/segments/{segment.pk}/suggestions/")


def test_near_matches_are_offered_with_their_difference(editor, persian, user):
    origin = new_page("Assembly of the year", FORMER)
    translate(origin, persian, user, {FORMER: "مجمع سالی یک بار شهرداران را گرد می‌آورد."})
    page = new_page("Gathering", CHANGED)
    translation = submit(page, persian, user)
    answer = ask(editor, translation, segment_of(page, CHANGED)).json()
    best = answer["suggestions"][0]
    assert best["source"] == FORMER
    assert best["words"] == "مجمع سالی یک بار شهرداران را گرد می‌آورد."
    assert best["origin"] == "Assembly of the year"
    assert 0.85 < best["likeness"] < 1
    parts = [(part["kind"], part["text"]) for part in best["difference"]]
    assert ("removed", "once") in parts
    assert ("added", "twice") in parts
    assert "".join(text for kind, text in parts if kind != "removed") == CHANGED
    assert "".join(text for kind, text in parts if kind != "added") == FORMER
    likenesses = [found["likeness"] for found in answer["suggestions"]]
    assert likenesses == sorted(likenesses, reverse=True)
    assert len(likenesses) <= 5
    assert min(likenesses) >= 0.6


def test_other_words_of_the_same_source_are_offered_and_its_own_are_not(persian, user):
    first, second = new_page("Lighthouse A", SOURCE), new_page("Lighthouse B", SOURCE)
    translate(first, persian, user, {SENTENCE: SAID})
    translation = translate(second, persian, user, {SENTENCE: f"{SAID} باز"})
    found = fuzzy_matches.suggestions(translation, segment_of(second, SENTENCE))
    assert [(each.words, each.likeness) for each in found if each.source == SENTENCE] == [(SAID, 1.0)]


def test_a_database_without_trigrams_finds_the_same(persian, user):
    page = new_page("The mayors of Asian cities meet in Tabriz", FORMER)
    translate(new_page("Of last year", CHANGED), persian, user, {CHANGED: "مجمع سالی دو بار"})
    translation = submit(page, persian, user)
    segment = segment_of(page, FORMER)
    found = fuzzy_matches.suggestions(translation, segment)
    assert found
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP EXTENSION pg_trgm")
    assert fuzzy_matches.has_trigrams() is False
    assert fuzzy_matches.suggestions(translation, segment) == found


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no extensions and no roles")
def test_who_may_not_create_the_extension_does_without():
    migration = import_module("amf_site.translation.migrations.0002_trigrams")
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION pg_trgm")
        cursor.execute("CREATE ROLE powerless; SET LOCAL ROLE powerless")
        migration.create_extension(None, connection.schema_editor())
        assert fuzzy_matches.has_trigrams() is False
        cursor.execute("RESET ROLE")
        migration.create_extension(None, connection.schema_editor())
        assert fuzzy_matches.has_trigrams() is True


def test_postgresql_compares_itself_where_it_can():
    assert fuzzy_matches.has_trigrams() is (connection.vendor == "postgresql")


def test_of_twenty_thousand_strings_only_the_likeliest_are_measured(english, persian, user):
    page = new_page("Many", CHANGED)
    translation = submit(page, persian, user)
    context = segment_of(page, CHANGED).context
    subjects = ("city", "mayor", "harbour", "park", "bridge")
    strings = String.objects.bulk_create(
        String(locale=english, data=data, data_hash=String._get_data_hash(data))
        for data in (
            f"The {subjects[number % 5]} number {number} was opened by the Forum in the year {1900 + number % 120}."
            for number in range(20_000)
        )
    )
    StringTranslation.objects.bulk_create(
        StringTranslation(translation_of=string, locale=persian, context=context, data="گشایش", has_error=False)
        for string in strings
    )
    with counted() as cost:
        fuzzy_matches.suggestions(translation, segment_of(page, CHANGED))
    assert cost.queries <= 5
    assert cost.calls_of(fuzzy_matches.likeness) <= fuzzy_matches.CANDIDATES
    assert cost.calls_of(fuzzy_matches.groups) <= (21_000 if connection.vendor == "sqlite" else 0)
    assert cost.calls < 3_000_000


def test_terms_of_the_glossary_come_with_the_suggestions(editor, persian, user):
    page = new_page("Terms", "The general assemblies elect the Secretary General.")
    translation = submit(page, persian, user)
    answer = ask(editor, translation, segment_of(page, "The general assemblies elect the Secretary General.")).json()
    assert answer["terms"] == [
        {"term": "General Assembly", "words": "مجمع عمومی"},
        {"term": "Secretary General", "words": "دبیرکل"},
    ]


@pytest.fixture
def translator(client, others) -> Client:
    """Of Turkish, and nothing else."""
    group = Group.objects.create(name="Turkish")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    LanguageRight.objects.create(group=group, locale=others[1])
    person = get_user_model().objects.create_user("aylin", "aylin@localhost", "x")
    person.groups.add(group)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_suggestions_are_for_those_who_may_read(translator, others, persian, user):
    page = new_page("Rights", FORMER)
    segments = {locale: submit(page, locale, user) for locale in (persian, others[1])}
    segment = segment_of(page, FORMER)
    assert ask(translator, segments[others[1]], segment).status_code == 200
    assert ask(translator, segments[persian], segment).status_code == 403
    assert ask(Client(), segments[others[1]], segment).status_code == 302
    elsewhere = new_page("Elsewhere", SOURCE)
    submit(elsewhere, persian, user)
    assert ask(translator, segments[others[1]], segment_of(elsewhere, SENTENCE)).status_code == 404


REPORT = "/admin/translations/consistency/"


def test_one_source_with_several_translations_is_reported(editor, persian, user):
    first, second, third = (new_page(f"Wharf {letter}", SOURCE) for letter in "abc")
    links = [
        f"/admin/translations/{translate(page, persian, user, {SENTENCE: words}).pk}/"
        for page, words in ((first, SAID), (second, f"{SAID} دیگر"), (third, f" {SAID}  "))
    ]
    page = editor.get(REPORT, {"language": "fa"}).content.decode()
    assert all(f'href="{link}"' in page for link in links)
    rows = list(csv.reader(io.StringIO(editor.get(REPORT, {"language": "fa", "format": "csv"}).content.decode())))
    ours = [row for row in rows if row[2] == "Write to the harbour office of the old town."]
    assert {(row[3].strip(), row[4]) for row in ours} == {
        ("به دفتر بندر شهر کهنه بنویسید.", "Wharf a"),
        ("به دفتر بندر شهر کهنه بنویسید. دیگر", "Wharf b"),
        ("به دفتر بندر شهر کهنه بنویسید.", "Wharf c"),
    }
    save_words(Translation.objects.get(pk=links[1].split("/")[3]), segment_of(second, SENTENCE), SAID, user)
    assert "Wharf a" not in editor.get(REPORT, {"language": "fa"}).content.decode()
    assert "Wharf a" in editor.get(REPORT, {"language": "fa", "exact": "on"}).content.decode()


def test_terms_that_are_not_used_are_reported(editor, persian, user):
    page = new_page("Statutes", "The General Assembly meets.", "The general assembly votes.")
    said = {
        "The General Assembly meets.": "مجامع عمومی برگزار می‌شود.",
        "The general assembly votes.": "همه رأی می‌دهند.",
    }
    translate(page, persian, user, said)
    html = editor.get(REPORT, {"language": "fa", "kind": "terms"}).content.decode()
    assert "The general assembly votes." in html
    assert "The General Assembly meets." not in html


def test_words_of_translators_are_escaped_and_formulas_are_none(editor, persian, user):
    for number, words in enumerate(("=1+1", "&lt;script&gt;alert(1)&lt;/script&gt;")):
        translate(new_page(f"Dock {number}", FORMER), persian, user, {FORMER: words})
    html = editor.get(REPORT, {"language": "fa"}).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert '"\'=1+1"' in editor.get(REPORT, {"language": "fa", "format": "csv"}).content.decode()


def test_the_report_costs_the_same_whatever_it_finds(editor, persian, user):
    def cost(kind: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(REPORT, {"language": "fa", "kind": kind}).status_code == 200
        return len(queries)

    def find(number: int) -> None:
        page = new_page(f"Slip {number}", FORMER, "The general assembly votes.")
        translate(page, persian, user, {FORMER: f"سخن {number}", "The general assembly votes.": f"رأی {number}"})

    find(0)
    find(1)
    cost("several")
    before = [cost("several"), cost("terms")]
    for number in range(2, 10):
        find(number)
    assert [cost("several"), cost("terms")] == before
    assert max(before) <= 20


def test_the_report_is_of_ones_own_languages(translator, client):
    assert b"Consistency" in translator.get("/admin/").content
    assert translator.get(REPORT).status_code == 200
    assert b"Select a valid choice" in translator.get(REPORT, {"language": "fa"}).content
    person = get_user_model().objects.create_user("nobody", "nobody@localhost", "x")
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(REPORT).status_code == 302
    assert b"Consistency" not in client.get("/admin/").content


def test_a_second_load_leaves_the_glossary_alone(persian):
    assert Term.objects.filter(locale=persian).count() == 15
    Term.objects.filter(locale=persian).exclude(term="secretariat").delete()
    from amf_site.demo.translations import load_terms

    load_terms("fa")
    assert Term.objects.get(locale=persian).term == "secretariat"
