"""The files that the site makes of the plan and of cities, opened, in every language."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from amf_site.languages import LANGUAGES, language
from amf_site.printing.making import make_pdf
from amf_site.printing.models import PagePdf
from members.models import CityPage
from strategy.models import PlanEditionPage
from tests.printing.accessibility import findings
from tests.printing.hearing import plain, spoken

pytestmark = pytest.mark.django_db
#: Bytes: files of scripts with thousands of letters may be larger.
LARGEST, LARGEST_CJK = 400_000, 1_500_000
CJK = ("Hans", "Jpan", "Kore")


@pytest.fixture(params=[row.code for row in LANGUAGES])
def code(request) -> str:
    return request.param


@pytest.fixture
def plan(code) -> PlanEditionPage:
    return PlanEditionPage.objects.get(locale__language_code=code)


@pytest.fixture
def content(plan) -> bytes:
    return Path(PagePdf.objects.get(page=plan).file.path).read_bytes()


def test_nobody_finds_a_barrier_in_it(code, content):
    assert findings(content) == []
    assert len(content) <= (LARGEST_CJK if language(code).script in CJK else LARGEST)


def test_it_says_whose_it_is_and_runs_nothing(code, plan, content):
    with pikepdf.open(BytesIO(content)) as pdf:
        # Chinese is called zh-CN there.
        assert str(pdf.Root.Lang).partition("-")[0] == code.partition("-")[0]
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"].startswith(plan.title)
            assert metadata["pdfuaid:part"] == "1"
        assert "/OpenAction" not in pdf.Root
        assert str(pdf.Root.ViewerPreferences.Direction) == ("/R2L" if language(code).is_rtl else "/L2R")


def test_what_is_read_aloud_is_the_page_in_its_order(plan, content):
    said = iter(spoken(content))
    for words in plan.pdf_own_words():
        if words:
            assert any(plain(words) in part for part in said), words


def test_a_city_fits_one_page_in_every_language(code):
    city = CityPage.objects.get(locale__language_code=code, slug="tabriz")
    made = make_pdf(city)
    assert (made.problem, made.pages) == ("", 1)
    content = Path(made.file.path).read_bytes()
    assert findings(content) == []
    assert plain(city.title) in " ".join(spoken(content))
