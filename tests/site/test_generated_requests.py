"""Requests made by chance to every address of the site and its admin: none is answered by a fault.

A few each time; ``AMF_REQUESTS=5000 AMF_SEED=7 pytest -s tests/site/test_generated_requests.py`` makes so many others
and tells how they were answered. The same seed makes the same requests.
"""

import json
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from wagtail.models import Page

from amf_site.languages import LANGUAGES
from tests.hostile import SIGNS, VALUES, encoded, told, undone
from tests.translation.people import client_of

pytestmark = pytest.mark.django_db

REQUESTS = int(os.environ.get("AMF_REQUESTS", "120"))
SEED = os.environ.get("AMF_SEED", "1")
ROLES = ("anonymous", "superuser", "superuser", "superuser", "superuser", "editor", "editor", "translator")
METHODS = ("GET",) * 12 + ("POST",) * 5 + ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW")
#: Words that views look for in queries and forms.
NAMES = (
    *("q", "p", "page", "page_id", "id", "pk", "next", "ordering", "locale", "childOf", "child_of", "for_move", "id[]"),
    *(
        "page_type",
        "can_choose_root",
        "target_page[]",
        "user_perms",
        "collection_id",
        "tag",
        "layout",
        "export",
        "title",
    ),
    *("region", "country", "theme", "membership", "city", "live", "has_child_pages", "latest_revision_created_at_from"),
    *(
        "step",
        "on",
        "of",
        "below",
        "action",
        "action-publish",
        "position",
        "describe_on_delete",
        "results",
        "mode",
        "file",
    ),
    *(
        "username",
        "password",
        "email",
        "slug",
        "name",
        "language",
        "state",
        "source",
        "new_parent_page",
        "chooser",
        "cost",
    ),
    *(
        "in_preview_panel",
        "token",
        "object_id",
        "content_type",
        "is_dirty",
        "text",
        "words",
        "version",
        "data",
        "revision",
    ),
)
HEADERS = {
    "accept": ("*/*", "text/html", "application/json", "image/avif,image/webp", "text/html;q=x", ";;;", "a" * 5000),
    "accept-language": ("fa", "fa,en;q=0.5", "xx", "zh-Hans-CN", "*", ";q=1", "en;q=9" * 500, "\x00", "آ"),
    "range": ("bytes=0-1", "bytes=5-1", "bytes=-", "bytes=999999999999-", "bytes=0-0,2-3", "x", "bytes=٠-١"),
    "if-none-match": ("*", '"x"', 'W/"x"', "x,y", '"' * 99),
    "if-modified-since": ("Mon, 30 Nov 2026 00:00:00 GMT", "x", "Thu, 99 Foo 99999 99:99:99 GMT", "0"),
    "if-range": ('"x"', "x"),
    "cookie": (
        "sessionid=x",
        "csrftoken=" + "a" * 64,
        "messages=x",
        "django_language=xx",
        "=;=",
        'a="\\000"',
        "a" * 4000,
    ),
    "host": ("testserver", "localhost:99999", "evil.example", "[::1", "testserver:x", "a" * 300, "تهران"),
    "x-forwarded-for": ("192.0.2.1", "x", "::1, 2.2.2.2", "," * 99),
    "x-forwarded-proto": ("https", "http", "x"),
    "x-requested-with": ("XMLHttpRequest",),
    "referer": ("http://testserver/admin/", "x", "javascript:1"),
    "content-type": ("application/json", "multipart/form-data; boundary=x", "text/plain; charset=klingon", "x/y", ""),
}


