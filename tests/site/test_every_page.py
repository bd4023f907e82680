"""Every page of the Forum's content, in every language it has, read as a visitor reads it."""

import json
import re
from itertools import pairwise
from urllib.parse import urlsplit

import html5lib
import polib
import pytest
from wagtail_localize.models import String

from amf_site.addresses import page_path
from amf_site.demo.content import PAGES
from amf_site.languages import language
from amf_site.visibility.pages import listed_pages
from tests.reading import Reader, body_of
from tests.rules.test_structure import ROOT

#: Those that the database of most tests holds; ``tests/languages`` reads all.
LANGUAGES = ["en", "fa"]
#: Shorter words may be the same in two languages: names, numbers, PDF.
SENTENCE = 25
pytestmark = pytest.mark.django_db


def addresses() -> list[str]:
    """Addresses of all demo pages in all languages, from the content files alone."""
    from amf_site.demo.content import words

    def path(name):
        said = words(name)
        return [*path(said["parent"]), said["slug"]] if said["parent"] else []

    # The present edition of the plan is read at the plan's address; its own leads there.
    names = [name for name in PAGES if name != "plan-2026"]
    return ["/" + "/".join([code, *path(name), ""]) for code in LANGUAGES for name in names]


@pytest.fixture(params=addresses())
def visit(request, client):
    """The answer to one page's address, and its reader."""
    response = client.get(request.param)
    assert response.status_code == 200
    return request.param, response, Reader(response.content.decode())


def test_it_says_its_language_and_direction(visit):
    address, response, reader = visit
    row = language(address.split("/")[1])
    assert (reader.language, reader.direction) == (row.code, row.direction)
    assert response["Content-Language"] == row.code


def test_it_is_valid_html(visit):
    _, response, _ = visit
    html5lib.HTMLParser(strict=True).parse(response.content.decode())


def test_ids_are_unique_and_what_refers_to_them_exists(visit):
    _, _, reader = visit
    ids = [values["id"] for _, values in reader.elements if "id" in values]
    assert sorted(ids) == sorted(set(ids))
    for _, values in reader.elements:
        for reference in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            for name in values.get(reference, "").split():
                assert name in ids, f"{reference}={name}"


def test_headings_descend_in_order(visit):
    _, _, reader = visit
    levels = [int(tag[1]) for tag in reader.headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_its_head_is_complete(visit):
    address, _, reader = visit
    names = {values.get("name") or values.get("property"): values.get("content") for values in reader.named("meta")}
    assert 20 <= len(names["description"]) <= 320
    assert names["og:image"].startswith("http")
    assert names["og:title"]
    assert [link["href"] for link in reader.named("link", rel="canonical")] == [f"http://localhost{address}"]
    alternates = {
        link["hreflang"]: link["href"] for link in reader.named("link", rel="alternate") if "hreflang" in link
    }
    assert set(alternates) == {*LANGUAGES, "x-default"}
    rest = address.split("/", 2)[2]
    assert all(alternates[code] == f"http://localhost/{code}/{rest}" for code in LANGUAGES)


def test_its_structured_data_can_be_read(visit):
    _, response, _ = visit
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL)
    graph = json.loads(block[1])["@graph"]
    assert "NGO" in {entry["@type"] for entry in graph}
    assert response.content.decode().count("application/ld+json") == 1


def test_pictures_have_words_sizes_and_formats(visit):
    _, _, reader = visit
    for picture in reader.named("img"):
        assert "alt" in picture
        assert picture["width"].isdecimal()
        assert picture["height"].isdecimal()
    eager = [picture for picture in reader.named("img") if picture.get("loading") == "eager"]
    assert len(eager) <= 1
    assert all(picture["fetchpriority"] == "high" for picture in eager)
    assert {source["type"] for source in reader.named("source")} <= {"image/avif", "image/webp"}


def test_nothing_of_the_source_language_is_left(visit):
    address, _, reader = visit
    if address.startswith("/en/"):
        return
    strings = [re.sub(r"<[^>]+>", "", data) for data in String.objects.values_list("data", flat=True)]
    entries = polib.pofile(str(ROOT / "locale" / reader.language / "LC_MESSAGES" / "django.po"))
    interface = [entry.msgid for entry in entries if "%" not in entry.msgid]
    text = re.sub(r"https?://\S+", "", reader.own_text)
    left = [words for words in strings if len(words) >= SENTENCE and words in text]
    left += [words for words in interface if len(words) > 8 and re.search(rf"\b{re.escape(words)}\b", text)]
    assert left == []


def test_persian_is_written_as_persian(visit):
    address, _, reader = visit
    if not address.startswith("/fa/"):
        return
    text = reader.own_text
    assert not re.search("[يكى\u0660-\u0669]", text), "Arabic letters or digits"
    assert not re.search(r"[آ-ی]\s*[,;?]", text), "Latin punctuation after a Persian word"
    assert not re.search(r"(?<![آ-ی])ن?می [آ-ی]", text), "a verb without its joiner"
    assert not re.search(r"[آ-ی] ها(?:ی)?(?![آ-ی])", text), "a plural without its joiner"


def test_every_link_leads_somewhere(visit, client):
    address, _, reader = visit
    ids = {values["id"] for _, values in reader.elements if "id" in values}
    for link in set(reader.links):
        target = urlsplit(link)
        if target.scheme == "mailto":
            continue
        if target.netloc:
            # A source of a figure may be on a site that has nothing else.
            assert target.scheme in {"https", "http"}, link
        elif not target.path:
            assert target.fragment in ids, f"{address} links to {link}"
        else:
            answer = client.get(target.path, follow=True)
            assert answer.status_code == 200, f"{address} links to {link}"
            assert body_of(answer)


def test_all_pages_were_looked_at():
    live = {page_path(page, page.locale.language_code) for page in listed_pages().filter(depth__gt=1)}
    assert live == set(addresses())
