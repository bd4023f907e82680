"""News: each language lists what it has, and an article leads on to what it is about."""

import datetime
import json
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amf_site.demo.builders import page_of
from members.models import Body, City, Event, NewsPage, Theme
from tests.reading import Reader

from .forum_pages import event_page, event_record, locale_of
from .news_pages import news_index, news_page

pytestmark = pytest.mark.django_db

DAY = datetime.date(2021, 5, 1)


@pytest.fixture(autouse=True)
def no_other_news(db):
    """These tests count articles, so those of the demo are withdrawn."""
    NewsPage.objects.update(live=False)
    for code in ("en", "fa"):
        news_index(code)


def ask(client, code: str = "en", **query: str):
    return client.get(f"/{code}/news/", query)


def listed(response) -> list[str]:
    return [page.slug for page in response.context["listing"].part]


def reader_of(response) -> Reader:
    assert response.status_code == 200
    return Reader(response.content.decode())


def cost(client, address: str) -> int:
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


class TestList:
    def test_a_language_lists_what_it_has_the_latest_first(self, client):
        news_page("older", date="2019")
        news_page("newest", date="2021-03")
        news_page("newer", date="2021-02-28")
        news_page("persian", "fa", date="2022")
        assert listed(ask(client)) == ["newest", "newer", "older"]
        assert listed(ask(client, "fa")) == ["persian"]
        html = ask(client, "fa").content.decode()
        assert '<time datetime="2022">' in html
        assert "persian in fa" in Reader(html).own_text

    def test_what_exists_elsewhere_only_stands_below_with_its_languages(self, client):
        for number in range(5):
            news_page(f"persian-{number}", "fa", date=f"202{number}")
        news_page("both", "fa", date="2025")
        news_page("both", date="2025")
        response = ask(client)
        assert listed(response) == ["both"]
        reader = reader_of(response)
        found = [link for link in reader.links if link.startswith("/fa/news/persian")]
        assert found == [f"/fa/news/persian-{number}/" for number in (4, 3, 2)]
        assert len(reader.named("a", href=found[0], lang="fa", hreflang="fa", dir="rtl")) == 1
        assert "persian-4 in fa" not in reader.own_text
        assert not [link for link in reader_of(ask(client, year="2025")).links if "persian" in link]

    def test_a_language_without_news_says_so(self, client):
        assert "There is no news in this language yet." in reader_of(ask(client)).own_text
        assert "هنوز خبری به این زبان نیست." in reader_of(ask(client, "fa")).own_text

    def test_what_readers_cannot_reach_is_listed_nowhere(self, client):
        page = news_page("hidden", event=event_record())
        other = news_page("seen", event=page.event)
        page.unpublish()
        news_page("foreign", "fa").unpublish()
        for address in ("/en/news/", "/en/news/seen/", "/en/", "/en/news/feed/", "/en/news/rss/", "/sitemap-en.xml"):
            text = client.get(address).content.decode()
            assert "/news/hidden/" not in text
            assert "/news/foreign/" not in text
        assert listed(ask(client)) == [other.slug]

    def test_filters_combine_and_say_how_many_there_are(self, client):
        bangkok, kazan = (City.objects.get(name=name) for name in ("Bangkok", "Kazan"))
        theme = Theme.objects.originals().get(slug="environment")
        news_page("a", kind="call", date="2019-02", place=bangkok, themes=[theme])
        news_page("b", date="2019", cities=[bangkok, kazan])
        news_page("c", date="2020-01-01", place=kazan, cities=[kazan], themes=[theme])
        cases = [
            ({"kind": "call"}, ["a"]),
            ({"year": "2019"}, ["a", "b"]),
            ({"city": "bangkok"}, ["a", "b"]),
            ({"city": "kazan"}, ["c", "b"]),
            ({"theme": "environment"}, ["c", "a"]),
            ({"theme": "environment", "year": "2019", "city": "bangkok", "kind": "call"}, ["a"]),
            ({"kind": "call", "year": "2020"}, []),
        ]
        for query, expected in cases:
            assert listed(ask(client, **query)) == expected, query
        html = ask(client, kind="call", year="2020").content.decode()
        assert "Nothing was found for this choice:" in html
        assert ">2019 (2)<" in html
        assert ">Bangkok<" in html
        assert 'href="/en/news/?year=2019#results"' in html
        assert not Reader(html).named("option", value="istanbul")

    @pytest.mark.parametrize(
        "query",
        [
            "?year=abc",
            "?year=1386",
            "?year=٢٠١٩",
            "?year=-1",
            "?year=99999999999999999999999",
            "?kind=<script>alert(1)</script>",
            "?kind=NEWS",
            "?city=nowhere",
            "?city[]=1&theme=%F0%9F%92%A9",
            "?theme=' OR 1=1 --",
        ],
    )
    def test_a_wrong_choice_is_named_and_the_rest_still_counts(self, client, query):
        news_page("a", date="2019")
        response = client.get("/en/news/" + query)
        reader = reader_of(response)
        assert listed(response) == ["a"]
        assert "There is no such choice in this list. It has been left out." in reader.own_text or "[]" in query
        assert b"<script>alert" not in response.content

    @pytest.mark.parametrize("path", ["/en/news/", "/fa/news/", "/en/news/feed/", "/en/news/rss/"])
    @pytest.mark.parametrize(
        "query",
        [
            "?page=-1",
            "?page=0",
            "?page=99999999999999999999999",
            "?page=two&page=3",
            "?year=2019&year=2020&kind=&kind=news",
            "?city=%ff%fe",
            "?nonsense",
            "?city=%00",
            "?year=" + "9" * 5000,
        ],
    )
    def test_nothing_that_is_asked_breaks_a_list_or_feed(self, client, path, query):
        news_page("a")
        assert client.get(path + query).status_code == (400 if "%00" in query or len(query) > 4000 else 200)

    def test_parts_of_a_long_list_keep_what_was_asked(self, client):
        for number in range(26):
            news_page(f"a{number:02}", date="2019")
        first = ask(client, year="2019")
        assert len(listed(first)) == 24
        (second, *_) = [link for link in reader_of(first).links if "page=2" in link]
        rest = client.get("/en/news/" + second.replace("&amp;", "&"))
        assert len(listed(rest)) == 2
        assert not set(listed(rest)) & set(listed(first))


