"""What an editor types saves itself, whatever kind of page or record it is typed into."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response
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


def sent_by(admin: Page, write: Callable[[], None]) -> Response:
    """Write until the form sends itself; what is written in its first seconds Wagtail does not see."""
    with admin.expect_response(is_sent_by_the_form) as sent:
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
    for write in (lambda: words.press("x"), lambda: words.fill(before)):
        answer = sent_by(admin, write)
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
