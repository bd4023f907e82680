"""Data out and data in: files that programs read, and a table that no wrong row gets into the records from."""

import csv
import io
import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from amf_site.demo.builders import page_of
from amf_site.demo.content import CITIES, PROJECTS
from members.exports import COLUMNS as EXPORTED
from members.imports import COLUMNS
from members.models import City, CityFigure, Partnership
from pages.checks import content_fields
from pages.models import Source
from tests.reading import Reader

pytestmark = pytest.mark.django_db

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
COUNTS = {"members": len(CITIES), "projects": len(PROJECTS)}


def file_of(client, subject: str, form: str, code: str = "en"):
    response = client.get(f"/{code}/members/data/{subject}/{form}/")
    assert response.status_code == 200
    return response


def rows_of(client, subject: str, code: str = "en") -> list[dict]:
    text = file_of(client, subject, "csv", code).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


class TestDataOut:
    @pytest.mark.parametrize("subject", ["members", "partnerships", "projects"])
    @pytest.mark.parametrize("code", ["en", "fa"])
    def test_every_format_holds_every_entry(self, client, subject, code):
        count = COUNTS.get(subject) or Partnership.objects.filter(locale__language_code="en").count()
        assert len(rows_of(client, subject, code)) == count
        data = json.loads(file_of(client, subject, "json", code).content)
        assert len(data["records"]) == count
        collection = json.loads(file_of(client, subject, "geojson", code).content)
        assert collection["type"] == "FeatureCollection"
        kinds = {feature["geometry"]["type"] for feature in collection["features"]}
        assert kinds == ({"LineString"} if subject == "partnerships" else {"Point"})
        for about in (data, collection):
            assert about["licence_url"] == LICENCE
            assert about["made_on"] == timezone.localdate().isoformat()

    def test_a_row_carries_licence_and_date(self, client):
        (tabriz,) = [row for row in rows_of(client, "members", "fa") if row["id"] == "tabriz"]
        assert tabriz["licence"] == LICENCE
        assert tabriz["made_on"] == timezone.localdate().isoformat()
        assert (tabriz["name"], tabriz["country_name"], tabriz["latitude"]) == ("تبریز", "ایران", "38.0800")
        assert "1558693" in tabriz["figures"]
        assert "2016" in tabriz["figures"]

    def test_longitude_comes_first_in_geojson(self, client):
        features = json.loads(file_of(client, "members", "geojson").content)["features"]
        (tabriz,) = [each for each in features if each["properties"]["id"] == "tabriz"]
        assert tabriz["geometry"]["coordinates"] == [46.2919, 38.08]

    def test_sources_are_named_in_the_language_of_the_file(self, client):
        sources = {figure["source"] for row in self.records(client, "members", "fa") for figure in row["figures"]}
        assert "مرکز آمار ایران، سرشماری ۱۳۹۵ (۲۰۱۶)" in sources
        results = {result["source"] for row in self.records(client, "projects", "fa") for result in row["results"]}
        assert not [source for source in results if source.startswith("Aga Khan")]

    def test_ids_are_unique(self, client):
        for subject in ("members", "projects"):
            ids = [row["id"] for row in self.records(client, subject)]
            assert len(set(ids)) == len(ids)
        assert "tabriz/bazaar-rehabilitation" in ids

    def records(self, client, subject: str, code: str = "en") -> list[dict]:
        return json.loads(file_of(client, subject, "json", code).content)["records"]

    def test_no_cell_is_a_formula(self, client):
        page = page_of("tabriz").specific
        page.title = "=HYPERLINK(1)"
        page.save_revision().publish()
        Partnership.objects.filter(locale__language_code="en").update(subject="@SUM(A1)")
        cells = [
            cell for subject in ("members", "partnerships") for row in rows_of(client, subject) for cell in row.values()
        ]
        assert "'=HYPERLINK(1)" in cells
        assert "'@SUM(A1)" in cells
        assert not [cell for cell in cells if cell[:1] in "=+@\t" and cell[:1]]

    def test_other_sites_programs_may_read_it(self, client):
        response = file_of(client, "members", "json")
        assert response["Access-Control-Allow-Origin"] == "*"
        assert LICENCE in response["Link"]
        assert response["Content-Disposition"].startswith('attachment; filename="amf-members-en-')

    @pytest.mark.parametrize("address", ["members/xml/", "mayors/csv/", "members/", "members/csv/more/"])
    def test_other_files_do_not_exist(self, client, address):
        assert client.get(f"/en/members/data/{address}").status_code == 404

    def test_the_page_leads_to_every_file_and_names_its_columns(self, client):
        reader = Reader(client.get("/fa/members/data/").content.decode())
        for subject in ("members", "partnerships", "projects"):
            for form in ("csv", "json", "geojson"):
                assert f"/fa/members/data/{subject}/{form}/" in reader.links
        assert LICENCE in reader.links
        assert "native_language" in client.get("/en/members/data/").content.decode()


