"""Search in one language, in the many ways that readers type."""

import json
import re
from html import unescape
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from wagtail.models import Collection, CollectionViewRestriction

from amf_site.cldr.formats import format_number
from amf_site.demo.builders import page_of
from amf_site.media.models import SiteDocument
from amf_site.search.excerpts import marked
from amf_site.search.folding import fold
from amf_site.search.models import KnownWord, SearchEntry
from amf_site.search.spelling import distance
from amf_site.search.words import bounded, terms_of
from members.models import City
from pages.models import StandardPage
from tests.reading import Reader

pytestmark = pytest.mark.django_db


def found(client, code: str, query: str, **parameters: object) -> list[str]:
    """Addresses of the results, best first."""
    page = client.get(f"/{code}/search/", {"q": query, **parameters})
    assert page.status_code == 200
    context = page.context[-1] if isinstance(page.context, list) else page.context
    return [result.url for result in context["results"]]


@pytest.mark.parametrize(
    ("code", "query", "address"),
    [
        ("en", "Tabriz", "/en/members/tabriz/"),
        ("en", "tabriz MUNICIPALITY", "/en/members/tabriz/"),
        ("en", "تبریز", "/en/members/tabriz/"),
        ("en", "istanbul", "/en/members/istanbul/"),
        ("en", "resilience", "/en/who-we-are/governance/liveability-and-urban-resilience/"),
        ("fa", "تبریز", "/fa/members/tabriz/"),
        ("fa", "تبريز", "/fa/members/tabriz/"),
        ("fa", "كميته", "/fa/who-we-are/governance/"),
        ("fa", "سی وسه پل", "/fa/members/isfahan/"),
        ("fa", "سی‌وسه‌پل", "/fa/members/isfahan/"),
        ("fa", "2011", "/fa/who-we-are/about/"),
        ("fa", "۲۰۱۱", "/fa/who-we-are/about/"),
    ],
)
def test_a_page_is_found(client, code, query, address):
    assert address in found(client, code, query)


def test_results_are_of_one_language(client):
    assert all(address.startswith("/fa/") for address in found(client, "fa", "Tabriz"))


def test_the_title_counts_before_the_text(client):
    assert found(client, "en", "Tabriz")[0] == "/en/members/tabriz/"


def test_nothing_found_is_said_kindly(client):
    reader = Reader(client.get("/en/search/?q=zzzzqqq").content.decode())
    assert "zzzzqqq" in reader.own_text


def test_drafts_and_private_pages_are_not_found(client):
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=page_of("governance"), restriction_type=PageViewRestriction.LOGIN)
    page_of("tabriz").unpublish()
    assert "/en/members/tabriz/" not in found(client, "en", "Tabriz")
    assert "/en/who-we-are/governance/" not in found(client, "en", "resilience")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("كتاب ي", "کتاب ی"),
        ("۱۴۰۳", "1403"),
        ("می‌شود", "میشود"),
        ("İstanbul", "istanbul"),
        ("Ｔａｂｒｉｚ", "tabriz"),
        ("é", "e"),
        ("ISTANBUL", "ıstanbul"),
        ("Straße", "STRASSE"),
        ("co-operation", "cooperation"),
        ("Oʻzbekiston’s", "Ozbekistons"),
        ("إسطنبول أنقرة", "اسطنبول انقره"),
        ("كربلاء", "کربلا"),
        ("مُحَمَّد", "محمد"),
        ("تبـــريز", "تبریز"),
        ("ﺗﺒﺮﯾﺰ", "تبریز"),
        ("ہم کے میں بھی", "هم کی مین بهی"),
        ("خانهٔ ۀ", "خانه ه"),
        ("тоҷикӣ ғурӯҳ қ", "точики гурух к"),
        ("ёлка й", "елка и"),
        ("हिन्दी ज़मीन", "हिंदी जमीन"),
        ("क्\u200dष", "क्ष"),
        ("\u0958", "\u0915"),
        ("বড় মেয়র", "বড মেযর"),
        ("উৎসব", "উত্সব"),
        ("น้ำ", "น\u0e4d\u0e49\u0e32"),
        ("น้ำ", "น\u0e33\u0e49"),
        ("เเม่", "แม่"),
        ("ﾀﾌﾞﾘｰｽﾞ", "たぶりず"),
        ("ガ", "か\u3099"),
        ("論壇規劃", "论坛规划"),
        ("테헤란", "\u1110\u1166\u1112\u1166\u1105\u1161\u11ab"),
        ("٢٠١١ २०११ ২০১১ ๒๐๑๑ ２０１１", "2011 2011 2011 2011 2011"),
    ],
)
def test_two_spellings_of_one_word_are_one(left, right):
    assert fold(left) == fold(right)


