"""A city applies in Turkish and is accepted; its office proposes a population and a photograph, which are accepted.

``AMF_JOURNEY_PICTURES=folder`` takes a picture of each step, by day and by night, on a phone and on a wide screen.
"""

import os
import re
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests import pdf_files, picture_files
from tests.servers import PATIENCE

from .axe import AT_REST, complaints
from .conftest import Site, Watch
from .test_admin_languages import log_in

FOLDER = os.environ.get("AMF_JOURNEY_PICTURES", "")
LINK = re.compile(r"http://127\.0\.0\.1:\d+(/tr/office/enter/\?key=[\w-]+)")
CITY, OWN_NAME = "Yenikent", "Yeniköy"
OFFICE = "disiliskiler@yenikent.example"


class Journey:
    """Two browsers: the city's and the secretariat's."""

    def __init__(self) -> None:
        self.steps = 0

    def step(self, page: Page, name: str) -> None:
        """Look at the page with axe, in all looks; take pictures if they are wanted."""
        self.steps += 1
        for scheme, width in (("light", 1280), ("dark", 360), ("dark", 1280), ("light", 360)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(AT_REST)
            if "/admin/" not in page.url:
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            # The rest of the admin's forms is Wagtail's, whose buttons are too small on a phone.
            if "/admin/" not in page.url or width == 1280:
                assert complaints(page) == [], (name, scheme, width)
            if FOLDER:
                picture = Path(FOLDER) / f"{self.steps:02}-{name}-{scheme}-{width}.png"
                page.screenshot(path=picture, full_page=True)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 900})


def as_a_person(page: Page) -> None:
    page.wait_for_timeout(3500)  # forms refuse what is sent within three seconds


def fill(page: Page, **fields: str) -> None:
    for name, words in fields.items():
        field = page.locator(f"#id_{name}")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(words)
        else:
            field.fill(words)


def apply(page: Page, journey: Journey, tmp_path: Path) -> str:
    """Leave a draft, take it up again by its address, and send it. Return the reference."""
    page.goto("/tr/join/")
    journey.step(page, "join")
    page.locator("main a[href='/tr/join/apply/']").first.click()
    fill(page, name=CITY, native_name=OWN_NAME, native_language="tr", country="TR", email=OFFICE)
    journey.step(page, "form")
    as_a_person(page)
    page.locator("[name=leave]").click()
    page.wait_for_url("**/saved/?draft=*")
    address = page.locator(".receipt__address a").get_attribute("href")
    journey.step(page, "saved")

    page.goto("/tr/")
    page.goto(address)
    expect(page.locator("#id_native_name")).to_have_value(OWN_NAME)
    page.locator("form.form .button").first.click()
    expect(page.locator("#errors")).to_be_focused()
    journey.step(page, "errors")
    decision = tmp_path / "karar.pdf"
    decision.write_bytes(pdf_files.plain())
    page.locator("#id_attachments").set_input_files(decision)
    fill(page, contact_name="Ayşe Yılmaz", contact_office="Dış ilişkiler", language="tr")
    fill(page, reasons="Kentimiz başka kentlerden öğrenmek istiyor.", offers="Yağmur suyu bahçeleri.")
    as_a_person(page)
    page.locator("form.form .button").first.click()
    page.wait_for_url("**/review/?draft=*")
    expect(page.locator("main")).to_contain_text("karar.pdf")
    journey.step(page, "review")
    as_a_person(page)
    page.locator("main form .button").first.click()
    page.wait_for_url("**/received/?key=*")
    journey.step(page, "receipt")
    return re.search(r"AMF-\d{4}-\d{4}", page.locator("main").inner_text())[0]


def accept_city(staff: Page, journey: Journey, reference: str) -> None:
    """Find the application on the board, write a note, accept it, make the city, and invite its office."""
    staff.goto("/admin/snippets/members/application/")
    expect(staff.locator(".application-states")).to_be_visible()
    journey.step(staff, "board")
    staff.get_by_role("link", name=reference).first.click()
    journey.step(staff, "application")
    fill(staff, state="accepted", decision="Executive Board", notes="Population is missing.")
    fill(staff, sub_region="145", latitude="38.4", longitude="27.1")
    with staff.expect_navigation():
        staff.locator("button[type=submit]", has_text="Save").last.click()
    staff.goto("/admin/snippets/members/application/")
    staff.get_by_role("link", name=reference).first.click()
    with staff.expect_navigation():
        staff.locator("form[action*=make-city] button").click()
    expect(staff.locator("#id_native_name")).to_have_value(OWN_NAME)
    journey.step(staff, "record")
    staff.locator("a[href*='/city-offices/']").first.click()
    fill(staff, email=OFFICE, language="tr")
    with staff.expect_navigation():
        staff.locator("main form button", has_text="Send the invitation").click()
    journey.step(staff, "invitation")


