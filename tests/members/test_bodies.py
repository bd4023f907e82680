"""Pages of the Forum's bodies: their task from editors, all else from the records, and nothing that is not known."""

import datetime
import json

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from amf_site.demo.builders import page_of
from members.models import Body, BodyPage, City, Event, Office
from tests.reading import Reader

from .forum_forms import a_source, address_of, post_of_office
from .forum_pages import body_page, document_record, event_record, news_article

pytestmark = pytest.mark.django_db


def read(client, page) -> Reader:
    response = client.get(page.get_url())
    assert response.status_code == 200
    return Reader(response.content.decode())


def body(slug: str) -> Body:
    return Body.objects.originals().get(slug=slug)


def an_office(slug: str = "city-councils", **values) -> Office:
    values = {"position": "coordinator", "person": "Somebody New", "source": a_source(), **values}
    return Office.objects.create(body=body(slug), **values)


def headings(html: str, number: int = 2) -> list[str]:
    from bs4 import BeautifulSoup

    return [" ".join(found.get_text().split()) for found in BeautifulSoup(html, "html.parser").find_all(f"h{number}")]


class TestOffices:
    def test_now_and_before_stand_apart(self, client):
        an_office(person="First Holder", since="2011-04", until="2014")
        an_office(person="Present Holder", since="2014-11-25")
        text = read(client, body_page("city-councils")).own_text
        now, before = text.split("Offices in earlier years")
        assert "Offices today" in now
        assert "Present Holder" in now
        assert "From 25 November 2014" in now
        assert "First Holder" in before
        assert "From April 2011 Until 2014" in before
        assert "Until" not in now

    def test_one_that_is_over_or_yet_to_come_is_not_held(self, client):
        an_office(person="Nobody Knows", since="2022-03", is_over=True)
        an_office(person="Not Yet", since=str(timezone.localdate().year + 2))
        text = read(client, body_page("city-councils")).own_text
        assert "Offices today" not in text
        assert "Nobody Knows" in text
        assert "Not Yet" not in text

    def test_what_is_not_known_is_not_said(self, client):
        an_office(person="Without Days")
        text = read(client, body_page("city-councils")).own_text
        assert "Without Days" in text
        assert "From" not in text
        assert "Until" not in text
        assert "Last checked" not in text

    def test_no_part_without_content_has_a_heading(self, client):
        page = body_page("research-and-innovation")
        assert headings(client.get(page.get_url()).content.decode())[0] == "Task"
        text = read(client, page).own_text
        for heading in ("Offices today", "Offices in earlier years", "Bodies that belong to it"):
            assert heading not in text

    @pytest.mark.parametrize(
        ("code", "shown", "beside"),
        [("en", "Hamid Nobody", "حمید ناکس"), ("fa", "حمید ناکس", "")],
    )
    def test_a_person_is_named_in_her_own_letters_where_they_are_read(self, client, code, shown, beside):
        an_office(person="Hamid Nobody", native_name="حمید ناکس", native_language="fa")
        html = client.get(body_page("city-councils", code).get_url()).content.decode()
        assert f"<bdi>{shown}</bdi>" in html
        assert ('<bdi class="native entry__native" lang="fa" dir="rtl">حمید ناکس</bdi>' in html) == bool(beside)
        if code == "fa":
            assert "Hamid Nobody" not in html.split("</main>")[0].split("<main")[1]

    def test_a_city_leads_to_its_profile_and_else_has_its_own_name(self, client):
        an_office(person="", city=City.objects.get(name="Yazd"))
        an_office(person="", city=City.objects.get(name="Sari"), position="secretary")
        page = body_page("city-councils")
        html = client.get(page.get_url()).content.decode()
        assert "/en/members/yazd/" in Reader(html).links
        assert '<bdi class="native" lang="fa" dir="rtl">ساری</bdi>' in html

    def test_the_source_is_cited_with_its_address_and_the_day_of_checking(self, client):
        an_office(checked_on=datetime.date(2026, 11, 30))
        source = a_source()
        reader = read(client, body_page("city-councils"))
        assert source.url in reader.links
        assert f"Source: {source.name} Last checked: 30 November 2026" in reader.own_text

    def test_an_office_whose_source_is_withdrawn_is_not_shown(self, client):
        office = an_office()
        office.source = office.source.__class__.objects.create(
            name="Withdrawn", locale=office.source.locale, live=False
        )
        office.save()
        assert "Somebody New" not in read(client, body_page("city-councils")).own_text

    def test_the_rank_of_positions_orders_them(self, client):
        an_office(person="Ordinary Member", position="member", since="2025")
        an_office(person="The Chair", position="chair", since="2010")
        text = read(client, body_page("city-councils")).own_text
        assert text.index("The Chair") < text.index("Ordinary Member")

    def test_two_presidents_at_once_are_a_warning_to_staff_and_no_error_for_readers(self, client, editor):
        an_office("general-assembly", position="president", person="First Holder", since="2020")
        form = post_of_office(body=body("general-assembly").pk, since="2021")
        page = editor.post(address_of(Office), form, follow=True).content.decode()
        assert "First Holder and Somebody New at the same time" in page
        text = read(client, body_page("general-assembly")).own_text
        assert "First Holder" in text
        assert "at the same time" not in text


