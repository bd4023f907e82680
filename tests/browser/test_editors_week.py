"""An editor's week in a real browser, in the English and in the Persian admin.

Every step begins where the previous one ended, and no Persian screen shows English text. With ``AMF_SHOTS=folder`` a
screenshot of each step is kept.
"""

import io
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urljoin

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import APIRequestContext, Page, expect

from tests import pdf_files, picture_files
from tests.prepared import prepared

from .desk import Desk
from .test_admin_languages import admin  # noqa: F401

pytestmark = pytest.mark.browser_context_args(viewport={"width": 1280, "height": 900})

#: What the editor names in this week: another city for each language, as both runs share one site.
WEEK = {
    "en": {
        "city": "Almaty",
        "native": "Алматы",
        "code": "kk",
        "country": "KZ",
        "region": "143",
        "slug": "almaty",
        "size": (1920, 1280),
    },
    "fa": {
        "city": "Muscat",
        "native": "مسقط",
        "code": "ar",
        "country": "OM",
        "region": "145",
        "slug": "muscat",
        "size": (1280, 1920),
    },
}
#: In Latin letters, of what the editor makes.
NAMED = {"Almaty", "Muscat", "Census of", "Reading rooms", "A mistake", "IMG_2031.jpg", "report"}
POPULATION = {"en": "2,000,000", "fa": "۱٬۴۲۱٬۴۰۹"}
YEAR = {"en": "2020", "fa": "۲۰۲۰"}


@pytest.fixture(scope="module")
def names() -> list[str]:
    """What pages, records and staff of the demo are called."""
    columns = {
        "wagtailcore_page": ("title", "draft_title", "slug"),
        "members_city": ("name", "native_name"),
        "pages_source": ("name",),
        "media_siteimage": ("title",),
        "media_sitedocument": ("title",),
        "accounts_user": ("username",),
    }
    found = {*NAMED, "Trial", "Demo", *(language for _code, language in settings.LANGUAGES)}
    with closing(sqlite3.connect(prepared("site", "sqlite") / "db.sqlite3")) as database:
        for table, names in columns.items():
            for row in database.execute(f"SELECT {', '.join(names)} FROM {table}"):
                found.update(row)
    return sorted(found - {"", None}, key=len, reverse=True)


@pytest.fixture
def desk(admin: Page, names: list[str]) -> Desk:  # noqa: F811
    return Desk(admin, names)


@pytest.fixture
def anybody(admin: Page, base_url: str) -> Iterator[APIRequestContext]:  # noqa: F811
    """Somebody who has not logged in."""
    with admin.context.browser.new_context(base_url=base_url) as reader:
        yield reader.request


def nothing_of_position(desk: Desk, anybody: APIRequestContext, markup: str, address: str) -> None:
    """In whatever this browser was given, and in all that a reader's page leads to."""
    leads = re.findall(r"""["'\s,](/?[^"'\s,]*(?:/media/|/images/|/download/)[^"'\s,]*)""", markup)
    assert leads
    for url in sorted({*desk.given, *(urljoin(desk.base + address, lead) for lead in leads)}):
        if not url.startswith(desk.base):
            continue
        answer = (desk.page.request if "/admin/" in url else anybody).get(url)
        content = answer.body()
        assert picture_files.MARK.encode() not in content, url
        if "image/" in answer.headers.get("content-type", "") and "svg" not in answer.headers["content-type"]:
            with Image.open(io.BytesIO(content)) as picture:
                assert not picture.getexif().get_ifd(0x8825), url


def privacy(desk: Desk, choice: str) -> None:
    """On the form, by its side panel."""
    page = desk.page
    window = page.locator("#set-privacy")
    if not page.locator("[data-a11y-dialog-show=set-privacy]:visible").count():
        page.locator("[data-side-panel-toggle=status]").click()
    page.locator("[data-a11y-dialog-show=set-privacy]:visible").first.click()
    window.locator(f"[name=restriction_type][value={choice}]").check()
    desk.see(f"privacy {choice}")
    window.locator("[type=submit]").click()
    expect(window).to_be_hidden()


