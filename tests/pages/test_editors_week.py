"""An editor's week, in the English and in the Persian admin: each step leads on, and no Persian screen has English."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from amf_site.demo.builders import page_of
from amf_site.media.models import SiteDocument, SiteImage
from members.models import City, CityPage, Partnership, ProjectPage
from pages.models import Source
from tests import pdf_files, picture_files
from tests.members.test_members_admin import post_of_city
from tests.reading import Reader

from .test_admin_in_persian import english, names  # noqa: F401
from .test_history import form_data

pytestmark = pytest.mark.django_db

#: What the editor names in this week, in Latin letters.
OWN = ["Almaty", "almaty", "Reading rooms", "A new title", "Alma-Ata", "kk", "a.jpg", "a.pdf", "Trial census 2020"]


class Desk:
    """A browser that reads what it is shown."""

    def __init__(self, client: Client, known: list[str] | None) -> None:
        self.client, self.known = client, known
        self.left: dict[str, set[str]] = {}

    def read(self, response) -> str:
        assert response.status_code == 200, response.request["PATH_INFO"]
        html = response.content.decode()
        if self.known is not None and (words := english(html, self.known)):
            self.left[response.request["PATH_INFO"]] = words
        return html

    def open(self, address: str, **query: str) -> str:
        return self.read(self.client.get(address, query, follow=True))

    def form(self, address: str):
        response = self.client.get(address, follow=True)
        self.read(response)
        return response.context["form"]

    def send(self, address: str, data: dict, **more) -> list[str]:
        """Send a form that is taken; returns the links of the screen that comes after it."""
        response = self.client.post(address, {**data, **more})
        if response.status_code == 200:
            raise AssertionError(f"{address}: {response.context['form'].errors}")
        assert response.status_code == 302
        return Reader(self.read(self.client.get(response.url, follow=True))).links

    def publish(self, address: str, **changes) -> list[str]:
        return self.send(address, form_data(self.form(address)), **{"action-publish": "1", **changes})


@pytest.fixture(params=["editor", "persian_editor"])
def desk(request: pytest.FixtureRequest, names) -> Iterator[Desk]:  # noqa: F811
    is_persian = request.param == "persian_editor"
    desk = Desk(
        request.getfixturevalue(request.param), sorted([*names, *OWN], key=len, reverse=True) if is_persian else None
    )
    yield desk
    assert desk.left == {}


def rich(text: str) -> str:
    block = f'{{"key":"a1","text":"{text}","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[]}}'
    return f'{{"blocks":[{block}],"entityMap":{{}}}}'


def ids(page: Page, name: str) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def test_a_week(desk: Desk, django_capture_on_commit_callbacks):
    # Monday: a photograph from a telephone, a document, and a source that was not there.
    photo = SimpleUploadedFile("a.jpg", picture_files.photograph("JPEG"), "image/jpeg")
    add = reverse("wagtailimages:add")
    desk.send(add, {**form_data(desk.form(add)), "title": "Almaty", "file": photo})
    image = SiteImage.objects.get(title="Almaty")
    add = reverse("wagtaildocs:add")
    report = SimpleUploadedFile("a.pdf", pdf_files.made(), "application/pdf")
    desk.send(add, {**form_data(desk.form(add)), "title": "Almaty", "file": report})
    assert SiteDocument.objects.filter(title="Almaty").exists()
    desk.client.post(reverse("wagtailsnippetchoosers_pages_source:create"), {"new-source-name": "Trial census 2020"})
    source = Source.objects.get(name="Trial census 2020")

    # Tuesday: the city, and what is next.
    add = reverse(City.snippet_viewset.get_url_name("add"))
    desk.open(add)
    links = desk.send(add, post_of_city(**{"figures-0-source": source.pk, "figures-0-value": "۲٬۰۰۰٬۰۰۰"}))
    city = City.objects.get(name="Almaty")
    (next_step,) = [link for link in links if "/add/members/citypage/" in link]
    words = {"summary": "Gardens below the mountains.", "picture": image.pk, "picture_alt": "Almaty", "body-count": 0}
    texts = {name: rich("Almaty") for name in ("story", "offers", "seeks")}
    desk.publish(next_step, **words, **texts)
    profile = CityPage.objects.get(city=city)
    assert profile.live
    assert "2,000,000" in Client().get("/en/members/almaty/").content.decode()
    assert ids(profile, "edit") in desk.open(reverse(City.snippet_viewset.get_url_name("edit"), args=[city.pk]))

    # Wednesday: whom it works with, and what it has done.
    add = reverse(Partnership.snippet_viewset.get_url_name("add"))
    tabriz = City.objects.get(name="Tabriz")
    agreement = {"first": city.pk, "second": tabriz.pk, "kind": "sister-cities", "since": "۱۹۹۵", "source": source.pk}
    desk.publish(add, **agreement)
    partnership = Partnership.objects.get(first=city)
    assert (partnership.live, partnership.since) == (True, 1995)
    choose = reverse("projects:choose_parent")
    desk.open(choose)
    add = desk.client.post(choose, {"parent_page": profile.pk}).url
    rows = {f"{prefix}-{name}": 0 for prefix in ("documents", "results") for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    texts = {name: rich("Reading rooms") for name in ("challenge", "response", "outcome")}
    desk.publish(add, title="Reading rooms", slug="reading-rooms", **rows, **texts)
    project = ProjectPage.objects.get(slug="reading-rooms")
    assert (project.live, project.city) == (True, city)

    # Thursday: another address, and behind a login.
    with django_capture_on_commit_callbacks(execute=True):
        desk.publish(ids(profile, "edit"), slug="alma-ata", **{"body-count": 0})
    moved = Client().get("/en/members/almaty/")
    assert urlsplit(moved.headers.get("Location", f"{moved.status_code}")).path == "/en/members/alma-ata/"
    privacy = reverse("wagtailadmin_pages:set_privacy", args=[profile.pk])
    assert desk.client.get(privacy).status_code == 200
    desk.client.post(privacy, {"restriction_type": "login"})
    assert Client().get("/en/members/alma-ata/").status_code != 200
    desk.client.post(privacy, {"restriction_type": "none"})
    assert Client().get("/en/members/alma-ata/").status_code == 200

    # Friday: a mistake, taken back by the history.
    profile.refresh_from_db()
    desk.publish(ids(profile, "edit"), title="A new title", **{"body-count": 0})
    history = desk.open(ids(profile, "history"))
    back = re.findall(rf'"(/admin/pages/{profile.pk}/revisions/\d+/revert/)"', history)
    assert back
    desk.open(back[-1])
    data = form_data(desk.client.get(back[-1]).context["form"])
    desk.send(ids(profile, "edit"), {**data, "body-count": 0, "action-publish": "1"})
    profile.refresh_from_db()
    assert profile.title == "Almaty"

    # And what was only a trial goes.
    desk.open(reverse(Partnership.snippet_viewset.get_url_name("delete"), args=[partnership.pk]))
    desk.send(reverse(Partnership.snippet_viewset.get_url_name("unpublish"), args=[partnership.pk]), {})
    assert not Partnership.objects.get(pk=partnership.pk).live
    desk.open(ids(project, "unpublish"))
    desk.send(ids(project, "unpublish"), {})
    assert Client().get("/en/members/alma-ata/reading-rooms/").status_code == 404
    assert page_of("members") is not None
