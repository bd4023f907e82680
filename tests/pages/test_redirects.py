"""Earlier addresses lead to the page, never in a circle, never to nothing."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Locale, Page, PageViewRestriction, get_page_models

from amf_site.addresses import page_path
from amf_site.demo.builders import page_of
from pages.models import StandardPage
from pages.redirects import SETTLED

pytestmark = pytest.mark.django_db

CODES = ["en", "fa"]


@pytest.fixture
def committed(django_capture_on_commit_callbacks) -> Callable[[], AbstractContextManager]:
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def rename(committed) -> Callable[[str, str, str], None]:
    """Publish a page under another slug, as the editor's form does."""

    def publish(name: str, code: str, slug: str) -> None:
        page = in_language(name, code).specific
        page.slug = slug
        with committed():
            page.save_revision().publish()

    return publish


def in_language(name: str, code: str) -> Page:
    return page_of(name).get_translations(inclusive=True).get(locale__language_code=code)


def settle() -> None:
    Redirect.objects.update(created_at=timezone.now() - SETTLED - timedelta(days=1))


class Browser:
    """Follows redirects as a browser does: it keeps those that it may, and gives up after twenty."""

    def __init__(self) -> None:
        self.client = Client()
        self.kept: dict[str, str] = {}

    def open(self, address: str) -> tuple[str, int]:
        for _ in range(20):
            if address in self.kept:
                address = self.kept[address]
                continue
            answer = self.client.get(address)
            if answer.status_code not in (301, 302):
                return address, answer.status_code
            if answer.status_code == 301 or "max-age" in answer.get("Cache-Control", ""):
                self.kept[address] = answer["Location"]
            address = answer["Location"]
        pytest.fail(f"too many redirects at {address}")


