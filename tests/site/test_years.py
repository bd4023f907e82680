"""A year of the Gregorian calendar says that it is one, to readers whose own calendar is another."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from amf_site.cldr.formats import format_year
from amf_site.languages import LANGUAGES
from members.models import CityPage
from members.pdf import city_words

#: A text that is a year of our time, in Persian digits, and nothing else.
BARE = re.compile(r">\s*(?:[^\s<>]+\s)?[۱۲][۹۰][۰-۹]{2}\s*<")


@pytest.mark.parametrize(
    ("code", "one", "several"),
    [("en", "2022", "2010–2012"), ("fa", "۲۰۲۲ م.", "۲۰۱۰ تا ۲۰۱۲ م."), ("th", "ค.ศ. 2022", "ค.ศ. 2010–2012")],
)
def test_years(code: str, one: str, several: str):
    assert format_year(2022, code) == one
    assert format_year(2022, code, 2022) == one
    assert format_year(2022, code, None) == one
    assert format_year(2010, code, 2012) == several


def test_years_that_no_calendar_has():
    for row in LANGUAGES:
        assert len(format_year(-300, row.code)) >= 4
        assert format_year(2012, row.code, 2010)
        assert format_year(714, row.code)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"since": 2025}, {"en": "since 2025", "fa": "از ۲۰۲۵ م.", "th": "ตั้งแต่ ค.ศ. 2025", "ja": "2025"}),
        ({"until": 2025}, {"en": "until 2025", "fa": "تا ۲۰۲۵ م.", "th": "ถึง ค.ศ. 2025", "ja": "2025"}),
        ({"since": 2010, "until": 2012}, {"en": "2010–2012", "fa": "۲۰۱۰ تا ۲۰۱۲ م.", "th": "ค.ศ. 2010–2012"}),
        ({"since": 2010, "until": 2010}, {"en": "2010", "fa": "۲۰۱۰ م.", "th": "ค.ศ. 2010"}),
    ],
)
def test_spans_of_years(words: dict, said: dict[str, str]):
    for code, text in said.items():
        with override(code):
            html = render_to_string("components/years.html", words)
        assert text in html
        assert html.count("ค.ศ.") <= 1


@pytest.mark.django_db
class TestPages:
    @pytest.mark.parametrize(
        "address", ["tabriz/", "tabriz/bazaar-rehabilitation/", "partnerships/", "projects/", "istanbul/", "tehran/"]
    )
    def test_in_persian(self, client, address: str):
        html = client.get(f"/fa/members/{address}").content.decode()
        assert " م." in html
        assert BARE.findall(re.sub(r"<(script|a|p)\b.*?</\1>", "", html, flags=re.DOTALL)) == []

    def test_in_english_nothing_is_added(self, client):
        html = client.get("/en/members/tabriz/bazaar-rehabilitation/").content.decode()
        assert "1994" in html
        assert " AD" not in html

    def test_in_the_file_of_a_profile(self):
        page = CityPage.objects.get(slug="tabriz", locale__language_code="fa")
        with override("fa"):
            words = city_words(page)
        population = next(fact for fact in words["facts"] if fact["value"] == "۱٬۵۵۸٬۶۹۳")
        assert population["note"].startswith("۲۰۱۶ م.")
        assert [text for text in words["partnerships"] if not text.endswith("م.")] == []
