"""Helpers for tests of forms in an installation: what browsers send, and the mail that follows."""

import re
import time
from contextlib import nullcontext
from email import message_from_bytes, policy
from typing import Any

import requests
from django.utils.translation import gettext, override

from tests import servers
from tests.deploy.installation import Site


def said(words: str, code: str) -> str:
    with override(code):
        return gettext(words)


def opened(site: Site, path: str, browser: requests.Session | None = None) -> dict[str, str]:
    """Open a form, wait as long as a person needs, and return its hidden fields."""
    with nullcontext(browser) if browser else site.browser() as ask:
        page = ask.get(site.url + path, timeout=servers.PATIENCE)
    assert page.status_code == 200, path
    found = re.search(r'name="opened" value="([^"]+)"', page.text)
    assert found
    time.sleep(4)  # the form refuses what is sent within three seconds
    return {"opened": found[1], "subject": ""}


def post(site: Site, path: str, browser: requests.Session | None = None, **options: Any) -> requests.Response:
    """Send a form as a browser does that is too old for ``Sec-Fetch-Site``."""
    options = {"headers": {"Origin": site.url}, "allow_redirects": False, "timeout": servers.PATIENCE} | options
    with nullcontext(browser) if browser else site.browser() as ask:
        return ask.post(site.url + path, **options)


def mails_to(site: Site, address: str) -> list[Any]:
    """Wait until mail has come to an address, and return it."""
    deadline = time.monotonic() + servers.PATIENCE
    while time.monotonic() < deadline:
        if found := [content for recipients, content in list(site.parts.mail.letters) if recipients == [address]]:
            return [message_from_bytes(content, policy=policy.default) for content in found]
        time.sleep(0.2)
    raise AssertionError(f"no mail has come to {address}")
