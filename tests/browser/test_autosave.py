"""What an editor types saves itself, whatever kind of page or record it is typed into."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Response, Route, expect
from wagtail.models import DraftStateMixin, get_page_models
from wagtail.models import Page as WagtailPage
from wagtail.snippets.models import get_snippet_models

from amf_site.field_names import PROPERTIES
from strategy.models import Indicator
from tests.browser.test_admin_languages import log_in

pytestmark = pytest.mark.browser_context_args(viewport={"width": 1280, "height": 900})

PAGES = [model for model in get_page_models() if model is not WagtailPage]
#: What has no draft would be before readers half typed. The demo has no indicators.
RECORDS = [model for model in get_snippet_models() if issubclass(model, DraftStateMixin) and model is not Indicator]
FORM = "form[data-controller~='w-autosave']"


def label(model) -> str:
    return model._meta.label_lower


@pytest.fixture
def admin(page: Page) -> Page:
    log_in(page)
    return page


def is_sent_by_the_form(response: Response) -> bool:
    """Beside it Wagtail tells who else edits, and draws the preview."""
    asked = response.request
    return asked.method == "POST" and not any(part in asked.url for part in ("/editing-sessions/", "/preview/"))


def sent_by(admin: Page, write: Callable[[], None], includes: str = "") -> Response:
    """Write until the form sends itself, with these words; Wagtail misses what is written in its first seconds."""
    with admin.expect_response(
        lambda response: is_sent_by_the_form(response) and includes in (response.request.post_data or "")
    ) as sent:
        for _ in range(20):
            if not sent.is_done():
                write()
                admin.wait_for_timeout(1500)
    return sent.value


def type_and_take_back(admin: Page) -> None:
    """Into the first field of the form that takes words."""
    fields = ":is(input[type=text]:not([inputmode]), textarea):visible:not([readonly], [disabled])"
    words = admin.locator(f"{FORM} {fields}").first
    words.focus()
    words.press("End")
    before = words.input_value()
    # The answer to the letters may still be on its way when they are taken back.
    as_before = "\r\n".join([f'name="{words.get_attribute("name")}"', "", *before.splitlines(), ""])
    for write, includes in ((lambda: words.press("x"), ""), (lambda: words.fill(before), as_before)):
        answer = sent_by(admin, write, includes)
        assert answer.url.split("?")[0] == admin.url.split("?")[0]
        assert answer.json()["success"] is True


def check_names(admin: Page) -> None:
    """The list of ``field_names`` has what this browser's forms have."""
    hidden = admin.locator(FORM).evaluate(
        "form => [...form.querySelectorAll('[name]')].map((field) => field.name)"
        ".filter((name) => name in HTMLFormElement.prototype)"
    )
    assert set(hidden) <= {"title", "name", "target"}


@pytest.mark.parametrize("model", PAGES, ids=label)
def test_a_page_saves_itself(admin: Page, model):
    every = (
        page
        for start in range(0, 100, 20)
        for page in admin.request.get(f"/admin/api/main/pages/?locale=en&limit=20&offset={start}").json()["items"]
    )
    number = next((page["id"] for page in every if page["meta"]["type"] == model._meta.label), None)
    if number is None:
        pytest.skip("the demo has no page of this type")
    admin.goto(f"/admin/pages/{number}/edit/")
    check_names(admin)
    type_and_take_back(admin)


@pytest.mark.parametrize("model", RECORDS, ids=label)
def test_a_record_saves_itself(admin: Page, model):
    app, name = model._meta.label_lower.split(".")
    admin.goto(f"/admin/snippets/{app}/{name}/?locale=en")
    edit = admin.locator(f"#main a[href*='/{app}/{name}/edit/']").first.get_attribute("href")
    admin.goto(edit)
    check_names(admin)
    type_and_take_back(admin)


def test_the_list_of_names_is_what_a_form_has(admin: Page):
    has = admin.evaluate("names => names.filter((name) => name in HTMLFormElement.prototype)", sorted(PROPERTIES))
    assert set(has) == PROPERTIES


@pytest.mark.parametrize("is_refused", [False, True])
def test_what_is_sent_while_it_is_saved_for_the_first_time_is_made_once(admin: Page, is_refused: bool):
    """By an impatient editor on a slow line: the form waits for the answer that tells where it is sent next."""
    held: list[Route] = []
    name = f"Made {'after a refusal' if is_refused else 'once'}"

    def hold(route: Route) -> None:
        if held or route.request.method != "POST" or name not in (route.request.post_data or ""):
            return route.fallback()
        return held.append(route)

    admin.goto("/admin/snippets/pages/source/add/")
    admin.route("**/pages/source/add/**", hold)
    for count in range(20):
        if not held:
            admin.locator("#id_name").fill(f"{name} {count}")
            admin.wait_for_timeout(1500)
    (route,) = held
    refusal = {"success": False, "error_code": "validation_error", "error_message": ""}
    # The server has done its part before the button is pressed, and the answer is still on its way.
    answer = {"status": 400, "json": refusal} if is_refused else {"response": route.fetch()}
    admin.locator("footer [data-w-dropdown-target=toggle]").first.click()
    with admin.expect_navigation(url="**/admin/snippets/pages/source/**"):
        admin.locator("footer button[name=action-publish]").click(no_wait_after=True)
        admin.wait_for_timeout(500)
        with suppress(Error):  # a page that was left does not want it any more
            route.fulfill(**answer)
    expect(admin.locator(".messages .success")).to_be_visible()
    admin.goto(f"/admin/snippets/pages/source/?q={name}")
    expect(admin.locator("#main td.title a", has_text=name)).to_have_count(1)


def test_a_form_that_has_been_sent_does_not_save_itself_any_more(admin: Page):
    """While the server publishes, an autosave would write back that the page is not live."""
    held: list[Route] = []
    beside: list[str] = []

    def hold(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        if "action-publish" in (route.request.post_data or ""):
            return held.append(route)
        beside.extend([route.request.url] if held else [])
        return route.fallback()

    number = admin.request.get("/admin/api/main/pages/?type=pages.StandardPage&locale=en").json()["items"][0]["id"]
    admin.goto(f"/admin/pages/{number}/edit/")
    words = admin.locator("#id_summary")
    words.focus()
    assert sent_by(admin, lambda: words.press("x")).json()["success"] is True
    admin.route(f"**/admin/pages/{number}/edit/**", hold)
    # Typed by the page itself: Playwright touches none that is about to be left.
    words.evaluate(
        "field => setInterval(() => { field.value += 'x';"
        " field.dispatchEvent(new InputEvent('input', { bubbles: true })); }, 3000)"
    )
    admin.locator("footer [data-w-dropdown-target=toggle]").first.click()
    with admin.expect_navigation(url="**/admin/pages/**"):
        admin.locator("footer button[name=action-publish]").click(no_wait_after=True)
        admin.wait_for_timeout(12_000)
        (route,) = held
        route.continue_()
    expect(admin.locator(".messages .success")).to_be_visible()
    assert beside == []