class TestCost:
    def fill(self, count: int) -> None:
        cities, themes = list(City.objects.all()[:6]), list(Theme.objects.originals())
        event = event_record()
        for number in range(count):
            values = {"place": cities[number % 6], "cities": [cities[number % 5]], "themes": [themes[number % 3]]}
            values |= {"date": f"20{number % 20:02}", "event": event, "picture": page_of("tabriz").specific.picture}
            news_page(f"a{number}", **values)
        for number in range(4):
            news_page(f"f{number}", "fa")

    def test_a_list_and_an_article_cost_the_same_with_few_and_many(self, client):
        index = news_index("en")
        index.introduction = f'<p><a linktype="page" id="{page_of("about").pk}">x</a></p>'
        index.save_revision().publish()
        addresses = ["/en/news/", "/en/news/?city=bangkok&year=2002&kind=news", "/en/news/?year=abc&page=2"]
        addresses += ["/en/news/a0/", "/en/", "/en/members/bangkok/", "/en/members/tabriz/"]
        self.fill(6)
        few = [cost(client, address) for address in addresses]
        assert max(few[:3]) <= 12, few
        assert few[4] <= 15
        assert max(few[5:]) <= 17
        NewsPage.objects.filter(locale=locale_of("fa")).delete()
        many = 60
        NewsPage.objects.filter(locale=locale_of("en")).delete()
        Event.objects.filter(key="trial").delete()
        self.fill(many)
        assert [cost(client, address) for address in addresses] == few


class TestArticle:
    def test_it_leads_to_what_it_is_about(self, client):
        bangkok = City.objects.get(name="Bangkok")
        event = event_record()
        event_page(event)
        project = page_of("istanbul-seismic-safety").specific
        body = Body.objects.originals().get(kind="board")
        source = {"publisher": "خبرگزاری مهر", "url": "https://example.org/1", "language": "fa"}
        news_page(
            "a", place=bangkok, cities=[City.objects.get(name="Sari")], event=event, project=project,
            forum_body=body, themes=[Theme.objects.originals().first()], sources=[source], kind="statement",
        )  # fmt: skip
        reader = reader_of(client.get("/en/news/a/"))
        wanted = {"/en/members/bangkok/", "/en/events/trial/", "/en/members/istanbul/seismic-safety/"}
        assert wanted | {"https://example.org/1"} <= set(reader.links)
        assert reader.named("bdi", lang="fa", dir="rtl")
        for words in ("17 May 2020", "Statement", body.name, "Persian", "2 May 2031"):
            assert words in reader.own_text, words
        assert "خبرگزاری" not in reader.own_text

    @pytest.mark.parametrize(
        ("publisher", "language", "marked"),
        [
            ("Mehr News Agency", "fa", "en"),
            ("خبرگزاری مهر", "fa", "fa"),
            ("Haberler.com", "tr", "tr"),
            ("海南日报", "zh", "zh"),
            ("NHK", "ja", "en"),
            ("Hürriyet", "tr", "tr"),
        ],
    )
    def test_a_publisher_is_marked_with_the_language_of_its_name(self, client, publisher, language, marked):
        news_page("a", sources=[{"publisher": publisher, "url": "https://example.org/1", "language": language}])
        html = client.get("/en/news/a/").content.decode()
        direction = "rtl" if marked == "fa" else "ltr"
        assert f'<bdi lang="{marked}" dir="{direction}">{publisher}</bdi>' in html
        assert Reader(html).named("a", href="https://example.org/1", hreflang=language)

    def test_what_a_language_lacks_has_no_link(self, client):
        event = event_record()
        event_page(event, "fa")
        news_page(
            "a", place=City.objects.get(name="Sari"), event=event, project=page_of("istanbul-seismic-safety").specific
        )
        page_of("istanbul").unpublish()
        reader = reader_of(client.get("/en/news/a/"))
        assert not [link for link in reader.links if "/events/trial" in link or "seismic" in link]
        assert "Conference" in reader.own_text
        assert "ساری" not in reader.own_text

    def test_related_articles_are_those_with_most_in_common(self, client):
        event, bangkok = event_record(), City.objects.get(name="Bangkok")
        themes = list(Theme.objects.originals()[:2])
        news_page("own", event=event, place=bangkok, themes=themes)
        news_page("by-theme", themes=themes, date="2024")
        news_page("by-city", cities=[bangkok], date="2010")
        news_page("by-event", event=event, date="2009")
        news_page("by-place", place=bangkok, date="2011")
        news_page("nothing", date="2025")
        response = client.get("/en/news/own/")
        assert [page.slug for page in response.context["subjects"].related] == ["by-event", "by-place", "by-city"]
        assert client.get("/en/news/nothing/").context["subjects"].related == []

    def test_head_and_structured_data_say_when_it_was_published(self, client):
        page = news_page("a", picture=page_of("tabriz").specific.picture)
        reader = reader_of(client.get("/en/news/a/"))
        head = {row["property"]: row["content"] for row in reader.named("meta") if "property" in row}
        assert head["og:type"] == "article"
        assert head["article:published_time"] == "2020-05-17"
        assert datetime.datetime.fromisoformat(head["article:modified_time"]) == page.last_published_at
        assert head["og:image"].startswith("http")
        (article, *_) = graph_of(client, "/en/news/a/")
        assert article["@type"] == "NewsArticle"
        assert article["headline"] == page.title
        assert (article["datePublished"], article["inLanguage"]) == ("2020-05-17", "en")
        assert article["image"].startswith("http")
        assert article["publisher"]["@id"].endswith("#organization")
        assert reader_of(client.get("/en/news/")).named("meta", property="og:type", content="website")

    def test_news_of_today_has_its_minute(self, client):
        page = news_page("a", date=timezone.localdate().isoformat())
        assert graph_of(client, "/en/news/a/")[0]["datePublished"] == page.first_published_at.isoformat()


