"""Helpers for tests of an installation: its parts, and what users do with it."""

import re
import secrets
from dataclasses import dataclass
from pathlib import Path

import requests

from tests import gates, servers

PASSWORD = secrets.token_urlsafe(24)
MAKE_STAFF = """
import os
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
for name, group in (("editor", "Editors"), ("translator", "Translators: فارسی")):
    user = get_user_model().objects.create_user(name, f"{name}@example.org", os.environ["DJANGO_SUPERUSER_PASSWORD"])
    user.groups.add(Group.objects.get(name=group))
"""


SECURITY_HEADERS = {
    "Content-Security-Policy": r"(?=.*default-src 'none')(?=.*script-src 'self')(?=.*frame-ancestors 'none')",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "^strict-origin(-when-cross-origin)?$",
    "Permissions-Policy": r"camera=\(\)",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass
class Parts:
    """The services that a site needs, and the environment of its processes."""

    env: dict[str, str]
    store: servers.ObjectStore
    cache: servers.Server
    #: The mail server, and the gate in front of it.
    mail: gates.MailServer
    way_to_mail: gates.Gate
    worker: servers.Server


@dataclass
class Site:
    """A running site: its URL, and the certificate of the proxy, if there is one."""

    url: str
    parts: Parts
    certificate: Path | None = None
    #: The proxy, if there is one, and the application server.
    processes: tuple[servers.Server, ...] = ()

    def logs(self) -> str:
        """Return all that the site's processes have written."""
        return "\n".join(process.output() for process in (*self.processes, self.parts.worker))

    def browser(self, address: str = "203.0.113.7") -> requests.Session:
        """Return a session with its own client address, which the application learns from its proxy."""
        browser = requests.Session()
        browser.headers["X-Forwarded-For"] = address
        browser.trust_env = False  # otherwise a CA bundle of this machine would be used instead of the certificate
        browser.verify = str(self.certificate) if self.certificate else True
        return browser

    def get(self, path: str, **options) -> requests.Response:
        """Send a GET request like a reader."""
        with self.browser() as browser:
            return browser.get(self.url + path, timeout=servers.PATIENCE, **options)


def token_in(page: requests.Response) -> str:
    match = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert match, page.text[:500]
    return match[1]


def sign_in(site: Site, name: str) -> requests.Session:
    """Return a session in which a user has logged in with the form of the admin."""
    browser = site.browser("203.0.113.8")
    form = browser.get(f"{site.url}/admin/login/", timeout=servers.PATIENCE)
    answer = browser.post(
        form.url,
        {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": token_in(form), "next": "/admin/"},
        headers={"Origin": site.url, "Referer": form.url},
        timeout=servers.PATIENCE,
    )
    assert answer.status_code == 200
    assert answer.url == f"{site.url}/admin/"
    return browser


def upload(site: Site, browser: requests.Session, kind: str, name: str, content: bytes) -> requests.Response:
    """Upload a file with the form of the admin, like an editor."""
    form = browser.get(f"{site.url}/admin/{kind}/add/", timeout=servers.PATIENCE)
    assert form.status_code == 200
    return browser.post(
        form.url,
        {"title": name, "csrfmiddlewaretoken": token_in(form)},
        files={"file": (name, content)},
        headers={"Origin": site.url, "Referer": form.url},
        timeout=servers.PATIENCE,
    )


def assert_security_headers(answer: requests.Response, *, own_page: bool = False) -> None:
    """Check all security headers; pages of the proxy itself need and allow no scripts."""
    for header, pattern in SECURITY_HEADERS.items():
        expected = pattern.replace("(?=.*script-src 'self')", "") if own_page else pattern
        assert re.search(expected, answer.headers.get(header, "")), f"{header} of {answer.url}"
