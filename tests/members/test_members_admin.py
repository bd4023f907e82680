"""The secretariat's side: one menu, records that cannot be half right, and the report of what grows old."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from amf_site.demo.builders import page_of
from amf_site.demo.editor import NAME
from members.models import City, CityFigure, CityPage, Partnership, Theme
from tests.reading import Reader

pytestmark = pytest.mark.django_db

LISTS = {
    "/admin/snippets/members/city/": {"q": "تبريز", "country": "IR", "sub_region": "034"},
    "/admin/city_profiles/": {"q": "tabriz", "live": "true"},
    "/admin/snippets/members/partnership/": {"q": "tabriz", "kind": "sister-cities"},
    "/admin/projects/": {"q": "bazaar", "live": "true", "cost": "over-100m"},
    "/admin/snippets/members/membershipcategory/": {},
    "/admin/snippets/members/theme/": {},
    "/admin/snippets/members/forumtitle/": {},
    "/admin/snippets/members/event/": {"q": "تهران", "kind": "assembly", "status": "confirmed"},
    "/admin/snippets/members/body/": {"q": "board", "kind": "board"},
    "/admin/snippets/members/office/": {"q": "مظفری", "position": "secretary-general", "is_over": "true"},
    "/admin/snippets/members/publisheddocument/": {"q": "Haikou", "kind": "declaration"},
    "/admin/snippets/cldr/nameoverride/": {"q": "IR", "kind": "territory"},
}


def test_the_menu_has_everything_about_members(editor):
    html = editor.get("/admin/").content.decode()
    for address in [*LISTS, reverse("members_upkeep")]:
        assert address in html


@pytest.mark.parametrize("address", LISTS)
def test_lists_are_searched_and_filtered(editor, address):
    assert editor.get(address).status_code == 200
    assert editor.get(address, LISTS[address]).status_code == 200


def test_the_list_of_cities_says_when_each_was_checked(editor):
    City.objects.filter(name="Tabriz").update(checked_on=timezone.localdate() - datetime.timedelta(days=800))
    reader = Reader(editor.get("/admin/snippets/members/city/", {"q": "تبريز"}).content.decode())
    assert "Last checked" in reader.own_text
    assert "2 years" in reader.own_text
    assert "Isfahan" not in reader.own_text


def test_cities_are_marked_as_checked_together(editor):
    cities = City.objects.filter(name__in=["Tabriz", "Yazd"])
    address = f"/admin/bulk/members/city/mark_as_checked/?{'&'.join(f'id={city.pk}' for city in cities)}&next=/admin/"
    assert "Tabriz" in editor.get(address).content.decode()
    editor.post(address)
    for city in cities.all():
        assert city.checked_on == timezone.localdate()
        assert city.checked_by.username == NAME


def test_nobody_marks_what_he_may_not_change(client, django_user_model):
    from django.contrib.auth.models import Permission

    writer = django_user_model.objects.create_user("writer")
    writer.user_permissions.add(*Permission.objects.filter(codename__in=("access_admin", "add_siteimage")))
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    city = City.objects.get(name="Tabriz")
    client.post(f"/admin/bulk/members/city/mark_as_checked/?id={city.pk}&next=/admin/")
    assert City.objects.get(name="Tabriz").checked_on is None
    assert client.get(reverse("members_upkeep")).status_code == 302


def test_a_theme_in_use_is_not_deleted(editor):
    theme = Theme.objects.originals().get(slug="environment")
    response = editor.post(f"/admin/snippets/members/theme/delete/{theme.pk}/", follow=True)
    assert "It is in use, so it stays" in response.content.decode()
    assert Theme.objects.filter(pk=theme.pk).exists()


def test_facts_begin_in_english():
    persian = Locale.objects.get(language_code="fa")
    cities = City.objects.filter(name__in=["Zahedan", "Semnan"])
    with pytest.raises(ValidationError, match="English first"):
        Partnership(first=cities[0], second=cities[1], kind="exchange", locale=persian).full_clean()
    with pytest.raises(ValidationError, match="English first"):
        Theme(name="موضوع", slug="new", locale=persian).full_clean()


def test_a_city_has_one_profile_in_a_language(editor):
    directory = page_of("members")
    rows = [f"{name}-{count}_FORMS" for name in ("landmarks", "comments") for count in ("TOTAL", "INITIAL")]
    empty = {"body-count": 0, **dict.fromkeys(rows, 0)}
    form = CityPage.get_edit_handler().get_form_class()(
        {"city": City.objects.get(name="Tabriz").pk, "title": "Tabriz again", "slug": "tabriz-again", **empty},
        instance=CityPage(locale=directory.locale),
        parent_page=directory,
    )
    assert "already: Tabriz" in str(form.errors["city"])


class TestReport:
    def entries(self, editor, number: int) -> list[str]:
        return [entry.name for entry in editor.get(reverse("members_upkeep")).context["findings"][number].entries]

    def test_records_that_nobody_checked_for_a_year(self, editor):
        today = timezone.localdate()
        City.objects.update(checked_on=today)
        assert self.entries(editor, 0) == []
        City.objects.filter(name="Tabriz").update(checked_on=today - datetime.timedelta(days=400))
        City.objects.filter(name="Yazd").update(checked_on=None)
        assert sorted(self.entries(editor, 0)) == ["Tabriz", "Yazd"]

    def test_figures_older_than_ten_years(self, editor):
        this_year = timezone.localdate().year
        CityFigure.objects.update(year=this_year)
        assert self.entries(editor, 1) == []
        CityFigure.objects.filter(city__name="Tabriz").update(year=this_year - 11)
        assert "Tabriz" in self.entries(editor, 1)

    def test_pictures_without_words(self, editor):
        assert self.entries(editor, 2) == []
        page = page_of("tabriz").specific
        page.picture_alt = ""
        page.save_revision().publish()
        assert self.entries(editor, 2) == ["Tabriz", "تبریز"]


def post_of_city(**changes) -> dict:
    """The form of a city's record with a figure, as a browser sends it."""
    empty = {f"titles-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    figure = {"kind": "population", "extent": "city", "value": "1000", "year": "2020", "source": "", "ORDER": "1"}
    return {
        "name": "Almaty",
        "native_name": "Алматы",
        "native_language": "kk",
        "country": "KZ",
        "sub_region": "143",
        "latitude": "43.2380",
        "longitude": "76.9450",
        "figures-TOTAL_FORMS": 1,
        "figures-INITIAL_FORMS": 0,
        **empty,
        **{f"figures-0-{name}": value for name, value in figure.items()},
        **changes,
    }


def test_a_figure_without_year_or_source_is_not_saved(editor):
    from pages.models import Source

    source = Source.objects.filter(locale__language_code="en").first()
    address = "/admin/snippets/members/city/add/"
    assert editor.post(address, post_of_city()).status_code == 200
    assert (
        editor.post(address, post_of_city(**{"figures-0-source": source.pk, "figures-0-year": ""})).status_code == 200
    )
    assert not City.objects.filter(name="Almaty").exists()
    assert editor.post(address, post_of_city(**{"figures-0-source": source.pk})).status_code == 302
    assert City.objects.get(name="Almaty").figures.get().value == 1000


def test_nothing_was_checked_tomorrow():
    city = City.objects.get(name="Tabriz")
    city.checked_on = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError, match="future"):
        city.full_clean()


@pytest.mark.parametrize(("address", "table"), [("city_profiles", "members_city"), ("event_pages", "members_event")])
def test_a_list_of_pages_fetches_their_records_together(editor, address, table):
    with CaptureQueriesContext(connection) as queries:
        assert editor.get(f"/admin/{address}/").status_code == 200
    asked = [query["sql"] for query in queries.captured_queries if f'FROM "{table}" WHERE' in query["sql"]]
    by_id = [sql for sql in asked if re.search(rf'"{table}"\."id"\)? (IN|=) ', sql)]
    assert len(by_id) == 1, asked
