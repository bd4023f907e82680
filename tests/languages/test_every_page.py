"""Every page of the demo in every language, read as a visitor reads it. Kinds of pages are looked at in tests/site."""

import re
from urllib.parse import urlsplit

import html5lib
import polib
import pytest
from django.test import Client
from wagtail_localize.models import String

from amf_site.addresses import page_path
from amf_site.demo.content import PAGES, languages
from amf_site.languages import LANGUAGES, language
from amf_site.visibility.pages import listed_pages
from tests.reading import Reader, body_of, everything_in_sitemaps
from tests.rules.test_structure import ROOT

CODES = [row.code for row in LANGUAGES]
#: Shorter words may be the same in two languages: names, numbers, PDF.
SENTENCE = 25
#: Titles of publications and names of companies that other languages leave in English.
SAME = re.compile(r"^[\w.’'/&:, -]*\d{4}$|^\(?CC BY")
#: Pages whose markup is checked by the parser: one of each template.
PARSED = (
    "/",
    "/who-we-are/governance/",
    "/who-we-are/strategic-plan/",
    "/members/",
    "/members/tabriz/",
    "/contact/",
    "/join/",
    "/join/apply/",
    "/letters/",
    "/office/",
)
pytestmark = pytest.mark.django_db


def test_every_language_of_the_table_has_its_words():
    assert {*languages(), "en"} == set(CODES)


@pytest.fixture(params=CODES)
def code(request) -> str:
    return request.param


@pytest.fixture
def addresses(code) -> list[str]:
    return [page_path(page, code) for page in listed_pages().filter(locale__language_code=code, depth__gt=1)]


#: The pages of a language, read once for all tests: none of them changes a page.
_read: dict[str, dict[str, Reader]] = {}


@pytest.fixture
def read(code, client: Client, addresses) -> dict[str, Reader]:
    if code not in _read:
        _read[code] = {}
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 200, address
            _read[code][address] = Reader(response.content.decode())
    return _read[code]


def test_all_pages_exist_in_the_language(code, addresses):
    # The present edition of the plan is read at the plan's address.
    assert len(addresses) == len(PAGES) - 1


def test_pages_say_their_language_and_name_their_translations(code, read):
    row = language(code)
    for address, reader in read.items():
        assert (reader.language, reader.direction) == (row.code, row.direction), address
        (html,) = [values for tag, values in reader.elements if tag == "html"]
        assert html["data-script"] == row.script
        assert [link["href"] for link in reader.named("link", rel="canonical")] == [f"http://localhost{address}"]
        alternates = {link["hreflang"] for link in reader.named("link", rel="alternate") if "hreflang" in link}
        assert alternates == {*CODES, "x-default"}, address


def test_no_sentence_is_left_in_english(code, read):
    if code == "en":
        return
    strings = {re.sub(r"<[^>]+>", "", data) for data in String.objects.values_list("data", flat=True)}
    entries = polib.pofile(str(ROOT / "locale" / language(code).folder / "LC_MESSAGES" / "django.po"))
    interface = [entry.msgid for entry in entries if "%" not in entry.msgid and len(entry.msgid) > 12]
    sentences = [words for words in [*strings, *interface] if len(words) >= SENTENCE and not SAME.match(words)]
    for address, reader in read.items():
        text = re.sub(r"https?://\S+", "", reader.own_text)
        assert [words for words in sentences if words in text] == [], address


def test_every_link_leads_somewhere(code, read, client):
    links = {}
    for address, reader in read.items():
        ids = {values["id"] for _, values in reader.elements if "id" in values}
        for link in set(reader.links):
            target = urlsplit(link)
            if target.scheme in ("mailto", "http", "https"):
                continue
            if target.path:
                # Pages of other languages are looked at in their turn.
                if target.path.startswith(f"/{code}/") or target.path.count("/") < 3:
                    links.setdefault(target.path, address)
            else:
                assert target.fragment in ids, f"{address} links to {link}"
    for path in links.keys() & read.keys():
        del links[path]  # read already
    for path, address in links.items():
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, f"{address} links to {path}"
        assert body_of(answer)


@pytest.mark.parametrize("path", PARSED)
def test_markup_is_valid(code, client, path):
    html5lib.HTMLParser(strict=True).parse(client.get(f"/{code}{path}").content.decode())


def test_digits_are_those_of_the_language(code, client):
    """The population of Tabriz, and the year of its source."""
    reader = Reader(client.get(f"/{code}/members/tabriz/").content.decode())
    latin = re.findall(r"[0-9]", reader.own_text)
    native = re.findall("[۰-۹]" if code == "fa" else "[০-৯]", reader.own_text)
    if language(code).digits == "latn":
        assert latin
        assert not native
    else:
        assert native
        # Addresses and codes stay as they are.
        visible = re.sub(r"\S*[A-Za-z_/.]\S*", "", reader.own_text)
        assert not re.search("[0-9]", visible)


def test_machine_values_stay_gregorian_and_ascii(code, read):
    for address, reader in read.items():
        for time in reader.named("time"):
            assert re.fullmatch(r"\d{4}(-\d{2}){0,2}", time["datetime"]), address
            assert 1900 < int(time["datetime"][:4]) < 2100


def test_the_sitemap_names_every_page_once(client):
    sitemap = everything_in_sitemaps(client)
    assert sitemap.count("<loc>") == len(CODES) * (len(PAGES) - 1)
    assert sitemap.count('hreflang="x-default"') == sitemap.count("<loc>")


def test_the_chooser_offers_all_and_the_best_first(client):
    page = Reader(client.get("/", headers={"accept-language": "ur-PK,hi;q=0.8"}).content.decode())
    offered = [link for link in page.links if re.fullmatch(r"/[a-z-]+/", link)]
    assert offered[0] == "/ur/"
    assert set(offered) == {f"/{code}/" for code in CODES}
    assert (page.language, page.direction) == ("ur", "rtl")
