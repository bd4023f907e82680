"""Editions of the plan: one current one at the stable address, earlier ones at their own, what changed between them."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from amf_site.demo.builders import page_of
from strategy.comparison import differences
from strategy.models import PlanEdition, PlanEditionPage
from tests.reading import Reader, everything_in_sitemaps
from tests.site.test_queries import cost

from .plans import edition_page, indicator, present_page

pytestmark = pytest.mark.django_db
PLAN = "/en/who-we-are/strategic-plan/"
OLD_GOALS = [
    ("Knowledge", "Share what we know."),
    ("Close cities", "Bring quaint towns together."),
    ("Ended", "No more."),
]


@pytest.fixture
def old() -> PlanEditionPage:
    return edition_page("Plan of 2018", "superseded", "2018-01-01", OLD_GOALS, period_start=2018, period_end=2022)


def read(client, address: str) -> Reader:
    response = client.get(address)
    assert response.status_code == 200, address
    return Reader(response.content.decode())


def test_the_current_edition_is_read_at_the_stable_address(client):
    page = read(client, PLAN)
    assert "Closer cities" in page.own_text
    assert f"{PLAN}2026/" in page.links, "the address to cite"


def test_its_own_address_leads_to_the_stable_one(client):
    response = client.get(f"{PLAN}2026/")
    assert (response.status_code, response["Location"]) == (302, PLAN)


def test_an_earlier_edition_stays_readable_and_says_that_it_is_superseded(client, old):
    page = read(client, f"{PLAN}plan-of-2018/")
    assert "Bring quaint towns together." in page.own_text
    assert "superseded" in page.own_text
    assert PLAN in page.links
    current = read(client, PLAN)
    assert f"{PLAN}plan-of-2018/" in current.links
    assert "Bring quaint towns together." not in current.own_text


def test_a_newly_adopted_edition_takes_the_stable_address_and_the_old_one_keeps_its_own(client):
    edition_page("Plan of 2030", "adopted", "2030-01-01", [("New goal", "Go further.")])
    assert PlanEdition.objects.get(name="Plan on the site since 2026").status == "superseded"
    current = read(client, PLAN)
    assert "Go further." in current.own_text
    assert "Closer cities" in read(client, f"{PLAN}2026/").own_text
    assert client.get(f"{PLAN}plan-of-2030/").status_code == 302


def test_a_language_keeps_its_edition_until_the_new_one_is_translated_and_says_so(client):
    edition_page("Plan of 2030", "adopted", "2030-01-01", [("New goal", "Go further.")])
    page = read(client, "/fa/who-we-are/strategic-plan/")
    assert "شهرهای نزدیک‌تر" in page.own_text
    assert "ویرایش" in page.own_text
    assert "Go further." not in page.own_text


def test_a_draft_edition_is_offered_nowhere_and_says_that_it_is_one(client):
    edition_page("Plan of 2030", "draft", "2030-01-01", [("New goal", "Go further.")])
    assert "Go further." not in read(client, PLAN).own_text
    assert "plan-of-2030" not in "".join(read(client, PLAN).links)
    assert "This is a draft" in read(client, f"{PLAN}plan-of-2030/").own_text


def test_search_and_sitemap_name_the_stable_address_once_and_earlier_editions_too(client, old):
    def found(query: str) -> list[str]:
        return [result.url for result in client.get("/en/search/", {"q": query}).context["results"]]

    assert found("beating heart") == [PLAN]
    assert found("quaint towns") == [f"{PLAN}plan-of-2018/"]
    sitemap = everything_in_sitemaps(client)
    assert f"{PLAN}</loc>" in sitemap
    assert f"{PLAN}plan-of-2018/</loc>" in sitemap
    assert f"{PLAN}2026/" not in sitemap


def test_search_follows_the_adoption(client):
    edition_page("Plan of 2030", "adopted", "2030-01-01", [("New goal", "Go yonder.")])
    urls = [result.url for result in client.get("/en/search/", {"q": "go yonder"}).context["results"]]
    assert urls == [PLAN]


def test_search_reads_the_plan_after_an_adoption_is_saved(client, old, django_capture_on_commit_callbacks):
    """By the worker, once in each language: not in the request, and not once for each edition."""

    def found() -> list[str]:
        return [result.url for result in client.get("/en/search/", {"q": "quaint towns"}).context["results"]]

    with django_capture_on_commit_callbacks() as callbacks:
        old.edition.status = "adopted"
        old.edition.save()
    assert PLAN not in found()
    assert sum(getattr(callback, "__qualname__", "").startswith("Task.enqueue") for callback in callbacks) == 1
    for callback in callbacks:
        callback()
    assert PLAN in found()


def test_a_reader_without_any_edition_in_her_language_is_told_so(client):
    present_page("fa").unpublish()
    page = read(client, "/fa/who-we-are/strategic-plan/")
    assert "شهرهای نزدیک‌تر" not in page.own_text
    assert page.language == "fa"
    assert "/en/who-we-are/strategic-plan/2026/download/" in page.links


def test_an_edition_has_one_page_in_a_language():
    twin = PlanEditionPage(title="Twin", slug="twin", edition=present_page().edition, vision="<p>x</p>")
    twin.locale = Locale.objects.get(language_code="en")
    with pytest.raises(ValidationError, match="has a page in this language"):
        twin.clean()


def test_every_goal_has_an_anchor_that_all_languages_share(client):
    english = {row["id"] for row in read(client, PLAN).named("li") if row.get("id", "").startswith("goal-")}
    persian = {
        row["id"]
        for row in read(client, "/fa/who-we-are/strategic-plan/").named("li")
        if row.get("id", "").startswith("goal-")
    }
    assert len(english) == 6
    assert english == persian


def test_reading_time_is_said(client):
    assert "3 minutes to read" in read(client, PLAN).own_text
    assert "دقیقه" in read(client, "/fa/who-we-are/strategic-plan/").own_text


class TestComparison:
    def compare(self, client, old) -> str:
        page = present_page()
        goals = list(page.goals.all())
        goals[0].continues, goals[1].continues = 2, 1
        page.goals = goals
        page.save_revision().publish()
        response = client.get(f"{PLAN}2026/compare/")
        assert response["X-Robots-Tag"] == "noindex"
        return response.content.decode()

    def test_goal_by_goal_what_is_new_and_what_is_gone(self, client, old):
        html = self.compare(client, old)
        text = Reader(html).own_text
        assert "Goal 1, before 2: changed" in text
        assert "Goal 3: new" in text
        assert "Goal 3 of the edition before: ended" in text
        assert "<del>" in html
        assert "<ins>" in html
        assert f"{PLAN}2026/compare/" in read(client, PLAN).links

    def test_without_an_earlier_edition_this_is_said_and_not_offered(self, client):
        assert "There is no edition before this one" in read(client, f"{PLAN}2026/compare/").own_text
        assert f"{PLAN}2026/compare/" not in read(client, PLAN).links


@pytest.mark.parametrize(
    ("before", "now", "code", "gone", "new"),
    [
        ("Share what we know.", "Share all we know.", "en", ["what"], ["all"]),
        ("گسترش همکاری شهرها", "گسترش هم‌فکری شهرها", "fa", ["همکاری"], ["هم‌فکری"]),
        ("加强城市合作", "加强区域合作", "zh-hans", ["城市"], ["区域"]),
        ("", "New", "en", [], ["New"]),
        ("Same", "Same", "en", [], []),
    ],
)
def test_differences_are_words_of_the_language(before, now, code, gone, new):
    pieces = differences(before, now, code)
    assert [piece.text for piece in pieces if piece.kind == "gone"] == gone
    assert [piece.text for piece in pieces if piece.kind == "new"] == new
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == now
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before


class TestProgress:
    def test_numbers_stand_beside_the_bar_and_the_bar_says_its_share(self, client):
        indicator(present_page().goals.first())
        page = read(client, PLAN)
        for words in ("Cities with a partner", "Baseline 2020", "10", "Latest value 2025", "20", "Target 2030", "50"):
            assert words in page.own_text
        (bar,) = page.named("svg", role="img")
        assert bar["aria-label"] == "25% of the way is done"
        assert ("rect", {"class": "bar__done", "width": "25", "height": "6"}) in page.elements

    def test_an_aim_to_have_less_is_measured_too(self):
        goal = present_page().goals.first()
        assert indicator(goal, baseline=20, target=5, latest=8).share == pytest.approx(0.8)
        assert indicator(goal, latest=5).share == 0
        assert indicator(goal, latest=500).share == 1
        assert indicator(goal, latest=None, latest_year=None).share is None

    def test_it_is_left_out_where_it_is_not_translated(self, client):
        indicator(present_page().goals.first())
        assert not read(client, "/fa/who-we-are/strategic-plan/").named("svg", role="img")

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({"target": 10}, "no way to go"),
            ({"target_year": 2010}, "before the baseline"),
            ({"latest_year": None}, "belong together"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, values, reason):
        with pytest.raises(ValidationError, match=reason):
            indicator(present_page().goals.first(), **values)


def test_the_cost_of_the_page_is_the_same_with_indicators_and_editions(client, old):
    before = cost(client, PLAN)
    for goal in present_page().goals.all():
        indicator(goal)
    for year in range(2000, 2010):
        edition_page(f"Plan of {year}", "superseded", f"{year}-01-01", OLD_GOALS)
    assert cost(client, PLAN) == before


def test_the_page_of_the_plan_has_no_words_of_its_own_to_lose():
    assert page_of("strategic-plan").specific.words_of_the_plan