HEAD = (
    "name,native_name,native_language,country,sub_region,latitude,longitude,"
    "population,population_year,population_source\n"
)
GOOD = "Almaty,Алматы,kk,KZ,143,43.2380,76.9450,2211198,2023,Bureau of National Statistics\n"


@pytest.fixture
def import_file(tmp_path):
    """Import a text, or bytes, as a file; returns what was said and, of a failure, the last word."""

    def run(content: str | bytes, **options) -> tuple[str, str]:
        path = tmp_path / "members.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        said = StringIO()
        try:
            call_command("import_members", str(path), stdout=said, **options)
        except CommandError as error:
            return said.getvalue(), str(error)
        return said.getvalue(), ""

    return run


#: Rows of their own, and who has checked a record: a table of cities has no columns for them.
NOT_TAKEN = {"figures", "titles", "checked_by"}
#: What no file tells: other spellings, contact, who has checked.
NOT_TOLD = {"other_names", "email", "telephone", "checked_by"}


def test_every_fact_of_a_city_goes_in_and_out():
    facts = content_fields(City)
    assert facts - NOT_TAKEN - set(COLUMNS) == set(), "members/imports.py, or above if no file is to hold it"
    told = {column.replace("region", "sub_region") for column in EXPORTED["members"]}
    assert facts - NOT_TOLD - told == set(), "members/exports.py, or above if no file is to tell it"


