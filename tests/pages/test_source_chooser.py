"""Sources are found by a name in any language, and a new one is written without leaving the form that cites it."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from pages.models import Source

pytestmark = pytest.mark.django_db

CHOOSE = "wagtailsnippetchoosers_pages_source:choose"
RESULTS = "wagtailsnippetchoosers_pages_source:choose_results"
CREATE = "wagtailsnippetchoosers_pages_source:create"


def found(editor, query: str) -> set[str]:
    shown = editor.get(reverse(RESULTS), {"q": query})
    return {source.name for source in shown.context["results"]}


def test_each_source_is_there_once(editor):
    shown = editor.get(reverse(RESULTS))
    assert {source.locale.language_code for source in shown.context["results"]} == {"en"}


@pytest.mark.parametrize("part", ["name", "persian", "url"])
def test_it_is_found_by_what_is_known_of_it(editor, part):
    english = Source.objects.filter(locale__language_code="en").exclude(url="").first()
    persian = Source.objects.get(translation_key=english.translation_key, locale__language_code="fa")
    words = {"name": english.name.upper(), "persian": persian.name, "url": english.url.removeprefix("https://")}
    assert english.name in found(editor, words[part])


def test_all_words_are_looked_for_wherever_they_stand(editor):
    locale = Source.objects.filter(locale__language_code="en").first().locale
    Source.objects.create(name="Census of trees, 2019", locale=locale)
    assert found(editor, "trees census") == {"Census of trees, 2019"}
    assert found(editor, "trees 1870") == set()


@pytest.mark.parametrize("query", ["%", "_", "'", '"><script>', "\u200c", " "])
def test_signs_are_only_signs(editor, query):
    assert editor.get(reverse(RESULTS), {"q": query}).status_code == 200


def test_a_persian_reader_sees_its_persian_name(persian_editor):
    english = Source.objects.filter(locale__language_code="en").order_by("name").first()
    persian = Source.objects.get(translation_key=english.translation_key, locale__language_code="fa")
    html = persian_editor.get(reverse(CHOOSE)).json()["html"]
    assert persian.name in html
    assert "منبع تازه" in html


def test_a_new_one_is_chosen_at_once(editor):
    answer = editor.post(reverse(CREATE), {"new-source-name": "Census 2031", "new-source-url": "example.org/census"})
    source = Source.objects.get(name="Census 2031")
    assert answer.json()["step"] == "chosen"
    assert answer.json()["result"]["id"] == str(source.pk)
    assert (source.locale.language_code, source.url, source.live) == ("en", "https://example.org/census", True)
    assert source.live_revision is not None
    assert ModelLogEntry.objects.filter(object_id=str(source.pk), action="wagtail.create").exists()


@pytest.mark.parametrize(
    "posted",
    [{}, {"new-source-name": " "}, {"new-source-name": "x" * 201}, {"new-source-name": "A", "new-source-url": "no"}],
)
def test_what_is_wrong_is_said_in_the_chooser(editor, posted):
    before = Source.objects.count()
    answer = editor.post(reverse(CREATE), posted).json()
    assert answer["step"] == "reshow_creation_form"
    assert "error" in answer["htmlFragment"]
    assert Source.objects.count() == before


def test_the_same_name_twice_is_told(editor):
    name = Source.objects.filter(locale__language_code="en").first().name
    answer = editor.post(reverse(CREATE), {"new-source-name": name.upper()}).json()
    assert "There is a source of this name already" in answer["htmlFragment"]


def test_who_may_not_add_sources_only_chooses(client, django_user_model):
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("reader")
    user.user_permissions.add(*Permission.objects.filter(codename__in=("access_admin", "change_city")))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert "new-source-name" not in client.get(reverse(CHOOSE)).json()["html"]
    assert client.post(reverse(CREATE), {"new-source-name": "Mine"}).status_code == 302
    assert not Source.objects.filter(name="Mine").exists()


@pytest.mark.parametrize("record", ["members/city", "members/partnership", "strategy/indicator"])
def test_forms_that_cite_open_it(editor, record):
    assert reverse(CHOOSE) in editor.get(f"/admin/snippets/{record}/add/").content.decode()
