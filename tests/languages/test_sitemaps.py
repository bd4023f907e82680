"""The sitemaps of all fourteen languages, against the rules of sitemaps.org and of hreflang."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from amf_site.languages import LANGUAGES
from amf_site.visibility.models import LanguageStage
from tests.reading import sitemaps_of

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
CODES = [row.code for row in LANGUAGES]


def parse(client: Client) -> dict[str, dict[str, dict[str, str]]]:
    """Return the translations of each page, by the language of the file and the address of the page."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for address, text in sitemaps_of(client).items():
        code = address.removeprefix("http://localhost/sitemap-").partition(".")[0]
        root = ElementTree.fromstring(text)
        assert root.tag == f"{SITEMAP}urlset"
        for row in root:
            assert row.tag == f"{SITEMAP}url"
            loc, lastmod, *links = row
            assert (loc.tag, lastmod.tag) == (f"{SITEMAP}loc", f"{SITEMAP}lastmod")
            assert {link.tag for link in links} == {LINK}
            assert {link.attrib["rel"] for link in links} == {"alternate"}
            versions = {link.attrib["hreflang"]: link.attrib["href"] for link in links}
            assert len(versions) == len(links)
            assert loc.text not in found.setdefault(code, {})
            found[code][str(loc.text)] = versions
    return found


def test_the_index_is_valid_and_has_every_language(client):
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{SITEMAP}sitemapindex"
    for row in root:
        assert [child.tag for child in row] == [f"{SITEMAP}loc", f"{SITEMAP}lastmod"]
    assert {row[0].text for row in root} == {f"http://localhost/sitemap-{code}.xml" for code in CODES}


def test_each_file_has_the_pages_of_its_language_and_translations_name_one_another(client):
    pages = parse(client)
    assert set(pages) == set(CODES)
    everywhere = {address: versions for of_language in pages.values() for address, versions in of_language.items()}
    for code, of_language in pages.items():
        for address, versions in of_language.items():
            assert address.startswith(f"http://localhost/{code}/")
            assert versions[code] == address
            assert list(versions) == [*CODES, "x-default"]
            assert versions["x-default"] == versions["en"]
            assert all(everywhere[version] == versions for version in versions.values())


def test_a_closed_language_is_in_no_file(client):
    LanguageStage.objects.filter(locale__language_code="th").update(stage=LanguageStage.Stage.PREVIEW)
    pages = parse(client)
    assert set(pages) == {*CODES} - {"th"}
    assert not any("th" in versions for of_language in pages.values() for versions in of_language.values())
    assert client.get("/sitemap-th.xml").status_code == 404
