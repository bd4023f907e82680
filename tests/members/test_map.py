"""The map: every city in its place, nothing mirrored, and small enough for a slow line."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from members.geography import Point, distance
from members.map import HEIGHT, NARROWEST, WIDTH, city_map, project

TABRIZ, TEHRAN, TOKYO, LIMA = Point(46.29, 38.08), Point(51.39, 35.69), Point(139.69, 35.69), Point(-77.03, -12.05)


def map_of(html: str) -> str:
    return re.search(r'<figure class="city-map.*?</figure>', html, re.DOTALL)[0]


def test_places_lie_where_a_reader_of_maps_expects_them():
    tabriz, tehran, tokyo = (project(point) for point in (TABRIZ, TEHRAN, TOKYO))
    assert tabriz.x < tehran.x < tokyo.x
    assert tabriz.y < tehran.y
    assert all(0 < place.x < WIDTH and 0 < place.y < HEIGHT for place in (tabriz, tehran, tokyo))


def test_a_place_that_is_not_on_the_map_is_left_out():
    assert [dot.name for dot in city_map([(TABRIZ, "Tabriz", "/t/"), (LIMA, "Lima", "/l/")]).dots] == ["Tabriz"]
    assert city_map([]).dots == []


def test_the_view_comes_near_but_not_too_near():
    near = city_map([(TABRIZ, "Tabriz", "/t/"), (TEHRAN, "Tehran", "/e/")])
    left, top, width, height = map(int, near.view_box.split())
    assert width == NARROWEST
    assert all(left < dot.x < left + width and top < dot.y < top + height for dot in near.dots)
    assert abs(width / height - WIDTH / HEIGHT) < 0.02


def test_distances_are_those_of_the_globe():
    assert distance(TABRIZ, TEHRAN) == pytest.approx(526, abs=5)
    assert distance(Point(179.5, 0), Point(-179.5, 0)) == pytest.approx(111, abs=1)


@pytest.mark.django_db
def test_dots_are_links_in_the_order_of_the_list(client):
    for code in ("en", "fa"):
        response = client.get(f"/{code}/members/")
        dots = re.findall(r'<a href="([^"]+)"', map_of(response.content.decode()))
        assert dots == [f"/{code}/members/{page.slug}/" for page in response.context["listing"].part]


@pytest.mark.django_db
def test_the_map_is_the_same_for_both_directions(client):
    english, persian = (
        dict(re.findall(r'<a href="/\w+(/[^"]+)"[^>]*><path d="([^"]+)"', map_of(html)))
        for html in (client.get(f"/{code}/members/").content.decode() for code in ("en", "fa"))
    )
    assert len(english) >= 22
    assert english == persian


@pytest.mark.django_db
def test_the_map_is_small(client):
    land = (Path(settings.BASE_DIR) / "static/img/asia.svg").read_bytes()
    drawn = map_of(client.get("/en/members/").content.decode()).encode()
    assert len(gzip.compress(land, 6)) + len(gzip.compress(drawn, 6)) <= 8_000


@pytest.mark.django_db
def test_the_map_says_that_it_takes_no_position(client):
    for code, words in (("en", "takes no position"), ("fa", "موضع")):
        for address in ("", "tabriz/", "partnerships/"):
            assert words in client.get(f"/{code}/members/{address}").content.decode()