def monday(desk: Desk, anybody: APIRequestContext) -> None:
    """A photograph from a telephone, and a document."""
    page, own = desk.page, WEEK[desk.language]
    city = own["city"]
    page.goto("/admin/")
    desk.see("dashboard")
    desk.menu("/admin/images/", "images")
    desk.follow(desk.add(), "add images")
    photograph = {
        "name": "IMG_2031.jpg",
        "mimeType": "image/jpeg",
        "buffer": picture_files.photograph("JPEG", own["size"]),
    }
    page.locator("#fileupload").set_input_files(photograph)
    uploaded = page.locator("#upload-list form")
    expect(uploaded).to_be_visible()
    desk.see("photograph")
    uploaded.locator("[name$=-title]").fill(city)
    uploaded.locator("[name$=-description]").fill(city)
    uploaded.locator("[type=submit]").first.click()
    expect(uploaded).to_have_count(0)
    desk.see("photograph kept")
    desk.menu("/admin/documents/", "documents")
    desk.follow(desk.add(), "add documents")
    page.locator("#fileupload").set_input_files(
        {"name": "report.pdf", "mimeType": "application/pdf", "buffer": pdf_files.made()}
    )
    expect(uploaded).to_be_visible()
    desk.see("document")
    uploaded.locator("[name$=-title]").fill(f"{city} report")
    uploaded.locator("[type=submit]").first.click()
    expect(uploaded).to_have_count(0)


def tuesday(desk: Desk, anybody: APIRequestContext) -> None:
    """The record of a city, its figure with a source that was not there, and its profile."""
    page, own = desk.page, WEEK[desk.language]
    city, slug = own["city"], own["slug"]
    desk.menu("/admin/snippets/members/city/", "cities")
    desk.follow(desk.add(), "new city")
    for name, value in {
        "name": city,
        "native_name": own["native"],
        "latitude": "23.5880",
        "longitude": "58.3829",
    }.items():
        page.locator(f"#id_{name}").fill(value)
    for name, value in {"native_language": own["code"], "country": own["country"], "sub_region": own["region"]}.items():
        page.locator(f"#id_{name}").select_option(value)
    page.locator("#id_figures-ADD").click()
    page.locator("#id_figures-0-kind").select_option("population")
    page.locator("#id_figures-0-value").fill(POPULATION[desk.language])
    page.locator("#id_figures-0-year").fill(YEAR[desk.language])
    page.locator("#id_figures-0-source-chooser [data-chooser-action-choose]:visible").click()
    page.locator(".modal [role=tab]").last.click()
    page.locator("[name=new-source-name]").fill(f"Census of {city}")
    desk.see("new source")
    page.locator(".modal form [type=submit]:visible").click()
    expect(page.locator("#id_figures-0-source-chooser")).to_contain_text(f"Census of {city}")
    desk.see("city filled")
    page.locator("footer button[type=submit]").first.click()
    next_step = page.locator(".messages a[href*='/add/members/citypage/']")
    expect(next_step).to_be_visible()
    desk.see("city kept")
    desk.follow(next_step, "new profile")
    expect(page.locator("#id_title")).to_have_value(city)
    page.locator("#id_summary").fill("A city between the mountains and the sea.")
    desk.choose("id_picture", city, "pictures to choose from")
    page.locator("#id_picture_alt").fill("Red above, blue below.")
    desk.write("story", "It has been written in a week.")
    desk.see("profile filled")
    said = desk.send("profile published")
    assert city in said
    public = anybody.get(f"/en/members/{slug}/")
    assert public.status == 200
    assert "1,421,409" in public.text() if desk.language == "fa" else "2,000,000" in public.text()
    nothing_of_position(desk, anybody, public.text(), f"/en/members/{slug}/")


def wednesday(desk: Desk, anybody: APIRequestContext) -> None:
    """Whom it works with, and what it has done."""
    page, own = desk.page, WEEK[desk.language]
    city, slug = own["city"], own["slug"]
    desk.menu("/admin/snippets/members/partnership/", "partnerships")
    desk.follow(desk.add(), "new partnership")
    desk.choose("id_first", city, "cities to choose from")
    desk.choose("id_second", "Tabriz", "second city")
    page.locator("#id_kind").select_option("sister-cities")
    page.locator("#id_since").fill("۱۹۹۵" if desk.language == "fa" else "1995")
    desk.choose("id_source", f"Census of {city}", "sources to choose from")
    desk.see("partnership filled")
    desk.send("partnership published")
    desk.menu("/admin/projects/", "projects")
    desk.follow(desk.add(), "city of the project")
    page.locator("[name=parent_page]").select_option(label=city)
    desk.follow(page.locator("footer [type=submit]"), "new project")
    page.locator("#id_title").fill("Reading rooms")
    page.locator("#id_summary").fill("A room to read in for every district.")
    desk.write("challenge", "There was nowhere to read.")
    desk.write("response", "Rooms were opened.")
    page.locator("#id_documents-ADD").click()
    page.locator("#id_documents-0-title").fill("The report")
    desk.choose("id_documents-0-document", f"{city} report", "documents to choose from")
    desk.see("project filled")
    desk.send("project published")
    assert anybody.get(f"/en/members/{slug}/reading-rooms/").status == 200