class TestDataIn:
    def test_a_dry_run_reports_and_writes_nothing(self, import_file):
        said, complaint = import_file(HEAD + GOOD)
        assert "line 2: added Almaty" in said
        assert "Nothing is written yet" in said
        assert complaint == ""
        assert not City.objects.filter(name="Almaty").exists()

    def test_it_is_safe_to_repeat(self, import_file):
        import_file(HEAD + GOOD, write=True)
        city = City.objects.get(name="Almaty")
        assert city.figures.get().value == 2211198
        assert city.figures.get().source.name == "Bureau of National Statistics"
        assert "алматы" in city.folded_names
        said, _ = import_file(HEAD + GOOD, write=True)
        assert "0 added, 0 changed, 0 refused, 1 unchanged" in said
        assert CityFigure.objects.filter(city=city).count() == 1
        assert Source.objects.filter(name="Bureau of National Statistics").count() == 1

    def test_a_change_is_told_and_empty_cells_change_nothing(self, import_file):
        before = City.objects.get(name="Yazd")
        said, _ = import_file("name,official_site,email,native_name\nYazd,https://example.org,,\n", write=True)
        assert "official_site: " in said
        assert "→ https://example.org" in said
        after = City.objects.get(name="Yazd")
        assert after.official_site == "https://example.org"
        assert after.native_name == before.native_name

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            ("Nowhere,N,kk,XX,143,43,76,,,", "country"),
            ("Nowhere,N,kk,KZ,143,143,76,,,", "latitude"),
            ("Nowhere,N,kk,KZ,143,north,76,,,", "latitude"),
            ("Nowhere,N,kk,KZ,143,43,76,1000,,", "population"),
            ("Nowhere,N,kk,KZ,143,43,76,,2020,A source", "population"),
            ('Nowhere,N,kk,KZ,143,43,76,"1,000",2020,A source', "plain numbers"),
            (",N,kk,KZ,143,43,76,,,", "name"),
            ("Almaty,N,kk,KZ,143,43,76,,,", "earlier line"),
        ],
    )
    def test_one_wrong_row_and_nothing_is_written(self, import_file, row, reason):
        said, complaint = import_file(HEAD + GOOD + row + "\n", write=True)
        assert "line 2: added Almaty" in said
        assert "line 3: refused" in said
        assert reason in said
        assert "Nothing is written" in complaint
        assert not City.objects.filter(name="Almaty").exists()
        assert not Source.objects.filter(name="Bureau of National Statistics").exists()

    @pytest.mark.parametrize(
        ("content", "complaint"),
        [
            ("name,nonsense\nYazd,1\n", "nonsense"),
            ("native_name\nیزد\n", "name"),
            ("name,name\nYazd,Yazd\n", "once"),
            ("name\nYazd,and more\n", "Line 2"),
            ("", "empty"),
            ("sep=;\r\n", "empty"),
            ("name\n\0\n", "null"),
            ('name\n"Yazd\n', "Line"),
            ("name\nТавриз".encode("cp1251"), "UTF-8"),
            ("name\nYazd".encode("utf-16-le"), "null"),
            ("name,,country\nYazd,x,IR\n", "column without a name"),
            (b"name\n" + b"x" * 5_000_001, "5 MB"),
        ],
    )
    def test_a_file_that_is_no_table_of_cities_is_refused(self, import_file, content, complaint):
        said, error = import_file(content, write=True)
        assert complaint in error
        assert said == ""

    def test_all_that_is_wrong_with_a_row_is_said(self, import_file):
        row = "Nowhere,N,kk,KZ,143,143,276,,,\n"
        said, _ = import_file(HEAD + row)
        assert "latitude" in said
        assert "longitude" in said

    def test_a_spreadsheet_s_zeros_and_capitals_are_understood(self, import_file):
        said, complaint = import_file("name,sub_region\nTABRIZ,34\n")
        assert complaint == ""
        assert "unchanged TABRIZ" in said
        said, _ = import_file("name\nYazd\nyazd\n")
        assert "earlier line" in said

    def test_semicolons_of_a_spreadsheet_are_understood(self, import_file):
        said, _ = import_file((HEAD + GOOD).replace(",", ";"))
        assert "line 2: added Almaty" in said

    @pytest.mark.parametrize(
        "content",
        [
            ("sep=;\r\n" + (HEAD + GOOD).replace(",", ";").replace("\n", "\r\n")).encode(),
            (HEAD + GOOD).replace("\n", ",,\n").encode("utf-8-sig") + b",,,,,,,,,,,\n",
            (HEAD + GOOD).replace(",", "\t").replace("\n", "\r\n").encode("utf-16"),
            ("," + HEAD + "," + GOOD).replace(",", "؛").encode(),
        ],
        ids=["separator said", "empty columns", "unicode text", "persian windows"],
    )
    def test_however_a_spreadsheet_writes_it(self, import_file, content):
        said, complaint = import_file(content, write=True)
        assert complaint == ""
        assert "added Almaty" in said
        city = City.objects.get(name="Almaty")
        assert (city.native_name, city.figures.get().value) == ("Алматы", 2211198)

    @pytest.mark.parametrize(
        ("columns", "row", "reasons"),
        [
            ("native_name", "??? ?????", ["native_name: “??? ?????”", "CSV UTF-8"]),
            ("native_name", "Almat?", ["native_name: “Almat?”"]),
            ("native_name", "?", ["native_name: “?”"]),
            ("native_name", "یز\ufffd", ["native_name"]),
            ("other_names", "Yezd; ????", ["other_names: “????”"]),
            ("native_name", "ÛŒØ²Ø¯", ["native_name", "was opened"]),
            ("native_name", "#NAME?", ["an error of the spreadsheet"]),
            ("email", "#N/A", ["email: “#N/A”", "an error of the spreadsheet"]),
            ("official_site", "#REF!", ["an error of the spreadsheet"]),
            ("latitude", "#ЗНАЧ!", ["an error of the spreadsheet"]),
            ("longitude", "#DIV/0!", ["an error of the spreadsheet"]),
            ("checked_on", "########", ["an error of the spreadsheet"]),
            ("telephone", "9.82135E+11", ["telephone: “9.82135E+11”", "has cut a long number"]),
            ("telephone", '"9,82E+11"', ["has cut a long number"]),
            ("checked_on", "1405-09-09", ["checked_on: 1405", "another calendar"]),
            ("checked_on", "1448-01-01", ["another calendar"]),
            ("checked_on", "2569-11-30", ["another calendar"]),
            ("checked_on", "۱۴۰۵-۰۹-۰۹", ["another calendar"]),
            ("checked_on", "30/11/2026", ["checked_on", "YYYY-MM-DD"]),
            ("member_since", "1387", ["member_since: 1387", "another calendar"]),
            ("member_since", "2556", ["another calendar"]),
            ("population,population_year,population_source", "1558693,1395,census", ["population_year: 1395"]),
            ("population,population_year,population_source", "1558693,2563,census", ["population_year: 2563"]),
            ("population,population_year,population_source", "1558693,95,census", ["population_year: 95"]),
            ("population,population_year,population_source", "1558693,about 2016,census", ["Gregorian"]),
            ("population,population_year,population_source", "1.56E+06,2016,census", ["has cut a long number"]),
            ("founded,founded_year,founded_source", "2325,2016,a history", ["founded: 2325", "another calendar"]),
            ("area,area_year,area_source", "#VALUE!,2016,census", ["an error of the spreadsheet"]),
        ],
    )
    def test_what_a_spreadsheet_has_lost_or_counts_otherwise_is_refused(self, import_file, columns, row, reasons):
        before = City.objects.get(name="Yazd")
        said, complaint = import_file(f"name,{columns}\nYazd,{row}\n", write=True)
        assert "line 2: refused Yazd" in said
        assert [reason for reason in reasons if reason not in said] == []
        assert "Nothing is written" in complaint
        assert City.objects.get(name="Yazd").native_name == before.native_name

    def test_all_of_it_is_said_at_once(self, import_file):
        """Of a row as Excel wrote it in Tehran, and of one that lost its letters on the way."""
        said, _ = import_file(
            "name,checked_on,population,population_year,population_source,telephone\n"
            "Tabriz,1405-09-09,1558693,1395,census 1395,9.82135E+11\n"
        )
        assert "refused Tabriz" in said
        said, _ = import_file(
            "name,native_name,native_language,country,sub_region,latitude,longitude,time_zone,membership\n"
            "QA City,??? ?????,fa,IR,034,35.5,51.5,Asia/Tehran,public-record\n"
        )
        assert "refused QA City" in said
        assert "“??? ?????”" in said

    def test_what_was_guarded_against_spreadsheets_is_whole_again(self, import_file):
        import_file("name,telephone\nYazd,'+98 35 3620 0000\n", write=True)
        assert City.objects.get(name="Yazd").telephone == "+98 35 3620 0000"

    def test_a_missing_file_is_named(self):
        with pytest.raises(CommandError, match=r"nowhere\.csv cannot be read"):
            call_command("import_members", "nowhere.csv")

    def test_the_template_is_right(self, import_file):
        template = (settings.BASE_DIR / "members" / "import_template.csv").read_text(encoding="utf-8")
        assert sorted(template.splitlines()[0].split(",")) == sorted(COLUMNS)
        said, complaint = import_file(template)
        assert complaint == ""
        assert "Tabriz" in said
