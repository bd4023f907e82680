"""``make bench``: the cost of a directory page with few cities and with very many. Not part of ``make test``.

Measurements of the same run are compared, because absolute times depend mostly on the machine.
"""

import statistics
import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from amf_site.demo.builders import page_of
from members.models import City, CityPage, MembershipCategory, Theme

pytestmark = pytest.mark.django_db

FEW, MANY = 20, 2000
ROUNDS = 15
#: Maximum ratio of the cost with a hundred times as many cities.
MOST = 1.5
#: Maximum number of queries per response.
BUDGET = 15
ADDRESSES = {
    "first page": "/en/members/",
    "last page": "/en/members/?page=last",
    "name": "/en/members/?q=city",
    "Arabic keyboard": "/en/members/?q=%D8%B4%D9%87%D8%B1%20%D9%8A%D9%83",
    "country": "/en/members/?country=IR",
    "all filters": "/en/members/?q=city&country=IR&region=034&theme=environment&membership=member",
    "nothing found": "/en/members/?q=nowhere",
}


def add_cities(first: int, last: int) -> None:
    """Create cities all over Asia, with themes and memberships.

    The first few match every filter, so that the same number of cities is shown whether there are few or many.
    """
    directory = page_of("members")
    theme = Theme.objects.originals().get(slug="environment")
    membership = MembershipCategory.objects.originals().get(slug="member")
    for number in range(first, last):
        city = City.objects.create(
            name=f"City {number}",
            native_name=f"شهر یک {number}",
            native_language="fa",
            country="IR" if number < FEW else ("IR", "TR", "TH", "CN")[number % 4],
            sub_region="034" if number < FEW else ("034", "145", "035", "030")[number % 4],
            latitude=10 + number % 400 / 10,
            longitude=40 + number % 700 / 10,
            membership=membership,
        )
        if number < FEW or number % 3 == 0:
            city.themes.add(theme)
            city.save()
        directory.add_child(instance=CityPage(title=f"City {number}", slug=f"city-{number}", city=city))
        directory.refresh_from_db()


def measure(client, address: str) -> tuple[int, float]:
    """Return the number of queries with an empty cache, and the median response time in milliseconds."""
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    count = len(queries)
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - started)
    return count, statistics.median(times) * 1000


def test_the_directory_costs_the_same_with_a_hundred_times_as_many_cities(client, capsys):
    CityPage.objects.filter(locale=Locale.objects.get(language_code="en")).update(live=False)
    add_cities(0, FEW)
    few = {name: measure(client, address) for name, address in ADDRESSES.items()}
    add_cities(FEW, MANY)
    many = {name: measure(client, address) for name, address in ADDRESSES.items()}
    with capsys.disabled():
        print(f"\n{'':18}{FEW:>6} cities{'':8}{MANY:>6} cities")
        for name, (queries, milliseconds) in few.items():
            more_queries, more = many[name]
            shown = f"{queries:3} queries {milliseconds:6.1f} ms{more_queries:6} queries {more:6.1f} ms"
            print(f"{name:18}{shown}{more / milliseconds:8.2f} ×")
    for name, (queries, milliseconds) in few.items():
        assert many[name][0] == queries <= BUDGET, name
        assert many[name][1] < milliseconds * MOST + 5, name
