"""Signing in with a passkey, in a Persian admin, with an authenticator that Chromium plays."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from amf_site.demo.editor import NAME, PASSWORD

from . import axe
from .conftest import Watch

#: Where to put screenshots, if anywhere.
SHOTS = os.environ.get("AMF_SHOTS", "")
LOGIN, FACTORS, CODE = "/admin/login/", "/admin/me/2fa/", "/admin/me/2fa/authenticate/"


@pytest.fixture(params=[("light", 1280), ("dark", 360)], ids=lambda look: f"{look[0]}-{look[1]}")
def persian(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A Persian browser. A passkey needs a name: it cannot be bound to the number 127.0.0.1."""
    scheme, width = request.param
    address = site.replace("127.0.0.1", "localhost")
    options = {"locale": "fa", "color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    with browser.new_context(base_url=address, **options) as context:
        watch = Watch.of(context, address)
        yield context.new_page()
        assert watch.complaints == []


@pytest.fixture
def authenticator(persian: Page) -> Iterator[CDPSession]:
    """The lock of a phone that knows its owner."""
    session = persian.context.new_cdp_session(persian)
    session.send("WebAuthn.enable")
    lock = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": lock | {"isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    yield session
    with suppress(Exception):
        session.detach()


def look_at(page: Page, name: str) -> None:
    """The page is Persian, from right to left, without faults that axe finds and without a need to scroll sideways."""
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    # What Wagtail puts around is its own.
    assert axe.complaints(page, ".account-page" if page.locator(".account-page").count() else "main") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{page.viewport_size['width']}.png", full_page=True)


def give_password(page: Page) -> None:
    page.goto(LOGIN)
    page.locator("[name=username]").fill(NAME)
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main form [type=submit]").first.click()


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def test_a_passkey_is_made_and_opens_the_admin(persian: Page, authenticator: CDPSession) -> None:
    page = persian
    page.goto(LOGIN)
    look_at(page, "login")
    give_password(page)
    page.goto(FACTORS)
    look_at(page, "factors")
    with page.expect_navigation(url="**/add/"):
        page.locator(f"a[href='{FACTORS}webauthn/add/']").click()
    look_at(page, "add")
    with page.expect_navigation(url="**/recovery-codes/"):
        page.locator("[data-passkey-start]").click()
    look_at(page, "codes")
    assert page.locator(".account-codes li").count() == 10
    code = page.locator(".account-codes li").first.inner_text()
    page.goto(FACTORS)
    look_at(page, "factors-set-up")
    page.goto("/admin/me/sessions/")
    look_at(page, "sessions")

    # With the passkey alone.
    sign_out(page)
    page.goto(LOGIN)
    with page.expect_navigation(url="**/admin/"):
        page.locator("[data-passkey-start]").click()
    expect(page.locator("h1")).to_contain_text("مجمع شهرداران آسیایی")

    # With the password, and the passkey as the second factor.
    sign_out(page)
    give_password(page)
    assert page.url.endswith(CODE)
    look_at(page, "second")
    with page.expect_navigation(url="**/admin/"):
        page.locator("[data-passkey-start]").click()

    # The phone is lost.
    sign_out(page)
    give_password(page)
    page.locator("#id_code").fill("000000")
    with page.expect_navigation():
        page.locator("#id_code").press("Enter")
    expect(page.locator("#code-error")).to_be_visible()
    look_at(page, "wrong")
    page.locator("#id_code").fill(code)
    with page.expect_navigation(url="**/admin/"):
        page.locator("#id_code").press("Enter")

    # The passkey goes, so that the next look at these pages begins as this one did.
    page.goto(FACTORS)
    with page.expect_navigation(url="**/remove/"):
        page.locator("a[href$='/remove/']").click()
    look_at(page, "remove")
    with page.expect_navigation():
        page.locator("button.serious").click()
    sign_out(page)
    give_password(page)
    assert page.url.endswith("/admin/")


def test_who_does_not_confirm_is_told(persian: Page) -> None:
    """There is no authenticator, and the user turns the question down."""
    page = persian
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    lock = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": lock | {"isUserVerified": False, "automaticPresenceSimulation": True}},
    )
    page.goto(LOGIN)
    page.locator("[data-passkey-start]").click()
    expect(page.locator("[data-passkey-error]")).to_be_visible()
    assert page.url.endswith(LOGIN)


def test_without_script_codes_are_left(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site, java_script_enabled=False, locale="fa") as context:
        page = context.new_page()
        page.goto(LOGIN)
        expect(page.locator("[data-passkey-start]")).to_be_hidden()
        expect(page.locator("[data-passkey-unsupported]")).to_be_visible()


def test_at_a_number_the_page_says_why_there_is_none(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site, locale="fa") as context:
        page = context.new_page()
        page.goto(LOGIN)
        page.locator("[data-passkey-start]").click()
        expect(page.locator("[data-passkey-error]")).to_contain_text("نشانی عددی")
