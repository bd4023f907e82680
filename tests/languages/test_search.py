"""Search in all languages: what readers type in their script, on their keyboard, in haste."""

import pytest

from amf_site.languages import LANGUAGES
from amf_site.search.folding import fold, fold_with_places
from amf_site.search.models import SearchEntry
from tests.reading import Reader
from tests.site.test_search import found, marked_words

from .queries import QUERIES

pytestmark = pytest.mark.django_db

ROWS = [
    pytest.param(code, query, address, id=f"{code}-{why}-{query}")
    for code, rows in QUERIES.items()
    for query, address, why in rows
]


def test_every_language_has_ten_queries_and_all_are_a_hundred_and_forty():
    assert set(QUERIES) == {row.code for row in LANGUAGES}
    assert min(map(len, QUERIES.values())) >= 10
    assert len({(code, row[0]) for code, rows in QUERIES.items() for row in rows}) == len(ROWS) >= 140


@pytest.mark.parametrize(("code", "query", "address"), ROWS)
def test_the_page_that_was_meant_is_among_the_first_three(client, code, query, address):
    assert f"/{code}/{address}" in found(client, code, query)[:3]


@pytest.mark.parametrize("code", QUERIES)
def test_titles_find_their_pages_and_excerpts_show_what_was_found(client, code):
    for query in (row[0] for row in QUERIES[code][:3]):
        html = client.get(f"/{code}/search/", {"q": query}).content.decode()
        assert marked_words(html)
        assert all(fold(word) for word in marked_words(html))


def test_each_language_finds_its_own_pages_and_says_how_many_the_others_have(client):
    for row in LANGUAGES:
        response = client.get(f"/{row.code}/search/", {"q": "İstanbul"})
        assert response.context["results"]
        assert all(result.url.startswith(f"/{row.code}/") for result in response.context["results"])
        reader = Reader(response.content.decode())
        elsewhere = response.context["elsewhere"]
        assert {other.language.code for other in elsewhere} == {other.code for other in LANGUAGES} - {row.code}
        for other in elsewhere:
            code = other.language.code
            assert len(found(client, code, "İstanbul")) == min(other.count, 20)
            (link,) = [link for link in reader.named("a", hreflang=code) if "search" in link["href"]]
            assert link["href"] == f"/{code}/search/?q=%C4%B0stanbul"
            assert reader.named("bdi", lang=code, dir=other.language.direction)


def test_the_places_of_folded_letters_lead_back_to_the_text():
    for text in SearchEntry.objects.values_list("text", flat=True):
        folded, places = fold_with_places(text)
        assert folded == fold(text)
        assert len(places) == len(folded)
        for letter, (start, end) in zip(folded, places, strict=True):
            assert letter in fold(text[start:end]) or letter == " "