def test_a_query_is_bounded():
    assert len(bounded("x" * 5000)) == 100
    assert len(bounded("word " * 500).split()) == 10
    assert bounded("a\0b\x07c") == "a b c"


def hinted(client, code: str, query: str) -> dict[str, int]:
    return {
        other.language.code: other.count for other in client.get(f"/{code}/search/", {"q": query}).context["elsewhere"]
    }


def marked_words(html: str) -> list[str]:
    """What is marked on a page, as its reader sees it."""
    return [unescape(word) for word in re.findall(r"<mark>([^<]*)</mark>", html)]


def test_other_languages_are_counted_in_the_reader_s_digits(client):
    english = len(found(client, "en", "Tabriz"))
    assert hinted(client, "fa", "Tabriz") == {"en": english}
    reader = Reader(client.get("/fa/search/?q=Tabriz").content.decode())
    assert {"hreflang": "en", "href": "/en/search/?q=Tabriz"} in reader.named("a", hreflang="en")
    assert format_number(english, "fa") in reader.own_text
    assert hinted(client, "en", "zzzzqqq") == {}


def test_what_is_searched_instead_of_a_misspelling_is_said(client):
    reader = Reader(client.get("/en/search/", {"q": "asian mayors fourm"}).content.decode())
    assert "Nothing was found for “ asian mayors fourm ”. These are the results for “ asian mayors Forum ”." in (
        reader.own_text
    )
    assert found(client, "en", "asian mayors fourm")[0] == "/en/"
    assert "instead" not in client.get("/en/search/", {"q": "Forum"}).context["other"]


def test_a_word_that_only_a_withdrawn_page_had_is_not_offered(client):
    assert "/en/accessibility/" in found(client, "en", "keybord")
    page_of("accessibility").unpublish()
    response = client.get("/en/search/", {"q": "keybord"})
    assert response.context["other"] == ""
    assert "keyboard" not in response.content.decode()


@pytest.mark.parametrize(
    ("left", "right", "most"),
    [
        ("tabriz", "tabriz", 0),
        ("tabris", "tabriz", 1),
        ("tbariz", "tabriz", 1),
        ("tabrz", "tabriz", 1),
        ("ab", "ba", 1),
    ],
)
def test_slips_are_counted(left, right, most):
    assert distance(left, right, 2) == distance(right, left, 2) == most
    assert distance("tabriz", "isfahan", 2) == 3


