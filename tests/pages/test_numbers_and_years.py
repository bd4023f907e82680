"""Numbers in the admin: any digits in, the reader's digits out; years that can be; telephones that can be dialled."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from amf_site.cldr.number_fields import DecimalNumberField, WholeNumberField, plain_number
from members.models import City, CityFigure, Landmark, Partnership, ProjectPage, ProjectResult
from pages.models import SiteNavigation, Source
from strategy.models import Indicator, PlanEdition
from tests.members.test_members_admin import post_of_city

from .test_history import form_data

pytestmark = pytest.mark.django_db

ADD = "/admin/snippets/members/city/add/"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("۱۵۶۵۵۷۲", "1565572"),
        ("۱٬۵۶۵٬۵۷۲", "1565572"),
        ("١٬٥٦٥٬٥٧٢", "1565572"),
        ("1,565,572", "1565572"),
        ("1 565 572", "1565572"),
        ("1\u202f565\u202f572", "1565572"),
        ("\u200f۱۲۳\u200e", "123"),
        ("۳۵٫۶۸۹۲", "35.6892"),
        ("۳۵/۶۸۹۲", "35.6892"),
        ("−۵٫۵", "-5.5"),
        ("१२३", "123"),
        ("１２３", "123"),
        ("1,565,572.5", "1565572.5"),
    ],
)
def test_numbers_of_all_scripts_are_taken(typed, number):
    assert plain_number(typed) == number


@pytest.mark.parametrize("typed", ["1,5", "12,34,567", "1.565.572", "12a", "½", "۱۲۳ نفر", "1e5x", "--5", "35/6"])
def test_what_could_mean_two_things_is_refused_in_words(typed):
    with pytest.raises(ValidationError, match="Write a plain number"):
        DecimalNumberField(max_digits=12, decimal_places=2).clean(typed)


@pytest.mark.parametrize(
    ("code", "typed", "number"),
    [
        ("tr", "412.000", "412000"),
        ("tr", "1.565.572,5", "1565572.5"),
        ("tr", "38,4192", "38.4192"),
        ("tr", "38.4192", "38.4192"),
        ("id", "10.562.088", "10562088"),
        ("ru", "1 565 572,5", "1565572.5"),
        ("ru", "1\u00a0565\u00a0572", "1565572"),
        ("tg", "1 565", "1565"),
        ("tr", "1,565,572", "1565572"),
        ("hi", "12,34,567", "1234567"),
        ("bn", "১২,৩৪,৫৬৭.৫", "1234567.5"),
        ("hi", "1,565,572", "1565572"),
        ("en", "412.000", "412.000"),
        ("ja", "412,000", "412000"),
        ("fa", "۴۱۲٬۰۰۰", "412000"),
    ],
)
def test_numbers_are_taken_as_the_language_writes_them(code, typed, number):
    with translation.override(code):
        assert plain_number(typed) == number


def test_an_editor_types_persian_digits(editor):
    source = Source.objects.filter(locale__language_code="en").first()
    figure = {"figures-0-source": source.pk, "figures-0-value": "۱٬۵۶۵٬۵۷۲", "figures-0-year": "۲۰۱۶"}
    posted = post_of_city(latitude="۴۳٫۲۳۸۰", longitude="۷۶/۹۴۵", member_since="٢٠١١", **figure)
    assert editor.post(ADD, posted).status_code == 302
    city = City.objects.get(name="Almaty")
    assert (city.member_since, str(city.latitude), str(city.longitude)) == (2011, "43.2380", "76.9450")
    assert (city.figures.get().value, city.figures.get().year) == (1565572, 2016)


@pytest.mark.parametrize(("who", "number"), [("editor", "1565572"), ("persian_editor", "۱۵۶۵۵۷۲")])
def test_they_come_back_in_the_readers_digits_without_empty_decimals(request, who, number):
    browser = request.getfixturevalue(who)
    figure = City.objects.get(name="Tabriz").figures.get(kind="population")
    figure.value = 1565572
    figure.save()
    html = browser.get(f"/admin/snippets/members/city/edit/{figure.city_id}/").content.decode()
    assert f'value="{number}"' in html
    assert "1565572.0" not in html


def test_nothing_has_changed_by_being_shown(editor):
    for field, number in ((WholeNumberField(), 2016), (DecimalNumberField(), 35.5)):
        with translation.override("fa"):
            assert not field.has_changed(number, field.prepare_value(number))


def test_what_was_typed_wrongly_stays_as_it_was_typed(editor):
    source = Source.objects.filter(locale__language_code="en").first()
    shown = editor.post(ADD, post_of_city(**{"figures-0-source": source.pk, "figures-0-value": "۱۲ هزار"}))
    assert shown.status_code == 200
    assert "۱۲ هزار" in shown.content.decode()


THIS_YEAR = timezone.localdate().year
YEARS = [
    (CityFigure, "year"),
    (City, "member_since"),
    (Partnership, "since"),
    (Landmark, "built"),
    (ProjectPage, "completed"),
    (ProjectResult, "year"),
    (Indicator, "baseline_year"),
    (Indicator, "latest_year"),
]


@pytest.mark.parametrize(("model", "name"), YEARS, ids=lambda value: getattr(value, "__name__", value))
def test_what_has_happened_has_a_year_that_has_begun(model, name):
    field = model._meta.get_field(name)
    assert field.clean(THIS_YEAR, None) == THIS_YEAR
    for year in (THIS_YEAR + 1, 2031, 9999):
        with pytest.raises(ValidationError, match="in the future"):
            field.clean(year, None)


@pytest.mark.parametrize("model", [CityFigure, ProjectResult, Indicator])
@pytest.mark.parametrize("year", [1375, 1400, "۱۴۰۴"])
def test_a_year_of_the_persian_calendar_is_asked_about(model, year):
    field = model._meta.get_field("baseline_year" if model is Indicator else "year")
    with pytest.raises(ValidationError) as refusal:
        field.clean(year, None)
    assert any(str(int(year) + 621) in message for message in refusal.value.messages)


def test_a_year_of_foundation_is_no_year_of_tomorrow():
    figure = CityFigure(city=City.objects.first(), kind="founded", value=THIS_YEAR + 1, year=THIS_YEAR)
    figure.source = Source.objects.filter(locale__language_code="en").first()
    with pytest.raises(ValidationError, match="in the future"):
        figure.full_clean()
    figure.value = 1404
    figure.full_clean()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+98 21 8888 0000", "+98 21 8888 0000"),
        ("+۹۸ ۲۱ ۸۸۸۸ ۰۰۰۰", "+98 21 8888 0000"),
        ("\u200e+98-21-88880000", "+98-21-88880000"),
        ("0098 21 88880000", "+98 21 88880000"),
        ("+7 (843) 299-20-20", "+7 (843) 299-20-20"),
    ],
)
@pytest.mark.parametrize("model", [City, SiteNavigation])
def test_a_telephone_is_kept_as_it_is_dialled(model, typed, kept):
    assert model._meta.get_field("telephone").clean(typed, None) == kept


@pytest.mark.parametrize("typed", ["021 88880000", "88880000", "+", "+0 21", "call us", "+98 21 (ext. five)"])
def test_a_telephone_without_a_country_is_refused(typed):
    with pytest.raises(ValidationError, match="code of the country"):
        City._meta.get_field("telephone").clean(typed, None)


def test_a_form_says_so(editor):
    source = Source.objects.filter(locale__language_code="en").first()
    shown = editor.post(ADD, post_of_city(**{"figures-0-source": source.pk, "telephone": "021 88880000"}))
    assert "Begin with + and the code of the country" in shown.content.decode()
    assert not City.objects.filter(name="Almaty").exists()


@pytest.mark.parametrize("field", ["period_start", "period_end"])
@pytest.mark.parametrize(
    ("typed", "suggested"), [("1405", "2026 or 2027"), ("۱۴۰۵", "2026 or 2027"), ("1300", "1921 or 1922")]
)
def test_the_years_of_a_plan_are_asked_for_their_calendar(editor, field, typed, suggested):
    edition = PlanEdition.objects.first()
    address = reverse(PlanEdition.snippet_viewset.get_url_name("edit"), args=[edition.pk])
    posted = {**form_data(editor.get(address).context["form"]), "period_start": "", "period_end": "", field: typed}
    answer = editor.post(address, posted)
    assert answer.status_code == 200
    (said,) = answer.context["form"].errors[field]
    assert "Persian calendar" in said
    assert suggested in said
    assert editor.post(address, {**posted, field: "2026"}).status_code == 302
