"""What the office reads is in its language, also where a library would say it, and numbers are written its way."""

import pytest
from django.utils.translation import override

from amf_site.languages import LANGUAGES
from members.models import City
from members.office.forms import FORMS
from members.office.models import ProposedChange
from tests.office.offices import browser_of, office_of, propose

#: Wagtail's messages about pictures: ours are examined by ``amf_site.media``, which has its own.
UNUSED = {"invalid_image_extension", "invalid_image_known_format", "file_too_many_pixels"}
pytestmark = pytest.mark.django_db


def words_of(name: str, code: str) -> set[str]:
    """Return all sentences that a form may say: labels, hints and messages."""
    with override(code):
        form = FORMS[name](None, None, City.objects.get(name="Tehran"), code)
        said = {str(text) for field in form for text in (field.label, field.help_text)}
        messages = (pair for field in form.fields.values() for pair in field.error_messages.items())
        return said | {str(text) for name, text in messages if name not in UNUSED}


@pytest.mark.parametrize("code", [row.code for row in LANGUAGES if row.code != "en"])
def test_no_form_says_anything_in_english(code):
    for name in FORMS:
        same = {text for text in words_of(name, code) & words_of(name, "en") if len(text) > 15}
        assert same == set(), name


@pytest.mark.parametrize(("code", "words"), [("tr", "412.000 (2024)"), ("fa", "۴۱۲٬۰۰۰"), ("hi", "4,12,000")])
def test_figures_are_shown_as_the_language_writes_them(code, words):
    change = ProposedChange(kind="figure", field="population.city", new={"value": "412000", "year": "2024"})
    with override(code):
        assert change.new_lines[0].startswith(words)


def test_a_number_that_is_none_is_refused_in_words():
    office = browser_of(office_of("Tehran", code="fa"))
    said = {"kind": "population", "extent": "city", "year": "2024", "source": "A source", "url": ""}
    answer = propose(office, "figures", code="fa", value="خیلی", **said)
    assert answer.status_code == 422
    assert "لطفاً این را به صورت عدد و با رقم بنویسید." in answer.content.decode()