class TestDocuments:
    """Files are found by their titles, where and by whom they may be read."""

    def make(self, title: str, language: str = "", **values) -> SiteDocument:
        return SiteDocument.objects.create(
            title=title, pdf_language=language, file=ContentFile(b"%PDF-1.7", "report.pdf"), **values
        )

    def test_a_document_is_found_by_both_its_titles(self, client):
        document = self.make("Yearlong reprot 2025", pdf_title="Bulletin of the zweihundert cities")
        for query in ("yearlong 2025", "zweihundert"):
            response = client.get("/en/search/", {"q": query})
            assert [result.url for result in response.context["results"]] == [document.url]
            reader = Reader(response.content.decode())
            assert "Document PDF" in reader.own_text
            assert document.url in reader.links

    def test_the_language_of_the_file_decides_where_it_is_found(self, client):
        persian, unknown, german = self.make("zweiwort", "fa-IR"), self.make("einwort"), self.make("dreiwort", "de-AT")
        assert found(client, "fa", "zweiwort") == [persian.url]
        assert found(client, "en", "zweiwort") == []
        assert hinted(client, "en", "zweiwort") == {"fa": 1}
        for document in (unknown, german):
            assert found(client, "en", document.title) == found(client, "fa", document.title) == [document.url]
            assert hinted(client, "en", document.title) == {}

    def test_a_language_that_is_not_open_is_not_named(self, client):
        self.make("vierwort", "ja")
        assert hinted(client, "en", "vierwort") == {}

    def test_private_collections_are_closed_at_once_with_all_below_them(self, client):
        above = Collection.get_first_root_node().add_child(name="Board")
        below = above.add_child(name="Minutes")
        document = self.make("fuenfwort", collection=below)
        assert found(client, "en", "fuenfwort") == [document.url]
        closed = CollectionViewRestriction.objects.create(
            collection=above, restriction_type=CollectionViewRestriction.LOGIN
        )
        assert found(client, "en", "fuenfwort") == []
        assert hinted(client, "fa", "fuenfwort") == {}
        assert b"fuenfwort" not in client.get("/en/search/?q=fuenfwor").content
        closed.delete()
        document.delete()
        assert found(client, "en", "fuenfwort") == []

    def test_a_changed_title_is_found(self, client):
        document = self.make("sechswort")
        document.title = "siebenwort"
        document.save()
        assert found(client, "en", "sechswort") == []
        assert found(client, "en", "siebenwort") == [document.url]


class TestExcerpts:
    """Pieces of the page's own text, with the found words marked as they are written."""

    @pytest.mark.parametrize(
        ("text", "query", "marked_text"),
        [
            ("The İstanbul plan", "istanbul", "The <mark>İstanbul</mark> plan"),
            ("Die Straße", "STRASSE", "Die <mark>Straße</mark>"),
            ("برنامهٔ راهبُردی", "برنامه راهبردي", "<mark>برنامهٔ راهبُردی</mark>"),
            ("می‌شود", "میشود", "<mark>می‌شود</mark>"),
            ("ﾊﾞｻﾞｰﾙの", "バザール", "<mark>ﾊﾞｻﾞｰﾙ</mark>の"),
            ("가나 다라마", "가나다라", "<mark>가나 다라</mark>마"),
            ("क्षत्रिय", "त्रि", "क्ष<mark>त्रि</mark>य"),
            ("विक्षत्रिय", "विक", "<mark>विक्ष</mark>त्रिय"),
            ("น้ำใส", "นํ้า", "<mark>น้ำ</mark>ใส"),
            ("<b>Tehran</b> & 'x'", "tehran", "&lt;b&gt;<mark>Tehran</mark>&lt;/b&gt; &amp; &#x27;x&#x27;"),
            ("Forum, the mayors", "mayors forum", "<mark>Forum</mark>, the <mark>mayors</mark>"),
            ("an office of one", "o", "an office of one"),
            ("e\u0301tat", "etat", "<mark>e\u0301tat</mark>"),
        ],
    )
    def test_the_original_letters_are_marked(self, text, query, marked_text):
        assert marked(text, terms_of(bounded(query), "hi" if "\u0900" <= text[0] < "\u0980" else "ja")) == marked_text

    def make(self, body: str, title: str = "Sondertext") -> None:
        block = [{"type": "text", "value": body}]
        page = StandardPage(title=title, slug="special", body=json.dumps(block))
        page_of("about").add_child(instance=page)
        page.save_revision().publish()

    def test_markup_in_a_page_stays_text(self, client):
        self.make(
            "<p>before &lt;script&gt;alert(1)&lt;/script&gt; sonderwort &amp; \u202eafter &lt;mark&gt;</p>", "<i>x</i>"
        )
        html = client.get("/en/search/?q=sonderwort").content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>sonderwort</mark> &amp; after &lt;mark&gt;" in html
        assert "&lt;i&gt;x&lt;/i&gt;" in html
        assert "\u202e" not in html
        assert marked_words(html) == ["sonderwort"]

    def test_a_long_text_is_cut_between_words(self, client):
        self.make(f"<p>{'first words ' * 90}sonderwort{' last words' * 90}</p>")
        (result,) = client.get("/en/search/?q=sonderwort").context["results"]
        text = re.sub("<.*?>", "", result.excerpt)
        assert 150 < len(text) < 300
        assert re.fullmatch(r"… ((first|words) )+sonderwort( (last|words))+ …", " ".join(text.split()))

    def test_a_draft_s_words_are_not_shown(self, client):
        page = page_of("about").specific
        page.summary = "Geheimwort"
        page.save_revision()
        City.objects.get(name="Tabriz").save()
        assert found(client, "en", "Geheimwort") == []

    def test_names_that_are_not_shown_are_found_and_not_shown(self, client):
        city = City.objects.get(name="Tabriz")
        city.other_names += "\nGeheimname"
        city.save()
        response = client.get("/en/search/?q=Geheimname")
        (result,) = response.context["results"]
        assert result.url == "/en/members/tabriz/"
        assert "Geheimname" not in result.excerpt + result.title
        assert result.excerpt


