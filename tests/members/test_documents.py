"""The archive of documents: one list of records, found by what a reader knows, each with what is known of it."""

import json

import pytest
from django.core.files.base import ContentFile

from amf_site.media.models import SiteDocument
from members.document_listing import listed_documents
from members.event_details import documents_of
from members.models import (
    Body,
    DocumentPage,
    PublishedDocument,
    PublishedFile,
)
from tests.pdf_files import made as pdf_of
from tests.reading import Reader

from .forum_forms import address_of, post_of_document
from .forum_pages import body_page, document_record, event_page, event_record, locale_of

pytestmark = pytest.mark.django_db

DEMO = 8


def listed(client, code: str = "en", **query: str) -> list[str]:
    response = client.get(f"/{code}/documents/", query)
    assert response.status_code == 200
    return [row.document.key for row in response.context["listing"].rows]


def text_of(client, code: str = "en", path: str = "", **query: str) -> str:
    return Reader(client.get(f"/{code}/documents/{path}", query).content.decode()).own_text


class TestFilters:
    def records(self) -> None:
        files = [
            PublishedFile(language="fa", title="گزارش سالانهٔ دبیرخانه", link="https://www.example.org/fa"),
            PublishedFile(language="ru", title="Ежегодный отчёт", link="https://www.example.org/ru"),
        ]
        document_record("annual", *files, body=Body.objects.originals().get(slug="secretariat"))

    @pytest.mark.parametrize("code", ["en", "fa"])
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"kind": "report"}, ["annual"]),
            ({"year": "2019"}, ["annual"]),
            ({"language": "fa"}, ["annual"]),
            ({"language": "ru", "kind": "report", "year": "2019", "body": "secretariat"}, ["annual"]),
            ({"body": "secretariat"}, ["annual"]),
            ({"kind": "declaration", "language": "fa"}, []),
            ({"q": "گزارش دبيرخانه"}, ["annual"]),
            ({"q": "ЕЖЕГОДНЫЙ отчет"}, ["annual"]),
            ({"q": "annual-report-that-nobody-wrote"}, []),
            ({"q": "tehran declaration"}, ["tehran-declaration-2008"]),
            ({"q": "بیانیه تهران"}, ["tehran-declaration-2008"]),
            ({"q": "   "}, None),
            ({"q": "%"}, []),
            ({"q": "_"}, []),
        ],
    )
    def test_what_is_found_in_any_script(self, client, code, query, found):
        self.records()
        everything = listed(client, code)
        assert len(everything) == DEMO + 1
        assert listed(client, code, **query) == (everything if found is None else found)

    @pytest.mark.parametrize(
        "query",
        [
            *({"kind": "<script>"}, {"year": "abc"}, {"year": "٢٠١٩"}, {"year": "2019' OR 1=1"}, {"language": "xx"}),
            *({"body": "nobody"}, {"q": "x" * 101}, {"page": "abc"}, {"page": "-1"}, {"page": "9" * 30}),
        ],
    )
    def test_what_is_no_choice_is_left_out_and_said(self, client, query):
        response = client.get("/en/documents/", query)
        assert response.status_code == 200
        html = response.content.decode()
        assert "<script>" not in html.split("<main")[1].split("</main>")[0]
        assert len(response.context["listing"].rows) == DEMO
        if "page" not in query:
            assert "filter__error" in html

    @pytest.mark.parametrize("name", ["q", "kind", "year", "language", "body", "page"])
    def test_a_null_character_is_refused(self, client, name):
        assert client.get(f"/en/documents/?{name}=%00").status_code in (200, 400)

    def test_an_empty_archive_looks_right(self, client):
        DocumentPage.objects.all().delete()
        PublishedDocument.objects.all().delete()
        assert "No document has been published yet." in text_of(client)
        assert "هنوز سندی منتشر نشده است." in text_of(client, "fa")

    def test_nothing_found_leads_on(self, client):
        html = client.get("/en/documents/", {"q": "Atlantis"}).content.decode()
        assert "Nothing was found for this choice:" in html
        assert "Show all documents" in html

    def test_the_latest_comes_first_and_a_year_after_its_days(self, client):
        for key, date in (("a-year", "2031"), ("a-month", "2031-04"), ("a-day", "2031-04-02")):
            document_record(key, date=date)
        assert listed(client)[:3] == ["a-day", "a-month", "a-year"]

    def test_the_list_goes_on(self, client):
        for number in range(30):
            document_record(f"trial-{number}")
        first, second = listed(client, kind="report"), listed(client, kind="report", page="2")
        assert len(first) == 24
        assert len(set(first) | set(second)) == 30

    def test_queries_do_not_grow(self, client, django_assert_max_num_queries):
        body = Body.objects.originals().get(slug="secretariat")
        event = event_record("trial")
        client.get("/en/documents/")
        PublishedDocument.objects.bulk_create(
            PublishedDocument(
                key=f"many-{number}", kind="report", date="2020", source=event.source, event=event, body=body
            )
            for number in range(500)
        )
        PublishedFile.objects.bulk_create(
            PublishedFile(document=row, language="en", title=row.key, link="https://www.example.org/")
            for row in PublishedDocument.objects.filter(key__startswith="many-")
        )
        with django_assert_max_num_queries(12):
            assert len(listed(client)) == 24
        with django_assert_max_num_queries(12):
            assert len(listed(client, q="tehran", kind="declaration")) == 1