@pytest.mark.parametrize("code", CODES)
def test_renamed_it_is_found_with_all_its_addresses_and_the_query(client, rename, code):
    addresses = {
        f"/{code}/members/{rest}": f"/{code}/cities/{rest}"
        for rest in (
            "",
            "tabriz/",
            "tabriz/download/",
            "tabriz/bazaar-rehabilitation/",
            "data/",
            "data/members/json/",
            "data/projects/csv/",
            "?q=Tabriz&region=034",
            "data/members/geojson/?from=a%20letter&x=%D8%AA",
        )
    }
    rename("members", code, "cities")
    for old, new in addresses.items():
        answer = client.get(old)
        assert (answer.status_code, answer.get("Location")) == (302, new)
        assert answer["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("code", CODES)
def test_every_address_of_the_plan_and_its_editions(client, rename, code):
    edition = in_language("plan-2026", code)
    rename("strategic-plan", code, "plan")
    for rest in ("", "download/", f"{edition.slug}/", f"{edition.slug}/download/", f"{edition.slug}/compare/"):
        answer = client.get(f"/{code}/who-we-are/strategic-plan/{rest}")
        assert (answer.status_code, answer.get("Location")) == (302, f"/{code}/who-we-are/plan/{rest}")


def test_all_routes_of_all_page_types_are_remembered():
    """A route that ``get_route_paths`` does not name is lost when the page moves."""
    routable = [model for model in get_page_models() if issubclass(model, RoutablePageMixin)]
    assert len(routable) >= 4
    for model in routable:
        page = model(live=True)
        resolved = {page.resolve_subpage(path).func.__name__ for path in page.get_route_paths()}
        assert {route.callback.__name__ for route in model.get_subpage_urls()} == resolved


@pytest.mark.parametrize("is_old", [False, True])
def test_renamed_back_it_is_at_its_address_and_no_browser_goes_in_a_circle(rename, is_old):
    before, after = "/en/who-we-are/about/", "/en/who-we-are/us/"
    browser = Browser()
    rename("about", "en", "us")
    assert browser.open(before) == (after, 200)
    if is_old:
        settle()
    rename("about", "en", "about")
    assert browser.open(after) == (before, 200)
    assert browser.open(before) == (before, 200)
    assert not Redirect.objects.filter(old_path=before.rstrip("/")).exists()
    rename("about", "en", "us")
    assert Browser().open(before) == (after, 200)
    in_language("about", "en").unpublish()
    for address in (before, after):
        assert Client().get(address).status_code == 404


def test_moved_for_good_it_is_permanent_for_an_hour_at_a_time(client, rename):
    rename("about", "en", "us")
    settle()
    answer = client.get("/en/who-we-are/about/")
    assert (answer.status_code, answer["Cache-Control"]) == (301, "public, max-age=3600")


def test_an_address_leads_to_the_present_one_at_once(client, rename, committed):
    rename("about", "en", "us")
    rename("about", "en", "forum")
    with committed():
        in_language("about", "en").move(in_language("home", "en"), pos="last-child")
    for old in ("about", "us", "forum"):
        assert client.get(f"/en/who-we-are/{old}/")["Location"] == "/en/forum/"


def test_two_pages_change_their_addresses(client, rename):
    rename("about", "en", "aside")
    rename("governance", "en", "about")
    rename("about", "en", "governance")
    assert client.get("/en/who-we-are/about/").status_code == 200
    assert client.get("/en/who-we-are/governance/").status_code == 200
    assert client.get("/en/who-we-are/aside/")["Location"] == "/en/who-we-are/governance/"


@pytest.mark.parametrize("close", ["unpublish", "above", "private", "language"])
def test_nobody_is_led_to_a_page_that_cannot_be_reached(client, rename, close):
    rename("about", "fa", "us")
    address = "/fa/who-we-are/about/"
    assert client.get(address).status_code == 302
    page = in_language("about", "fa")
    if close == "unpublish":
        page.unpublish()
    elif close == "above":
        in_language("who-we-are", "fa").unpublish()
    elif close == "private":
        PageViewRestriction.objects.create(page=page_of("about"), restriction_type="login")
    else:
        Locale.objects.get(language_code="fa").stage.delete()
    assert client.get(address).status_code == 404


def test_a_page_below_a_renamed_one_keeps_its_redirects_from_before(client, rename):
    rename("about", "en", "us")
    rename("who-we-are", "en", "forum")
    for old in ("/en/who-we-are/about/", "/en/who-we-are/us/", "/en/forum/about/"):
        answer = client.get(old)
        assert answer.get("Location") == "/en/forum/us/" or old == "/en/forum/about/"


def test_addresses_of_any_length(client, rename, committed):
    """The column holds 255 characters; PostgreSQL refuses more."""
    page = page_of("about")
    for depth in range(6):
        page = page.add_child(instance=StandardPage(title="Long", slug=f"{depth}-{'long' * 20}", body=[]))
        page.save_revision().publish()
    before = page_path(Page.objects.get(pk=page.pk), "en")
    assert len(before) > 400
    rename("about", "en", "us")
    after = before.replace("/about/", "/us/")
    answer = client.get(f"{before}?from=letter")
    assert (answer.status_code, answer["Location"]) == (302, f"{after}?from=letter")
    rename("about", "en", "about")
    assert client.get(before).status_code == 200
    assert client.get(after)["Location"] == before


def test_the_slug_of_a_landing_page_is_no_address(client, rename):
    rename("home", "en", "start")
    assert client.get("/en/").status_code == 200
    assert not Redirect.objects.exists()


@pytest.fixture
def editors_redirect() -> Iterator[Callable]:
    def enter(old_path: str, to: str | Page, **values) -> Redirect:
        return Redirect.add_redirect(old_path, to, **values)

    return enter


class TestRedirectsOfEditors:
    def test_to_a_page_or_another_site_with_the_query(self, client, editors_redirect):
        editors_redirect("/plan-2011/", page_of("strategic-plan"), is_permanent=False)
        editors_redirect("/en/old/", "https://example.org/new?a=1#part")
        answer = client.get("/plan-2011/?from=letter")
        assert (answer.status_code, answer["Location"]) == (302, "/en/who-we-are/strategic-plan/?from=letter")
        answer = client.get("/en/old/?b=2")
        assert (answer.status_code, answer["Location"]) == (301, "https://example.org/new?a=1&b=2#part")
        assert "max-age" in answer["Cache-Control"]

    def test_a_query_that_belongs_to_the_address_is_not_kept(self, client, editors_redirect):
        editors_redirect("/Default.aspx?tabid=589", page_of("about"))
        editors_redirect("/Default.aspx", page_of("home"))
        assert client.get("/Default.aspx?tabid=589")["Location"] == "/en/who-we-are/about/"
        assert client.get("/Default.aspx?tabid=7")["Location"] == "/en/?tabid=7"

    def test_a_chain_is_followed_at_once(self, client, editors_redirect):
        editors_redirect("/a/", "/b/")
        editors_redirect("/b/", "http://localhost/c/?x=1", is_permanent=False)
        editors_redirect("/c/", page_of("about"))
        answer = client.get("/a/?y=2")
        assert (answer.status_code, answer["Location"]) == (302, "/en/who-we-are/about/?x=1&y=2")

    @pytest.mark.parametrize(
        "links",
        [
            {"/a/": "/a/"},
            {"/a/": "http://testserver/a/"},
            {"/a/": "http://localhost/a/?again=1"},
            {"/a/": "/b/", "/b/": "/a/"},
            {"/a/": "/b/", "/b/": "/c/", "/c/": "http://localhost/b"},
            {"/a/": "/nowhere/"},
            {"/a/": "/en/nowhere/"},
            {"/a/": "/xx/"},
            {"/a/": ""},
        ],
    )
    def test_a_circle_or_an_end_that_is_nothing_is_a_page_that_is_missing(self, client, editors_redirect, links):
        for old, new in links.items():
            editors_redirect(old, new)
        assert client.get("/a/").status_code == 404

    def test_to_a_page_that_has_moved_since(self, client, editors_redirect, rename):
        editors_redirect("/a/", "/en/who-we-are/about/")
        assert client.get("/a/")["Location"] == "/en/who-we-are/about/"
        rename("about", "en", "us")
        assert client.get("/a/")["Location"] == "/en/who-we-are/us/"
        in_language("about", "en").unpublish()
        assert client.get("/a/").status_code == 404

    @pytest.mark.parametrize("link", ["/sitemap.xml", "/en/search/?q=a", "/fa/members/data/members/csv/", "/"])
    def test_to_addresses_that_are_no_pages(self, client, editors_redirect, link):
        editors_redirect("/a/", link)
        assert client.get("/a/")["Location"] == link

    def test_a_file_that_is_missing_at_an_address_that_is_there(self, client, editors_redirect):
        """404 of a page that exists, with a redirect to the page itself left over from before."""
        editors_redirect(
            "/en/who-we-are/strategic-plan/download/", page_of("strategic-plan"), page_route_path="/download/"
        )
        page_of("plan-2026").unpublish()
        assert client.get("/en/who-we-are/strategic-plan/download/").status_code == 404


class TestTheBarePackage:
    """Each fails once Wagtail has mended it: then ``pages.redirects`` does without."""

    def test_follows_redirects_to_themselves(self, client, settings):
        settings.MIDDLEWARE = [
            name.replace("pages.redirects.FollowRedirects", "wagtail.contrib.redirects.middleware.RedirectMiddleware")
            for name in settings.MIDDLEWARE
        ]
        page_of("about").unpublish()
        Redirect.add_redirect("/en/who-we-are/about/", page_of("about"))
        answer = client.get("/en/who-we-are/about/?from=letter")
        assert (answer.status_code, answer["Location"]) == (301, "/en/who-we-are/about/")
        assert "Cache-Control" not in answer

    def test_stores_what_its_column_cannot_hold(self):
        assert len(Redirect.normalise_path("/" + "a" * 300)) > Redirect._meta.get_field("old_path").max_length