HOSTILE = [
    "%", "_", "%_%", "\\", "'; DROP TABLE search_searchentry; --", ".*", "(((((", "[a-", "a|b", "(?P<x>a)", "\\b", "$^",
    "\u202e\u2066tabriz", "\x01\x1b\x7f", "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "💩" * 60, "é" * 5 + "\u0301" * 95, "a" * 3000, "ก" * 3000, "漢" * 900, "ー" * 100, "\u200d" * 100, "्" * 100,
    "tabriz " * 200, "<mark>", "</mark><script>alert(1)</script>", "{{ query }}{% now 'Y' %}", "%(query)s %s %d {0}",
    "ﷺ" * 100, "½ ² ⅷ", "  ", "的", "of the",
]  # fmt: skip


@pytest.mark.parametrize("code", ["en", "fa"])
@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_queries_get_a_plain_answer(client, code, query):
    response = client.get(f"/{code}/search/", {"q": query})
    assert response.status_code == (400 if len(quote(query)) > 4000 else 200)
    html = response.content.decode()
    assert "<script>alert" not in html
    assert "\u202e" not in html
    assert html.count("<mark>") == html.count("</mark>")


@pytest.mark.parametrize("query", ["%", "_", "%_%", "\\", ".*", "💩"])
def test_signs_find_nothing_rather_than_everything(client, query):
    assert found(client, "en", query) == []


def test_marks_of_direction_are_not_part_of_a_word(client):
    assert "/en/members/tabriz/" in found(client, "en", "tab\u200eri\u00adz\u202e")


def test_long_lists_come_in_parts(client):
    first = client.get("/en/search/?q=asia")
    assert first.context["count"] > len(first.context["results"]) == 20
    link = next(link for link in Reader(first.content.decode()).links if "page=2" in link)
    second = found(client, "en", "asia", page=2)
    assert "q=asia" in link
    assert not {result.url for result in first.context["results"]} & set(second)
    for page in ("999", "-1", "x", ""):
        assert found(client, "en", "asia", page=page)


def test_everything_can_be_made_anew(client):
    columns = ("page", "document", "title", "text", "folded_title", "folded_text")
    before = set(SearchEntry.objects.values_list(*columns))
    names = City.objects.get(name="Tabriz").folded_names
    SearchEntry.objects.update(folded_text="", folded_title="")
    KnownWord.objects.all().delete()
    City.objects.update(folded_names="")
    SearchEntry.objects.filter(page=page_of("about")).delete()
    call_command("rebuild_search", stdout=StringIO())
    assert set(SearchEntry.objects.values_list(*columns)) == before
    assert City.objects.get(name="Tabriz").folded_names == names
    assert found(client, "en", "fourm")
