"""How much of the site a language has is one number wherever it stands, and what has no words is complete."""

import html
import re
from itertools import combinations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale

from amf_site.demo.builders import page_of
from amf_site.translation.models import TranslationExclusion
from amf_site.translation.workflow.coverage import coverage_of
from amf_site.translation.workflow.language_lifecycle import what_is_missing
from amf_site.translation.workflow.submission import submit
from members.models import City, Partnership, Theme

pytestmark = pytest.mark.django_db

BOARD = "/admin/translations/"


@pytest.fixture
def governor() -> Client:
    return browser_of("governor", superuser=True)


def browser_of(name: str, superuser: bool = False) -> Client:
    users = get_user_model().objects
    user = users.create_superuser(name) if superuser else users.create_user(name)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.unescape(answer.content.decode())


def shares(client: Client, code: str) -> set[int]:
    """The percentages of a language in the board's head, with and without filters, and on the page of languages."""
    locale = Locale.objects.get(language_code=code)
    found = set()
    for query in ("", f"?language={code}", "?q=nothing has this title", "?state=live"):
        columns = client.get(BOARD + query).context["columns"]
        found |= {column.coverage for column in columns if column.locale == locale}
    page = text(client, reverse("translation:languages"))
    row = page.split(f'id="language-{code}"')[1].split("</tr>")[0]
    found.add(int(re.search(r"(\d+) %: ", row)[1]))
    return found | {coverage_of(locale).percent}


def partnership(**fields) -> Partnership:
    """Of two cities that have none yet, as a script makes it: without a draft."""
    taken = {frozenset(pair) for pair in Partnership.objects.values_list("first", "second")}
    cities = City.objects.order_by("name")
    first, second = next(pair for pair in combinations(cities, 2) if frozenset(city.pk for city in pair) not in taken)
    locale = Locale.objects.get(language_code="en")
    return Partnership.objects.create(
        first=first, second=second, kind="exchange", since=2001, locale=locale, live=True, **fields
    )


def test_the_board_and_the_page_of_languages_name_the_same_number(governor):
    locale = Locale.objects.get(language_code="fa")
    assert shares(governor, "fa") == {100}
    for name in ("about", "who-we-are"):
        page_of(name).get_translation(locale).unpublish()
    Theme.objects.filter(locale=locale).first().unpublish()
    TranslationExclusion.objects.create(translation_key=page_of("home").translation_key, locale=locale)
    assert len(shares(governor, "fa")) == 1
    assert shares(governor, "fa") < set(range(1, 100))
    Locale.objects.create(language_code="ar")
    assert len(shares(governor, "ar")) == 1


def test_who_sees_a_part_of_the_tree_sees_the_same_number(governor):
    locale = Locale.objects.get(language_code="fa")
    page_of("about").get_translation(locale).unpublish()
    client = browser_of("of-one-section")
    group = Group.objects.create(name="Of one section")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "submit_translation"]))
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=page_of("about"), permission=change)
    get_user_model().objects.get(username="of-one-section").groups.add(group)
    assert "Tabriz" not in text(client, BOARD)
    assert shares(client, "fa") == shares(governor, "fa")


def test_a_record_without_words_is_complete_everywhere_and_named_by_what_it_is(governor):
    locale = Locale.objects.create(language_code="ar")
    kind = ContentType.objects.get_for_model(Partnership).pk
    before = {code: coverage_of(Locale.objects.get(language_code=code)) for code in ("fa", "ar")}
    wordless = partnership()
    board = text(governor, f"{BOARD}?q={wordless}")
    assert board.count(f">{wordless}, Arabic: Nothing to translate<") == 1
    assert f"Partnership {wordless.pk}" not in text(governor, f"{BOARD}?q=partnership")
    for code, old in before.items():
        assert coverage_of(Locale.objects.get(language_code=code)) == old
    assert (kind, str(wordless.pk)) not in {(item["content_type"], item["pk"]) for item in what_is_missing(locale)}
    for query in ("?state=missing", "?state=started"):
        assert str(wordless) not in text(governor, BOARD + query)
    row = re.search(rf'name="row" value="([^"]+)" aria-label="Choose {wordless}"', board)[1]
    for action in ("submit", "publish", "export"):
        plan = governor.post(f"{BOARD}bulk/", {"action": action, "row": [row], "language": ["fa", "ar"]}).context[
            "plan"
        ]
        assert {str(step.reason) for step in plan.steps} == {"There is nothing to translate."}


def test_a_record_with_words_is_missing_and_named_by_what_it_is_too(governor):
    locale = Locale.objects.create(language_code="ar")
    worded = partnership(subject="Water")
    assert f">{worded}, Arabic: Missing<" in text(governor, f"{BOARD}?q={worded}")
    kind = ContentType.objects.get_for_model(Partnership).pk
    assert (kind, str(worded.pk)) in {(item["content_type"], item["pk"]) for item in what_is_missing(locale)}
    # What it says now counts, not what a draft says that nobody has published.
    submit(worded, locale, None)
    assert f">{worded}, Arabic: 0 of 1 translated<" in text(governor, f"{BOARD}?q={worded}&language=ar")


def test_names_cost_a_query_for_each_kind_only(governor):
    partnership()
    text(governor, BOARD)
    with CaptureQueriesContext(connection) as few:
        text(governor, BOARD)
    partnership()
    partnership(subject="Air")
    with CaptureQueriesContext(connection) as many:
        text(governor, BOARD)
    assert len(many) == len(few)