class TestEntries:
    def test_a_file_says_its_language_format_pages_and_size(self, client, editor):
        stored = SiteDocument(title="Report", file=ContentFile(pdf_of(pages=3), name="report.pdf"))
        stored.full_clean()
        stored.save()
        rows = [{"language": "fa", "title": "گزارش", "file": stored.pk}]
        editor.post(address_of(PublishedDocument), post_of_document(*rows), follow=True)
        text = text_of(client, q="گزارش")
        assert "Persian PDF 3 pages" in text
        assert "kB" in text
        assert stored.url in Reader(client.get("/en/documents/", {"q": "گزارش"}).content.decode()).links

    def test_an_original_elsewhere_says_where(self, client):
        document_record("trial")
        html = client.get("/en/documents/", {"kind": "report"}).content.decode()
        assert "https://www.example.org/trial" in Reader(html).links
        assert '<bdi dir="ltr">example.org</bdi>' in html

    def test_a_title_is_that_of_the_page_else_the_reader_s_else_the_original_s(self, client):
        files = [
            PublishedFile(language="tr", title="Faaliyet raporu", link="https://www.example.org/tr"),
            PublishedFile(language="fa", title="گزارش کار", link="https://www.example.org/fa"),
        ]
        document_record("trial", *files)
        english = client.get("/en/documents/", {"kind": "report"}).content.decode()
        assert '<bdi lang="tr" dir="ltr">Faaliyet raporu</bdi></h3>' in english
        persian = client.get("/fa/documents/", {"kind": "report"}).content.decode()
        assert '<h3 class="entry__title">گزارش کار</h3>' in persian
        assert "بیانیهٔ تهران" in text_of(client, "fa")
        assert "/fa/documents/tehran-declaration-2008/" in Reader(client.get("/fa/documents/").content.decode()).links

    def test_a_title_in_chinese_is_that_of_readers_of_simplified_chinese(self):
        files = [
            PublishedFile(language="en", title="Annual report", link="https://www.example.org/en"),
            PublishedFile(language="zh", title="年度报告", link="https://www.example.org/zh"),
        ]
        document_record("trial", *files, event=event_record("trial"))
        rows = PublishedDocument.objects.filter(key="trial")
        (listed,) = listed_documents(rows, "zh-hans")
        (of_its_event,) = documents_of(list(rows.with_files()), "zh-hans")
        assert (listed.title, listed.foreign_language) == ("年度报告", "")
        assert (of_its_event.title, of_its_event.foreign_language) == ("年度报告", "")
        assert of_its_event.link == "https://www.example.org/zh"

    def test_a_page_that_cannot_be_reached_is_not_linked_and_its_title_not_told(self, client):
        page = DocumentPage.objects.get(document__key="tehran-declaration-2008", locale=locale_of("fa"))
        page.unpublish()
        html = client.get("/fa/documents/").content.decode()
        assert "/fa/documents/tehran-declaration-2008/" not in Reader(html).links
        assert '<bdi lang="en" dir="ltr">Tehran Declaration</bdi></h3>' in html

    def test_its_event_and_its_body_lead_on(self, client):
        event = event_record("trial")
        page = event_page(event)
        document_record("with-event", event=event)
        document_record("with-body", body=Body.objects.originals().get(slug="secretariat"))
        links = Reader(client.get("/en/documents/", {"kind": "report"}).content.decode()).links
        assert page.get_url() in links
        assert body_page("secretariat").get_url() in links

    def test_a_page_is_told_from_another_language(self, client):
        """A new title of a page is found at once, also by readers of another language."""
        page = DocumentPage.objects.get(document__key="tehran-declaration-2008", locale=locale_of("en"))
        page.title = "Milad Tower Declaration"
        page.save_revision().publish()
        assert listed(client, "fa", q="milad tower") == ["tehran-declaration-2008"]
        page.unpublish()
        assert listed(client, "fa", q="milad tower") == []

    def test_a_title_that_an_editor_changes_is_found_and_the_former_one_no_more(self, client):
        record = document_record("trial")
        file = record.files.get()
        file.title = "Balance sheet"
        file.save()
        assert listed(client, q="balance") == ["trial"]
        assert listed(client, q="Report trial") == []
        file.delete()
        assert listed(client, q="balance") == []


