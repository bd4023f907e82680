"""Search results are narrowed by kind, and the newest come first if a reader wishes."""

import pytest

from amf_site.demo.builders import page_of
from amf_site.search.kinds import SearchKind
from members.models import Event
from tests.reading import Reader, everything_in_sitemaps

pytestmark = pytest.mark.django_db

NOT_UNDERSTOOD = "There is no such choice in this list. It has been left out."


def search(client, code: str = "en", **parameters: object):
    response = client.get(f"/{code}/search/", {"q": "Bangkok", **parameters})
    assert response.status_code == 200
    return response


def found(client, **parameters: object) -> list[str]:
    return [result.url for result in search(client, **parameters).context["results"]]


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("news", "/en/news/general-assembly-in-bangkok/"),
        ("events", "/en/events/general-assembly-bangkok-2012/"),
        ("cities", "/en/members/bangkok/"),
        ("projects", "/en/members/bangkok/traffy-fondue/"),
        ("documents", "/en/documents/bangkok-declaration-2012/"),
    ],
)
def test_a_kind_has_its_own_results_only(client, kind, address):
    mine = found(client, kind=kind)
    assert address in mine
    others = [row.kind for row in search(client).context["kinds"] if row.kind not in (None, kind)]
    assert len(others) > 3
    for other in others:
        assert not set(mine) & set(found(client, kind=other.value))


def test_what_is_of_no_other_kind_is_a_page(client):
    assert "/en/who-we-are/governance/" in found(client, q="treasurer", kind="pages")
    assert not [address for address in found(client, q="treasurer", kind="pages") if "/news/" in address]


@pytest.mark.parametrize("code", ["en", "fa"])
def test_the_numbers_of_the_kinds_are_those_of_their_results(client, code):
    query = {"en": "Bangkok", "fa": "بانکوک"}[code]
    kinds = search(client, code, q=query).context["kinds"]
    assert {row.kind for row in kinds} >= {None, SearchKind.NEWS, SearchKind.EVENT, SearchKind.CITY}
    for row in kinds:
        chosen = search(client, code, q=query, kind=row.kind.value if row.kind else "").context
        assert chosen["count"] == row.count
        assert [other.is_chosen for other in chosen["kinds"]] == [other.kind == row.kind for other in kinds]
        assert [other.count for other in chosen["kinds"]] == [other.count for other in kinds]


def test_the_newest_come_first(client):
    addresses = found(client, kind="news", order="newest")
    pages = [page_of(f"news/{address.strip('/').split('/')[-1]}").specific for address in addresses]
    dates = [page.date for page in pages]
    assert len(dates) > 2
    assert dates == sorted(dates, reverse=True)
    assert addresses != found(client, kind="news")


def test_a_corrected_day_of_an_event_counts_at_once(client):
    addresses = found(client, q="declaration", kind="events", order="newest")
    first, oldest = addresses[0], "/en/events/general-assembly-istanbul-2011/"
    assert first != oldest
    Event.objects.filter(key="general-assembly-2011").update(first_day="2026-01-01", last_day="2026-01-01")
    assert found(client, q="declaration", kind="events", order="newest")[0] == oldest


@pytest.mark.parametrize("parameters", [{"kind": "abc"}, {"order": "<script>"}, {"kind": "NEWS"}])
def test_an_unknown_choice_is_left_out_in_words(client, parameters):
    response = search(client, **parameters)
    assert NOT_UNDERSTOOD in response.content.decode()
    assert [result.url for result in response.context["results"]] == found(client)


def test_understood_choices_are_not_remarked_on(client):
    assert NOT_UNDERSTOOD not in search(client, kind="news", order="newest").content.decode()


def test_the_links_keep_the_other_choices_and_begin_with_the_first_part(client):
    answer = search(client, kind="news", order="newest", page="1").content.decode()
    links = [link for link in Reader(answer).links if link.startswith("?")]
    assert "?q=Bangkok&order=newest" in links
    assert "?q=Bangkok&kind=events&order=newest" in links
    assert "?q=Bangkok&kind=news&order=best" in links
    assert not [link for link in links if "page=" in link]


def test_a_kind_without_results_leads_to_the_others(client):
    response = search(client, q="treasurer", kind="cities")
    assert response.context["results"] == []
    assert [row.count for row in response.context["kinds"] if row.is_chosen] == [0]
    assert next(row.kind for row in response.context["kinds"] if row.count) is None


def test_another_language_is_counted_and_opened_with_the_same_kind(client):
    response = search(client, q="UCLG-MEWA", kind="news")
    (persian,) = [row for row in response.context["elsewhere"] if row.language.code == "fa"]
    assert "/fa/search/?q=UCLG-MEWA&kind=news" in Reader(response.content.decode()).links
    assert search(client, "fa", q="UCLG-MEWA", kind="news").context["count"] == persian.count


def test_the_sitemap_has_news_and_events_with_the_day_of_their_last_change(client):
    sitemap = everything_in_sitemaps(client)
    for name in ("news/general-assembly-in-bangkok", "events/general-assembly-2012"):
        page = page_of(name)
        (entry,) = [part for part in sitemap.split("<url>") if f"<loc>http://localhost{page.get_url()}</loc>" in part]
        assert f"<lastmod>{page.last_published_at:%Y-%m-%d}" in entry
        assert 'hreflang="fa"' in entry
