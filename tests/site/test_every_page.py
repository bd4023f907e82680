"""Every page of the Forum's content, in every language it has, read as a visitor reads it."""

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

import html5lib
import polib
import pytest
from django.http import HttpResponse
from wagtail_localize.models import String

from amf_site.addresses import page_path
from amf_site.demo.content import PAGES, words
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

    def path(name):
        said = words(name)
        return [*path(said["parent"]), said["slug"]] if said["parent"] else []

    # The present edition of the plan is read at the plan's address; its own leads there.
    names = [name for name in PAGES if name != "plan-2026"]
    return ["/" + "/".join([code, *path(name), ""]) for code in LANGUAGES for name in names]


@dataclass(frozen=True)
class Visit:
    """A page, the answer to its address, and its reader."""

    address: str
    response: HttpResponse
    html: str
    reader: Reader

    @property
    def code(self) -> str:
        return self.address.split("/")[1]


#: Every page is asked for once: no test of this module changes one.
_visits: list[Visit] = []


@pytest.fixture
def visits(client) -> list[Visit]:
    for address in addresses()[len(_visits) :]:
        response = client.get(address)
        assert response.status_code == 200, address
        html = response.content.decode()
        _visits.append(Visit(address, response, html, Reader(html)))
    return _visits


@pytest.fixture
def each(visits, subtests):
    """Look at every page, whatever is found on others; what is found is told with its address."""

    def look(examine, code: str = "") -> None:
        for visit in visits:
            if code in ("", visit.code):
                with subtests.test(visit.address):
                    examine(visit)

    return look


def test_it_says_its_language_and_direction(each):
    def examine(visit):
        row = language(visit.code)
        assert (visit.reader.language, visit.reader.direction) == (row.code, row.direction)
        assert visit.response["Content-Language"] == row.code

    each(examine)


def test_it_is_valid_html(each):
    each(lambda visit: html5lib.HTMLParser(strict=True).parse(visit.html))


def test_ids_are_unique_and_what_refers_to_them_exists(each):
    def examine(visit):
        ids = [values["id"] for _, values in visit.reader.elements if "id" in values]
        assert sorted(ids) == sorted(set(ids))
        for _, values in visit.reader.elements:
            for reference in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
                for name in values.get(reference, "").split():
                    assert name in ids, f"{reference}={name}"

    each(examine)


def test_headings_descend_in_order(each):
    def examine(visit):
        levels = [int(tag[1]) for tag in visit.reader.headings]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    each(examine)


def test_its_head_is_complete(each):
    def examine(visit):
        meta, link = visit.reader.named("meta"), visit.reader.named("link", rel="alternate")
        names = {values.get("name") or values.get("property"): values.get("content") for values in meta}
        assert 20 <= len(names["description"]) <= 320
        assert names["og:image"].startswith("http")
        assert names["og:title"]
        canonical = [values["href"] for values in visit.reader.named("link", rel="canonical")]
        assert canonical == [f"http://localhost{visit.address}"]
        alternates = {values["hreflang"]: values["href"] for values in link if "hreflang" in values}
        assert set(alternates) == {*LANGUAGES, "x-default"}
        rest = visit.address.split("/", 2)[2]
        assert all(alternates[code] == f"http://localhost/{code}/{rest}" for code in LANGUAGES)

    each(examine)


def test_its_structured_data_can_be_read(each):
    def examine(visit):
        block = re.search(r'<script type="application/ld\+json">(.*?)</script>', visit.html, re.DOTALL)
        graph = json.loads(block[1])["@graph"]
        assert "NGO" in {entry["@type"] for entry in graph}
        assert visit.html.count("application/ld+json") == 1

    each(examine)


def test_pictures_have_words_sizes_and_formats(each):
    def examine(visit):
        pictures = visit.reader.named("img")
        for picture in pictures:
            assert "alt" in picture
            assert picture["width"].isdecimal()
            assert picture["height"].isdecimal()
        eager = [picture for picture in pictures if picture.get("loading") == "eager"]
        assert len(eager) <= 1
        assert all(picture["fetchpriority"] == "high" for picture in eager)
        assert {source["type"] for source in visit.reader.named("source")} <= {"image/avif", "image/webp"}

    each(examine)


def test_nothing_of_the_source_language_is_left(each):
    strings = [re.sub(r"<[^>]+>", "", data) for data in String.objects.values_list("data", flat=True)]
    entries = polib.pofile(str(ROOT / "locale" / "fa" / "LC_MESSAGES" / "django.po"))
    interface = [entry.msgid for entry in entries if "%" not in entry.msgid]

    def examine(visit):
        text = re.sub(r"https?://\S+", "", visit.reader.own_text)
        left = [words for words in strings if len(words) >= SENTENCE and words in text]
        left += [words for words in interface if len(words) > 8 and re.search(rf"\b{re.escape(words)}\b", text)]
        assert left == []

    each(examine, "fa")


def test_persian_is_written_as_persian(each):
    def examine(visit):
        text = visit.reader.own_text
        assert not re.search("[يكى\u0660-\u0669]", text), "Arabic letters or digits"
        assert not re.search(r"[آ-ی]\s*[,;?]", text), "Latin punctuation after a Persian word"
        assert not re.search(r"(?<![آ-ی])ن?می [آ-ی]", text), "a verb without its joiner"
        assert not re.search(r"[آ-ی] ها(?:ی)?(?![آ-ی])", text), "a plural without its joiner"

    each(examine, "fa")


def test_every_link_leads_somewhere(each, client):
    """Asked for once, however many pages have the link."""
    known: dict[str, bool] = {}

    def leads_somewhere(path: str) -> bool:
        if path not in known:
            answer = client.get(path, follow=True)
            known[path] = answer.status_code == 200 and bool(body_of(answer))
        return known[path]

    def examine(visit):
        ids = {values["id"] for _, values in visit.reader.elements if "id" in values}
        for link in set(visit.reader.links):
            target = urlsplit(link)
            if target.scheme == "mailto":
                continue
            if target.netloc:
                # A source of a figure may be on a site that has nothing else.
                assert target.scheme in {"https", "http"}, link
            elif not target.path:
                assert target.fragment in ids, link
            else:
                assert leads_somewhere(target.path), link

    each(examine)


def test_all_pages_were_looked_at(visits):
    live = {page_path(page, page.locale.language_code) for page in listed_pages().filter(depth__gt=1)}
    assert live == set(addresses()) == {visit.address for visit in visits}