def routes(resolver: Any = None, before: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every pattern of the site as a route, with the converters of its arguments."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = entry.pattern
        if isinstance(pattern, LocalePrefixPattern):
            yield from routes(entry, "<language>/")
        elif isinstance(entry, URLResolver):
            yield from routes(entry, before + str(pattern))
        elif isinstance(entry, URLPattern) and isinstance(pattern, RoutePattern):
            yield before + str(pattern), pattern.converters
        else:
            yield f"{before}<page>", {}


class Maker:
    """Makes requests of what is in the database and of what breaks programs."""

    def __init__(self, seed: str) -> None:
        self.chance = random.Random(seed)
        self.routes = sorted(dict(routes()))
        # A few are most of what there is.
        self.pages = [self.path(page) for page in Page.objects.filter(depth__gt=1).select_related("locale")]
        self.ids = sorted({str(pk) for model in apps.get_models() for pk in some_ids(model)})

    @staticmethod
    def path(page: Page) -> str:
        return "/".join(page.url_path.split("/")[2:])

    def value(self) -> str:
        kind = self.chance.random()
        if kind < 0.3:
            return self.chance.choice(self.ids)
        if kind < 0.8:
            return self.chance.choice(VALUES)
        return "".join(self.chance.choices(SIGNS, k=self.chance.randint(1, 12)))

    def address(self) -> str:
        if self.chance.random() < 0.1:
            return f"/{self.chance.choice(['en', 'fa'])}/{self.chance.choice(self.pages)}{self.sub_address()}"
        route = self.chance.choice(self.routes)
        return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", self.argument, route).replace("\\", "").lstrip("^")

    def argument(self, found: re.Match[str]) -> str:
        kind, name = found.groups()
        if name == "language":
            return self.chance.choice(["en", "fa", "fa", self.chance.choice(LANGUAGES).code])
        if name == "page":
            return self.chance.choice(self.pages) + self.sub_address()
        if kind == "int":
            known = self.chance.random() < 0.8
            return self.chance.choice(
                self.ids if known else ["0", "-1", "1", str(2**31), str(2**63), "9" * 40, "۱", "x"]
            )
        if name in ("app_label", "content_type_app_name"):
            return self.chance.choice(["wagtailcore", "pages", "members", "strategy", "media", "auth", "x"])
        if "model" in name:
            return self.chance.choice(["page", "standardpage", "city", "citypage", "source", "siteimage", "user", "x"])
        if name == "action":
            return self.chance.choice(["delete", "move", "publish", "unpublish", "mark_as_checked", "x"])
        return quote(self.value().encode(errors="surrogatepass"), safe="")[:300]

    def sub_address(self) -> str:
        known = ["", "", "", "download/", "compare/", "members/json/", "projects/csv/", "feed/"]
        if self.chance.random() < 0.7:
            return self.chance.choice(known)
        return quote(self.value().encode(errors="surrogatepass"), safe="/")[:300]

    def pairs(self, most: int) -> list[tuple[str, str]]:
        return [(self.chance.choice(NAMES), self.value()) for _ in range(self.chance.randint(0, most))]

    def body(self) -> tuple[Any, str]:
        kind = self.chance.random()
        if kind < 0.5:
            return encoded(self.pairs(8)), "application/x-www-form-urlencoded"
        if kind < 0.7:
            said = self.chance.choice(
                [dict(self.pairs(5)), [self.value()], self.value(), None, 1e308, {"a": {"b": []}}]
            )
            return json.dumps(said), "application/json"
        if kind < 0.9:
            field = f'Content-Disposition: form-data; name="{self.chance.choice(NAMES)}"; filename="a.jpg"'
            content = f"--x\r\n{field}\r\n\r\n{self.chance.choice(VALUES)}\r\n--x--\r\n"
            return content.encode(errors="surrogatepass"), "multipart/form-data; boundary=x"
        return self.chance.randbytes(self.chance.randint(0, 200)), self.chance.choice(HEADERS["content-type"])

    def headers(self) -> dict[str, str]:
        names = self.chance.sample(sorted(HEADERS), self.chance.choice([0, 0, 0, 1, 1, 2, 4]))
        # As a server gives them to the application: bytes, each a letter.
        return {name: self.chance.choice(HEADERS[name]).encode().decode("latin-1") for name in names}

    def request(self) -> dict[str, Any]:
        method = self.chance.choice(METHODS)
        query = encoded(self.pairs(4)) if self.chance.random() < 0.4 else ""
        data, kind = self.body() if method in ("POST", "PUT", "PATCH") else ("", "application/octet-stream")
        headers = self.headers()
        return {
            "method": method,
            "path": self.address() + (f"?{query}" if query else ""),
            "data": data,
            "content_type": headers.pop("content-type", kind),
            "headers": headers,
        }


def some_ids(model: Any) -> list[Any]:
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:3])


@pytest.fixture
def clients() -> dict[str, Client]:
    found = {role: client_of(role) for role in dict.fromkeys(ROLES)}
    for client in found.values():
        client.raise_request_exception = False
    return found


def ask(client: Client, request: dict[str, Any]) -> HttpResponse:
    # A header of cookies takes the place of the client's own, which say who asks and may be taken from her.
    cookies = client.cookies.output()
    with undone():
        response = client.generic(request["method"], **{name: request[name] for name in request if name != "method"})
        if response.streaming:
            b"".join(response)
    client.cookies.clear()
    client.cookies.load(cookies.replace("Set-Cookie:", ""))
    return response


def test_no_request_is_answered_by_a_fault(clients):
    maker = Maker(SEED)
    statuses: Counter[int] = Counter()
    faults = []
    for _ in range(REQUESTS):
        role, request = maker.chance.choice(ROLES), maker.request()
        response = ask(clients[role], request)
        statuses[response.status_code] += 1
        if response.status_code >= 500:
            faults.append((role, request["method"], request["path"], told(response.exc_info)))
            print(*faults[-1], request["data"], request["headers"])
    print(f"seed {SEED}: {REQUESTS} requests, {dict(sorted(statuses.items()))}")
    assert faults == []
