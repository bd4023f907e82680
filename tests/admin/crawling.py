"""Find every kind of URL of the admin by following the links of its pages."""

import html
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import Resolver404, resolve
from wagtail.models import Page

from tests.hostile import undone

from .forms import Form, forms_of, markup_of

ADDRESS = re.compile(r"""["'(=](/admin/[^"'<>\s)\\]*)""")
#: Logging out would end the crawl; the others are the same for everybody.
SKIPPED = ("logout", "jsi18n", "sprite")


@dataclass(frozen=True)
class Found:
    """A URL that was found, the response, and its forms."""

    address: str
    kind: tuple[str, ...]
    status: int
    error: Any = None
    forms: list[Form] = field(default_factory=list)


def kind_of(address: str) -> tuple[str, ...] | None:
    """Return the kind of a URL: its view, the type of its page, and the names of its query parameters."""
    path, _mark, query = address.partition("?")
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if any(word in match.route for word in SKIPPED):
        return None
    number = next((value for name, value in match.kwargs.items() if "page" in name and "id" in name), None)
    page = Page.objects.filter(pk=number).first() if isinstance(number, int) else None
    names = sorted({pair.partition("=")[0] for pair in query.split("&")} - {""})
    words = [
        str(value) for value in match.kwargs.values() if isinstance(value, str) and not any(map(str.isdigit, value))
    ]
    return (match.route, page.specific_class.__name__ if page else "", *words, *names)


def crawl(client: Client, chance: random.Random) -> Iterator[Found]:
    """Yield one URL of each kind, in random order."""
    seen: set[tuple[str, ...]] = set()
    known, waiting = {"/admin/"}, ["/admin/"]
    while waiting:
        address = waiting.pop(chance.randrange(len(waiting)))
        kind = kind_of(address)
        if kind is None or kind in seen:
            continue
        seen.add(kind)
        with undone():
            response = client.get(address, headers={"accept": "text/html"})
        markup = markup_of(response)
        yield Found(address, kind, response.status_code, getattr(response, "exc_info", None), forms_of(address, markup))
        leads = [html.unescape(found) for found in ADDRESS.findall(markup)]
        if response.status_code in (301, 302):
            leads.append(response["Location"])
        for lead in leads:
            lead = lead.partition("#")[0]
            if lead.startswith("/admin/") and lead not in known:
                known.add(lead)
                waiting.append(lead)