class TestWork:
    def test_events_documents_and_news_of_the_body_and_of_no_other(self, client):
        event_record("trial-of-councils", body=body("city-councils"), kind="conference")
        document_record("trial", body=body("city-councils"))
        document_record("other", body=body("executive-board"))
        news_article("councils-meet", forum_body=body("city-councils"), title="The councils meet")
        news_article("board-meets", forum_body=body("executive-board"), title="The board meets")
        reader = read(client, body_page("city-councils"))
        assert "1–2 May 2031" in reader.own_text
        assert "Report trial" in reader.own_text
        assert "Report other" not in reader.own_text
        assert "/en/news/councils-meet/" in reader.links
        assert "/en/news/board-meets/" not in reader.links

    def test_what_was_called_off_is_not_among_its_events(self, client):
        event_record("off", body=body("city-councils"), status="cancelled", status_note="No hall.")
        assert "1–2 May 2031" not in read(client, body_page("city-councils")).own_text

    def test_a_committee_shows_the_projects_of_its_theme(self, client):
        links = read(client, body_page("culture-and-tourism-committee")).links
        assert "/en/members/tabriz/bazaar-rehabilitation/" in links
        assert not [link for link in read(client, body_page("executive-board")).links if "bazaar" in link]

    def test_bodies_below_it(self, client):
        Body.objects.filter(slug="city-councils").update(parent=body("general-assembly"))
        below = body_page("city-councils")
        reader = read(client, body_page("general-assembly"))
        assert "Bodies that belong to it" in reader.own_text
        assert below.get_url() in reader.links

    def test_only_pages_that_readers_can_reach(self, client):
        news = news_article("hidden-news", forum_body=body("city-councils"))
        news.unpublish()
        project = page_of("tabriz-bazaar-rehabilitation")
        PageViewRestriction.objects.create(page=project, restriction_type=PageViewRestriction.LOGIN)
        assert "/en/news/hidden-news/" not in read(client, body_page("city-councils")).links
        assert project.get_url() not in read(client, body_page("culture-and-tourism-committee")).links

    def test_a_corrected_date_is_right_at_the_next_request_in_every_language(self, client):
        event = Event.objects.get(key="general-assembly-2014")
        pages = [body_page("general-assembly", code) for code in ("en", "fa")]
        for page in pages:
            read(client, page)
        Event.objects.filter(pk=event.pk).update(first_day="2014-11-24", last_day="2014-11-24")
        assert "24 November 2014" in read(client, pages[0]).own_text
        assert "۳ آذر ۱۳۹۳" in read(client, pages[1]).own_text

    def test_queries_do_not_grow_with_what_it_has_done(self, client, django_assert_max_num_queries):
        page = body_page("city-councils")
        with django_assert_max_num_queries(30):
            read(client, page)
        for number in range(12):
            an_office(person=f"Member {number}", position="member")
            event_record(f"event-{number}", body=body("city-councils"))
            document_record(f"document-{number}", body=body("city-councils"))
            news_article(f"news-{number}", forum_body=body("city-councils"))
        with django_assert_max_num_queries(30):
            read(client, page)


