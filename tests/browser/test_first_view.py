"""What a phone loads before its reader does anything, in bytes as they come over the line."""

import gzip

import brotli
import pytest
from django.conf import settings
from playwright.sync_api import Browser, Response

from amf_site.languages import LANGUAGES

from .addresses import KINDS

#: The most bytes of a first view, of the only style sheet for which it waits, and of a script; all compressed.
MOST, MOST_STYLES, MOST_SCRIPT = 150_000, 12_000, 10_000
KINDS_OF_PAGE = ("city", "plan", "directory", "news", "article", "events", "event")
COMPRESSED = ("text/", "application/javascript", "image/svg+xml", "application/json")
PHONE = {"viewport": {"width": 360, "height": 780}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}


def first_view(browser: Browser, url: str) -> tuple[dict[str, int], list[str]]:
    """Return the bytes of each file of a first visit, by its path, and the names of those for which the view waits."""
    context = browser.new_context(**PHONE)
    page, answers = context.new_page(), []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    found = {answer.url.split("/", 3)[3]: bytes_of(answer) for answer in answers if answer.ok}
    waits = page.eval_on_selector_all(
        "link[rel=stylesheet]:not([media=print]), script[src]:not([type=module], [async], [defer])",
        "(elements) => elements.map((element) => (element.href || element.src).split('/').pop())",
    )
    context.close()
    return found, waits


def bytes_of(answer: Response) -> int:
    """Return what comes over the line. This server compresses nothing; those of an installation do."""
    body = answer.body()
    return len(gzip.compress(body, 6)) if answer.headers.get("content-type", "").startswith(COMPRESSED) else len(body)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        *(("landing", row.code) for row in LANGUAGES),
        *((kind, code) for kind in KINDS_OF_PAGE for code in ("en", "ur", "th")),
    ],
)
def test_a_first_view_is_small(browser: Browser, site: str, kind: str, code: str):
    address = KINDS[kind].format(language=code)
    found, waits = first_view(browser, site + address)
    assert sum(found.values()) <= MOST, sorted(found.items(), key=lambda pair: -pair[1])
    assert waits == ["site.css"]
    scripts = {path: size for path, size in found.items() if path.endswith(".js")}
    assert all(size <= MOST_SCRIPT for size in scripts.values()), scripts


def test_the_styles_for_which_it_waits_are_small():
    """An installation has them compressed with Brotli."""
    assert len(brotli.compress((settings.BASE_DIR / "static" / "css" / "site.css").read_bytes())) <= MOST_STYLES