class TestPage:
    def test_points_facts_and_the_way_to_the_original(self, client):
        html = client.get("/en/documents/tehran-declaration-2008/").content.decode()
        text = Reader(html).own_text
        assert "The last article sets up a secretariat of the Forum in Tehran." in text
        for fact in ("Kind Declaration", "Date 20 November 2008", "Number of articles 15", "Last checked:"):
            assert fact in text
        links = Reader(html).links
        assert any(link.startswith("https://mayors.asia/the-1th-general-assembly") for link in links)
        assert "/en/who-we-are/governance/general-assembly/" in links

    def test_facts_in_the_reader_s_digits_and_calendar(self, client):
        text = text_of(client, "fa", "tehran-declaration-2008/")
        assert "۳۰ آبان ۱۳۸۷" in text
        assert "شمار مواد ۱۵" in text

    def test_its_text_has_anchors(self, client):
        page = DocumentPage.objects.get(document__key="tehran-declaration-2008", locale=locale_of("en"))
        page.body = json.dumps(
            [
                block
                for number in range(1, 4)
                for block in (
                    {"type": "heading", "value": {"text": f"Article {number}"}},
                    {"type": "text", "value": f"<p>Text {number}.</p>"},
                )
            ]
        )
        page.save_revision().publish()
        reader = Reader(client.get(page.get_url()).content.decode())
        anchors = [link.removeprefix("#") for link in reader.links if link.startswith("#part-")]
        assert len(anchors) == 3
        assert all(reader.named("h2", id=anchor) for anchor in anchors)

    def test_structured_data(self, client):
        html = client.get("/fa/documents/tehran-declaration-2008/").content.decode()
        graph = json.loads(html.split('<script type="application/ld+json">')[1].split("</script>")[0])["@graph"]
        (entry,) = (found for found in graph if found["@type"] == "DigitalDocument")
        assert entry["datePublished"] == "2008-11-20"
        assert entry["inLanguage"] == ["en"]
        assert entry["alternateName"] == ["Tehran Declaration"]
        assert entry["sameAs"][0].startswith("https://mayors.asia/")

    def test_a_document_has_one_page_in_a_language(self, editor):
        page = DocumentPage.objects.get(document__key="tehran-declaration-2008", locale=locale_of("en"))
        form = {"title": "Twin", "slug": "twin", "document": page.document_id, "points": "null", "body-count": 0}
        answer = editor.post(
            f"/admin/pages/add/members/documentpage/{page.get_parent().pk}/", {**form, "action-publish": "1"}
        ).content.decode()
        assert "This document has a page in this language already" in answer


def test_search_finds_a_document_s_page_by_its_title_in_another_language(client):
    record = PublishedDocument.objects.get(key="tehran-declaration-2008")
    record.files.add(PublishedFile(language="ru", title="Тегеранская декларация", link="https://www.example.org/ru"))
    record.save()
    results = client.get("/en/search/", {"q": "Тегеранская"}).context["results"]
    assert "/en/documents/tehran-declaration-2008/" in {result.url for result in results}


@pytest.mark.parametrize("code", ["en", "fa"])
def test_a_document_of_which_no_text_is_known_says_so_and_names_its_source(client, code):
    said = {"en": "The text is not available here yet.", "fa": "متن هنوز در اینجا در دسترس نیست."}[code]
    for address in (f"/{code}/documents/statute/", f"/{code}/documents/?kind=statute"):
        html = client.get(address).content.decode()
        reader = Reader(html)
        assert said in html
        assert "files" not in {values.get("class") for tag, values in reader.elements if tag == "ul"}
    assert (
        "https://www.mayors.asia/Who-we-are/Structure"
        in Reader(client.get("/en/documents/statute/").content.decode()).links
    )