class TestGovernance:
    """The record set ``bodies`` in a block of a page."""

    def page(self):
        page = page_of("governance").specific
        block = {"type": "records", "value": {"records": "bodies", "caption": "All bodies of the Forum"}}
        page.body = json.dumps([block])
        page.save_revision().publish()
        return page

    def test_it_leads_to_every_body_by_kind(self, client):
        reader = read(client, self.page())
        pages = BodyPage.objects.filter(locale__language_code="en", live=True)
        assert {page.get_url() for page in pages} <= set(reader.links)
        text = reader.own_text
        assert text.index("General Assembly") < text.index("Technical committee") < text.index("Network")

    def test_a_body_without_a_page_stands_there_by_its_name(self, client):
        body_page("city-councils").unpublish()
        reader = read(client, self.page())
        assert "City councils" in reader.own_text
        assert "/en/who-we-are/governance/city-councils/" not in reader.links

    def test_the_demo_s_page_has_it(self):
        from amf_site.demo.content import words

        assert {"type": "records", "records": "bodies", "caption": "The bodies of the Forum"} in words("governance")[
            "body"
        ]


def test_a_body_has_one_page_in_a_language(editor):
    page = body_page("city-councils")
    form = {"title": "Twin", "slug": "twin", "forum_body": page.forum_body_id, "task": "null", "body-count": 0}
    answer = editor.post(
        f"/admin/pages/add/members/bodypage/{page.get_parent().pk}/", {**form, "action-publish": "1"}
    ).content.decode()
    assert "This body has a page in this language already" in answer
    assert BodyPage.objects.filter(forum_body=page.forum_body_id, locale=page.locale).count() == 1


def graph(client, page) -> list[dict]:
    html = client.get(page.get_url()).content.decode()
    return json.loads(html.split('<script type="application/ld+json">')[1].split("</script>")[0])["@graph"]


class TestStructuredData:
    def test_a_body_is_an_organization_within_the_forum(self, client):
        an_office(person="Somebody New", since="2014-11", position="chair")
        an_office(person="", city=City.objects.get(name="Yazd"), position="secretary")
        an_office(person="Long Ago", since="2008", until="2009")
        entries = graph(client, body_page("city-councils"))
        (entry,) = (found for found in entries if found.get("@id", "").endswith("city-councils/#body"))
        forum = next(found for found in entries if found.get("@type") == "NGO")
        assert entry["@type"] == "Organization"
        assert entry["parentOrganization"] == {"@id": forum["@id"]}
        chair, secretary = entry["member"]
        assert chair == {
            "@type": "OrganizationRole",
            "roleName": "Chair",
            "member": {"@type": "Person", "name": "Somebody New"},
            "startDate": "2014-11",
        }
        assert secretary["member"]["@type"] == "GovernmentOrganization"
        assert secretary["member"]["url"].endswith("/en/members/yazd/")

    def test_the_forum_was_founded_on_the_first_day_of_its_first_assembly(self, client):
        def founded() -> str:
            return next(found["foundingDate"] for found in graph(client, page_of("press")) if "foundingDate" in found)

        assert founded() == "2008-11-19"
        event = Event.objects.get(key="general-assembly-2008")
        event.first_day = datetime.date(2008, 11, 18)
        event.save()
        assert founded() == "2008-11-18"


class TestSearch:
    def found(self, client, query: str, code: str = "en") -> set[str]:
        return {result.url for result in client.get(f"/{code}/search/", {"q": query}).context["results"]}

    @pytest.mark.parametrize(
        "query",
        ["Somebody New", "somebody", "حمید ناکس", "حميد ناكس", "Qalibaf Nobody"],
    )
    @pytest.mark.parametrize("code", ["en", "fa"])
    def test_a_person_is_found_by_every_spelling_of_the_name(self, client, query, code):
        page = body_page("city-councils", code)
        an_office(native_name="حمید ناکس", native_language="fa", other_names="Kalibaf Nobody\nQalibaf Nobody")
        assert page.get_url() in self.found(client, query, code)

    def test_nobody_is_found_who_was_deleted_or_moved(self, client, django_capture_on_commit_callbacks):
        page, other = body_page("city-councils"), body_page("executive-board")
        office = an_office()
        with django_capture_on_commit_callbacks(execute=True):
            office.body = body("executive-board")
            office.save()
        assert self.found(client, "Somebody New") == {other.get_url()}
        office.delete()
        assert self.found(client, "Somebody New") == set()
        assert page.live

    def test_a_body_is_found_by_its_events(self, client):
        page = body_page("city-councils")
        event_record("trial", body=body("city-councils"), host=City.objects.get(name="Yazd"), number=77)
        assert page.get_url() in self.found(client, "Conference 77 Yazd")
