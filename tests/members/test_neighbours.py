"""Cities nearby: the nearest first, none that is far, wherever on the globe."""

import pytest
from wagtail.models import Locale

from amf_site.demo.builders import page_of
from members.geography import distance
from members.models import City, CityPage
from members.surroundings import NEARBY, Surroundings
from tests.reading import Reader

pytestmark = pytest.mark.django_db


def add_city(name: str, latitude: float, longitude: float) -> CityPage:
    city = City.objects.create(
        name=name,
        native_name=name,
        native_language="en",
        country="RU",
        sub_region="151",
        latitude=latitude,
        longitude=longitude,
    )
    return page_of("members").add_child(instance=CityPage(title=name, slug=name.lower(), city=city))


def neighbours(page: CityPage) -> list[tuple[str, int]]:
    return [(each.page.title, each.kilometres) for each in Surroundings(page).neighbours]


@pytest.mark.parametrize("code", ["en", "fa"])
def test_the_nearest_come_first_and_none_is_far(client, code):
    """As the page says it, and as the globe has it."""
    profiles = list(CityPage.objects.filter(locale=Locale.objects.get(language_code=code)).select_related("city"))
    assert len(profiles) == 22
    for page in profiles:
        found = Surroundings(page).neighbours
        ways = {other.title: distance(page.city.point, other.city.point) for other in profiles if other.pk != page.pk}
        near = sorted((way, title) for title, way in ways.items() if way <= NEARBY)
        assert [each.page.title for each in found] == [title for _, title in near[:4]], page.title


def test_a_city_without_neighbours_names_none(client):
    """From Haikou to the next member city are more than a thousand kilometres."""
    text = Reader(client.get("/en/members/haikou/").content.decode()).own_text
    assert "On the map" in text
    assert "nearby" not in text


def test_neighbours_across_the_line_of_the_date():
    """Two cities of Chukotka on both sides of 180°, and one that is near only to who counts degrees."""
    west, east = add_city("West", 66.0, 179.5), add_city("East", 66.0, -179.5)
    add_city("South", 57.5, 179.5)
    assert [name for name, _ in neighbours(west)] == ["East", "South"]
    assert [name for name, _ in neighbours(east)] == ["West", "South"]


def test_neighbours_in_the_far_north():
    """Near the pole the meridians meet: a quarter of the way around it is nearer than a few degrees to the south."""
    home = add_city("Home", 85.0, 60.0)
    add_city("Around", 85.0, 110.0)
    add_city("Below", 80.0, 60.0)
    assert [name for name, _ in neighbours(home)] == ["Around", "Below"]


def test_two_cities_at_one_place():
    first = add_city("First", 66.0, 170.0)
    add_city("Second", 66.0, 170.0)
    assert neighbours(first) == [("Second", 0)]