def propose(page: Page, journey: Journey, tmp_path: Path) -> None:
    """From the open office: a population with its source, and a photograph."""
    journey.step(page, "office")
    page.locator("main a[href='/tr/office/figures/']").click()
    fill(page, kind="population", extent="city", value="412.000", year="2024", source="TÜİK, 2024")
    journey.step(page, "figure")
    as_a_person(page)
    page.locator("form.form .button").click()
    page.wait_for_url("**/tr/office/proposal/*/")
    journey.step(page, "proposed")
    page.goto("/tr/office/picture/")
    photograph = tmp_path / "meydan.jpg"
    photograph.write_bytes(picture_files.photograph())
    page.locator("#id_picture").set_input_files(photograph)
    fill(page, alt="Kent meydanı, akşam", credit="Yenikent Belediyesi, CC BY 4.0")
    page.locator("#id_rights").check()
    journey.step(page, "picture")
    as_a_person(page)
    page.locator("form.form .button").click()
    page.wait_for_url("**/tr/office/proposal/*/")


def accept_proposals(staff: Page, journey: Journey) -> None:
    staff.goto("/admin/proposals/")
    journey.step(staff, "proposals")
    rows = staff.locator("td.title a")
    expect(rows).to_have_count(2)
    for number, address in enumerate([row.get_attribute("href") for row in rows.all()]):
        staff.goto(address)
        shown = staff.locator("main")
        expect(shown).to_contain_text("What the office saw")
        expect(shown).to_contain_text("What it proposes")
        journey.step(staff, f"review-{number}")
        with staff.expect_navigation():
            staff.locator("[name=decision][value=accept]").click()
        expect(staff.locator("[name=decision]")).to_have_count(0)


def mailed_link(site: Site) -> str:
    """The link of the newest mail: here, the worker writes mail to the output of the site."""
    for _ in range(int(PATIENCE)):
        if found := LINK.findall(site.server.output()):
            return found[-1]
        time.sleep(1)
    raise AssertionError("no mail has come")


def test_from_the_application_to_the_accepted_photograph(
    browser: Browser, running_site: Site, base_url: str, tmp_path: Path
):
    journey = Journey()
    options = {"base_url": base_url, "viewport": {"width": 1280, "height": 900}}
    with browser.new_context(**options, locale="tr") as city, browser.new_context(**options, locale="en") as house:
        watch, page, staff = Watch.of(city, base_url), city.new_page(), house.new_page()
        reference = apply(page, journey, tmp_path)
        log_in(staff)
        accept_city(staff, journey, reference)

        link = mailed_link(running_site)
        page.goto(link)
        journey.step(page, "link")
        page.locator("main form .button").click()
        page.wait_for_url("**/tr/office/")
        propose(page, journey, tmp_path)
        accept_proposals(staff, journey)

        page.goto("/tr/office/")
        expect(page.locator("main")).to_contain_text("412.000")
        journey.step(page, "accepted")
        staff.goto("/admin/snippets/members/city/")
        staff.get_by_role("link", name=CITY).first.click()
        assert staff.locator("[name=figures-0-value]").input_value() in ("412000", "412,000")
        assert staff.locator("[name=checked_on]").input_value() == time.strftime("%Y-%m-%d")
        # The profile is a draft, and the photograph is in it.
        staff.locator(".record-profiles a").first.click()
        expect(staff.locator("[name=picture_alt]")).to_have_value("")  # said in Turkish, and the draft is English
        expect(staff.locator("[name=picture] ~ *, [data-chooser-title], .chooser__title").first).to_be_attached()
        expect(staff.locator("main")).to_contain_text(f"{CITY}, AMF-")
        assert page.request.get("/en/members/yenikent/").status == 404
        # The same link again, in another browser: a sentence.
        page.context.clear_cookies()
        page.goto(link)
        page.locator("main form .button").click()
        expect(page.locator("h1")).to_contain_text("bağlantı")
        assert [complaint for complaint in watch.complaints if "410" not in complaint] == []
