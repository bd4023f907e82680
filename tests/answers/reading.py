"""Read pages as readers do, and see whether they were kept."""

from django.http import HttpResponse
from django.test import Client

from amf_site.answers.kept import minified


def read(address: str, **headers: str) -> HttpResponse:
    return Client().get(address, headers=headers)


def was_kept(response: HttpResponse) -> bool:
    return response.headers.get("Server-Timing") == "kept"


def made_anew(address: str) -> bytes:
    """Return what the site makes of an address now: nothing is kept of requests with this header."""
    answer = read(address, authorization="none")
    is_page = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    return minified(answer.text) if is_page else answer.content


def keep(address: str) -> bytes:
    """Read an address until it is kept."""
    first = read(address)
    second = read(address)
    assert was_kept(second), address
    assert second.content == first.content
    return second.content
