"""The map: every city in its place, nothing mirrored, and small enough for a slow line."""

import gzip
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings

from members.geography import Point, distance
from members.lettering import Box, name_width
from members.map import HEIGHT, NARROWEST, WIDTH, city_map, project

TABRIZ, TEHRAN, TOKYO, LIMA = Point(46.29, 38.08), Point(51.39, 35.69), Point(139.69, 35.69), Point(-77.03, -12.05)
KAZAN = Point(49.12, 55.79)


def map_of(html: str) -> str:
    return re.search(r'<figure class="city-map.*?</figure>', html, re.DOTALL)[0]


def test_places_lie_where_a_reader_of_maps_expects_them():
    tabriz, tehran, tokyo = (project(point) for point in (TABRIZ, TEHRAN, TOKYO))
    assert tabriz.x < tehran.x < tokyo.x
    assert tabriz.y < tehran.y
    assert all(0 < place.x < WIDTH and 0 < place.y < HEIGHT for place in (tabriz, tehran, tokyo))


def test_a_place_that_is_not_on_the_map_is_left_out():
    assert [dot.name for dot in city_map([(TABRIZ, "Tabriz", "/t/"), (LIMA, "Lima", "/l/")], "en").dots] == ["Tabriz"]
    assert city_map([], "en").dots == []


def test_the_view_comes_near_but_not_too_near():
    (view,) = city_map([(TABRIZ, "Tabriz", "/t/"), (TEHRAN, "Tehran", "/e/")], "en").views
    assert view.box.width == NARROWEST
    assert all(view.box.holds(dot.x, dot.y) for dot in view.dots)
    assert 1 <= view.box.width / view.box.height <= WIDTH / HEIGHT + 0.01


def test_a_city_alone_is_shown_in_all_of_asia():
    """Around Kazan there is no coast for a thousand kilometres: a near view of it would be an empty square."""
    (view,) = city_map([(KAZAN, "Kazan", "/k/")], "en").views
    assert view.box == Box(0, 0, WIDTH, HEIGHT)


@pytest.mark.parametrize(
    "points",
    [
        [(29, 41), (33, 40), (51, 36), (61, 29), (75, 43), (110, 20), (100, 14), (49, 56)],
        [(46, 38), (51, 36), (52, 33), (54, 32), (53, 30), (45, 37), (60, 36)],
        [(100, 14), (106, 11), (115, -8), (121, 15)],
        [(114, 23), (127, 38), (136, 35), (141, 43)],
        [(49, 56), (100, 14)],
    ],
    ids=["all of Asia", "Iran", "the south-east", "the east", "two far apart"],
)
def test_the_cities_fill_the_frame(points):
    """They reach over most of the width or of the height, and lie in the middle."""
    (view, *_) = city_map([(Point(*point), "Name", "/n/") for point in points], "en").views
    places = [(dot.x, dot.y) for dot in view.dots] + [(mark.x, mark.y) for mark in view.marks]
    (left, right), (top, bottom) = ((min(one), max(one)) for one in zip(*places, strict=True))
    assert max((right - left) / view.box.width, (bottom - top) / view.box.height) > 0.7
    assert abs((left + right) / 2 - (view.box.left + view.box.right) / 2) < 0.06 * view.box.width


CROWDS = {
    "a province": [(50 + number % 5 * 0.4, 35 + number // 5 * 0.3) for number in range(20)],
    "one place": [(51.4, 35.7)] * 3,
    "a street of cities": [(60 + number, 40) for number in range(24)],
    "too many": [(30 + number % 20 * 5, 10 + number // 20 * 4) for number in range(200)],
}


@pytest.mark.parametrize("points", CROWDS.values(), ids=CROWDS)
@pytest.mark.parametrize(("code", "name"), [("en", "Mashhad"), ("ja", "ケルマーンシャー"), ("ur", "غازی عینتاب")])
def test_every_city_is_a_link_once_and_named_or_listed(points, code, name):
    """However they crowd, and in every script."""
    drawn = city_map([(Point(*point), name, f"/{number}/") for number, point in enumerate(points)], code)
    assert sorted(dot.url for dot in drawn.dots) == sorted(f"/{number}/" for number in range(len(points)))
    listed = {dot.url for dot in drawn.unnamed}
    if len(points) < 100:
        assert all(dot.spot or dot.url in listed for dot in drawn.dots)
    for view in drawn.views:
        assert all(view.box.holds(dot.x, dot.y) for dot in view.dots)
    for first, second in pairwise(drawn.views):
        assert second.box == first.frame
        assert second.box.width < first.box.width


def test_marks_have_no_width_and_wide_letters_have_theirs():
    """Joiners, vowel signs and tone marks stand over other letters; a letter of Chinese is a square."""
    assert name_width("غازی\u200cعینتاب") == name_width("غازیعینتاب")
    assert name_width("กี่") == name_width("ก")
    assert name_width("海口") > name_width("Ha") > name_width("il")


def test_distances_are_those_of_the_globe():
    assert distance(TABRIZ, TEHRAN) == pytest.approx(526, abs=5)
    assert distance(Point(179.5, 0), Point(-179.5, 0)) == pytest.approx(111, abs=1)


@pytest.mark.django_db
def test_dots_are_links_in_the_order_of_the_list(client):
    """In each view; a city is a link in one of them."""
    for code in ("en", "fa"):
        response = client.get(f"/{code}/members/")
        listed = [f"/{code}/members/{page.slug}/" for page in response.context["listing"].part]
        views = [
            re.findall(r'<a href="([^"]+)"', view)
            for view in re.findall(r"<svg.*?</svg>", map_of(response.content.decode()), re.DOTALL)
        ]
        assert sorted(url for view in views for url in view) == sorted(listed)
        assert all(view == sorted(view, key=listed.index) for view in views)


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
