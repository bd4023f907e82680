"""Names, dates and alphabets of each language, and the secretariat's right to say otherwise."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from amf_site.cldr.collation import sort_key
from amf_site.cldr.formats import format_date, format_days, format_month, format_number, format_unit
from amf_site.cldr.models import NameOverride
from amf_site.cldr.names import language_name, territory_name
from amf_site.languages import LANGUAGES
from members.models.city import SubRegion
from pages.partial_dates import PartialDate
from tests.reading import Reader

DAY = datetime.date(2026, 11, 24)


@pytest.mark.django_db
@pytest.mark.parametrize("code", [row.code for row in LANGUAGES])
def test_every_language_has_names_for_places_languages_and_days(code):
    for region in SubRegion.values:
        assert territory_name(region, code) != region
    for country in ("IR", "TR", "CN", "TH", "IQ", "KG", "TJ", "RU"):
        assert territory_name(country, code) != country
    for language in ("fa", "tr", "ar", "th", "zh", "zh-hans", "tg", "ky", "ru"):
        assert language_name(language, code) != language
    assert format_date(DAY, code)


@pytest.mark.django_db
def test_dates_and_numbers():
    assert format_date(DAY, "fa") == "۳ آذر ۱۴۰۵"
    assert format_date(DAY, "th").endswith("2569")
    days = format_days(datetime.date(2018, 11, 30), datetime.date(2018, 12, 1), "en")
    assert days.split() == ["30", "November", "–", "1", "December", "2018"]
    assert format_number(2**40, "en") == "1,099,511,627,776"
    assert format_number(2016, "bn", grouping=False) == "২০১৬"
    assert format_unit(530, "kilometer", "fa") == "۵۳۰ کیلومتر"


@pytest.mark.parametrize(
    ("code", "in_order"),
    [
        ("fa", ["آنکارا", "بغداد", "پاریس", "تبریز", "ژنو", "کرج", "گرگان", "وان", "هرات", "یزد"]),
        ("tr", ["Çorum", "Denizli", "Iğdır", "İzmir", "Ordu", "Ödemiş", "Şırnak", "Tokat"]),
        ("zh-hans", ["安卡拉", "北京", "德黑兰", "海口", "曼谷"]),
        ("tg", ["Ғарм", "Душанбе", "Истаравшан", "Қӯрғонтеппа", "Хуҷанд"]),
    ],
)
def test_names_stand_in_the_order_of_their_alphabet(code, in_order):
    assert sorted([*in_order[1:], in_order[0]], key=lambda name: sort_key(name, code)) == in_order


@pytest.mark.django_db
class TestOverrides:
    def test_a_country_is_called_as_the_secretariat_decides(self, client):
        assert "Türkiye" in Reader(client.get("/en/members/ankara/").content.decode()).own_text
        override = NameOverride.objects.create(kind="territory", code="TR", language="en", name="Republic of Türkiye")
        assert "Republic of Türkiye" in Reader(client.get("/en/members/ankara/").content.decode()).own_text
        assert "Republic of" not in Reader(client.get("/fa/members/ankara/").content.decode()).own_text
        override.delete()
        assert "Republic of" not in Reader(client.get("/en/members/ankara/").content.decode()).own_text

    def test_its_cities_are_found_by_that_name(self, client):
        NameOverride.objects.create(kind="territory", code="TH", language="en", name="Siam")
        listing = client.get("/fa/members/", {"q": "siam"}).context["listing"]
        assert [page.slug for page in listing.part] == ["bangkok"]

    def test_so_is_a_month_and_a_language(self):
        NameOverride.objects.create(kind="month", code="persian-09", language="fa", name="آذرماه")
        NameOverride.objects.create(kind="language", code="ky", language="en", name="Kirghiz")
        assert format_date(DAY, "fa") == "۳ آذرماه ۱۴۰۵"
        assert language_name("ky", "en") == "Kirghiz"

    @pytest.mark.parametrize(("kind", "code"), [("territory", "XQ"), ("language", "nix"), ("month", "persian-13")])
    def test_a_code_that_nobody_asks_for_is_refused(self, kind, code):
        with pytest.raises(ValidationError):
            NameOverride(kind=kind, code=code, language="en", name="Nothing").full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("year", "month", "code", "said"),
    [
        (2011, 4, "en", "April 2011"),
        (2011, 4, "fa", "فروردین–اردیبهشت ۱۳۹۰"),
        (2011, 3, "fa", "اسفند ۱۳۸۹–فروردین ۱۳۹۰"),
        (2011, 4, "th", "เมษายน 2554"),
        (2011, 4, "ja", "2011年4月"),
    ],
)
def test_a_month_may_touch_two_of_another_calendar(year, month, code, said):
    value = PartialDate(year, month)
    assert format_month(value.first_day, value.last_day, code) == said