def thursday(desk: Desk, anybody: APIRequestContext) -> None:
    """Another address, and behind a login."""
    page, own = desk.page, WEEK[desk.language]
    city, slug = own["city"], own["slug"]
    desk.menu("/admin/city_profiles/", "profiles")
    desk.follow(page.locator("main td.title a[href$='/edit/']", has_text=city), "profile")
    page.locator("main [role=tab]").nth(1).click()
    page.locator("#id_slug").fill(f"{slug}-city")
    desk.see("another address")
    desk.send("renamed")
    moved = anybody.get(f"/en/members/{slug}/", max_redirects=0)
    assert (moved.status, moved.headers["location"]) == (302, f"/en/members/{slug}-city/")
    desk.follow(page.locator(".messages a[href$='/edit/']"), "profile again")
    privacy(desk, "login")
    assert anybody.get(f"/en/members/{slug}-city/", max_redirects=0).status != 200
    privacy(desk, "none")
    assert anybody.get(f"/en/members/{slug}-city/").status == 200


def friday(desk: Desk, anybody: APIRequestContext) -> None:
    """A mistake, taken back by the history."""
    page, own = desk.page, WEEK[desk.language]
    city, slug = own["city"], own["slug"]
    page.locator("main [role=tab]").first.click()
    page.locator("#id_title").fill("A mistake")
    desk.send("mistake published")
    desk.follow(page.locator(".messages a[href$='/edit/']"), "mistaken profile")
    desk.follow(page.locator("main a[href$='/history/']").first, "history")
    page.locator("main table [data-w-dropdown-target=toggle]").last.click()
    desk.follow(page.locator("a[href$='/revert/']:visible").first, "the version before")
    expect(page.locator("#id_title")).to_have_value(city)
    desk.send("mistake taken back")
    assert "A mistake" not in anybody.get(f"/en/members/{slug}-city/").text()


def weekend(desk: Desk, anybody: APIRequestContext) -> None:
    """And what was only a trial goes."""
    page, own = desk.page, WEEK[desk.language]
    city, slug = own["city"], own["slug"]
    desk.menu("/admin/projects/", "projects again")
    row = page.locator("main tr", has=page.locator("td.title", has_text="Reading rooms"))
    row.locator("[data-w-dropdown-target=toggle]").click()
    desk.follow(page.locator("a[href*='/delete/']:visible"), "delete the project?")
    confirm = page.locator("[name=confirm_site_name]")
    if confirm.count():
        confirm.fill(page.locator("#id_confirm_site_name-warning, main strong").first.inner_text())
    desk.follow(page.locator("main form[method=post] [type=submit]").first, "project deleted")
    assert anybody.get(f"/en/members/{slug}-city/reading-rooms/").status == 404
    desk.menu("/admin/snippets/members/partnership/", "partnerships again")
    page.locator("#id_q").fill(city)
    row = page.locator("main tbody tr")
    expect(row).to_have_count(1)
    desk.see("partnership found")
    desk.follow(row.locator("td.title a").first, "partnership")
    page.locator("header [data-w-dropdown-target=toggle]").first.click()
    desk.follow(page.locator("a[href*='/delete/']:visible"), "delete the partnership?")
    desk.follow(page.locator("main form[method=post] [type=submit]").first, "partnership deleted")
    assert city not in anybody.get("/en/members/tabriz/").text()


def test_a_week(desk: Desk, anybody: APIRequestContext):
    for day in (monday, tuesday, wednesday, thursday, friday, weekend):
        day(desk, anybody)
    assert desk.english == {}