def graph_of(client, address: str) -> list[dict]:
    html = client.get(address).content.decode()
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])["@graph"]


class TestElsewhere:
    def test_the_landing_page_shows_the_three_latest_and_the_next_event(self, client):
        for number in range(4):
            news_page(f"a{number}", date=f"202{number}")
        event_page(event_record("over", first_day=DAY, last_day=DAY))
        reader = reader_of(client.get("/en/"))
        assert [link for link in reader.links if "/news/a" in link] == [f"/en/news/a{n}/" for n in (3, 2, 1)]
        assert "/en/events/over/" not in reader.links
        assert "Latest event" in reader.own_text
        event_page(event_record("later", first_day=DAY.replace(2033), last_day=DAY.replace(2033)))
        event_page(event_record("next"))
        event_record("cancelled", first_day=DAY.replace(2030), last_day=DAY.replace(2030), status="cancelled")
        reader = reader_of(client.get("/en/"))
        assert [link for link in reader.links if "/en/events/" in link and len(link) > 11] == ["/en/events/next/"]
        assert "Next event" in reader.own_text
        text = reader_of(client.get("/fa/")).own_text
        assert "رویداد بعدی" in text
        assert "همایش" in text

    @pytest.mark.parametrize(
        ("hour", "zone", "shown"),
        [
            (15, "Asia/Tokyo", "after"),  # midnight has passed there, and not yet in Tehran
            (15, "Asia/Tehran", "today"),
            (21, "Asia/Tehran", "after"),
            (21, "Europe/Istanbul", "after"),
            (20, "Europe/Istanbul", "today"),  # the day lasts there, and has ended in Tehran
            (23, "Pacific/Pago_Pago", "today"),
        ],
    )
    def test_whether_the_next_event_is_over_is_a_matter_of_its_place(self, client, monkeypatch, hour, zone, shown):
        today, later = datetime.date(2031, 5, 1), datetime.date(2031, 5, 20)
        event_page(event_record("today", first_day=today, last_day=today, time_zone=zone))
        event_page(event_record("after", first_day=later, last_day=later))
        monkeypatch.setattr(timezone, "now", lambda: datetime.datetime(2031, 5, 1, hour, 30, tzinfo=datetime.UTC))
        reader = reader_of(client.get("/en/"))
        assert [link for link in reader.links if "/en/events/" in link and len(link) > 11] == [f"/en/events/{shown}/"]
        assert "Next event" in reader.own_text

    def test_a_citys_profile_shows_its_news(self, client):
        bangkok = City.objects.get(name="Bangkok")
        news_page("from", place=bangkok)
        news_page("about", cities=[bangkok])
        news_page("other", place=City.objects.get(name="Kazan"))
        links = reader_of(client.get("/en/members/bangkok/")).links
        assert {"/en/news/from/", "/en/news/about/", "/en/news/?city=bangkok"} <= set(links)
        assert "/en/news/other/" not in links
        links = reader_of(client.get("/fa/members/bangkok/")).links
        assert not [link for link in links if link.startswith("/fa/news/") and link != "/fa/news/"]
