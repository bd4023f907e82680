"""Who keeps which terms, and glossaries as files: nothing is written unseen, by halves, or to run in a spreadsheet."""

import csv
import io
import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import Locale

from amf_site.demo.content import glossary
from amf_site.translation.glossary.csv_files import MAX_BYTES, MAX_ROWS
from amf_site.translation.glossary.matching import Terms
from amf_site.translation.models import LanguageRight, Term
from amf_site.translation.segments.checks import check

pytestmark = pytest.mark.django_db

LIST = "/admin/snippets/translation/term/"
FILES = "/admin/translations/glossary/"


@pytest.fixture
def persian() -> Locale:
    return Locale.objects.get(language_code="fa")


@pytest.fixture
def turkish(db) -> Locale:
    return Locale.objects.create(language_code="tr")


@pytest.fixture
def translator(turkish) -> Client:
    """Of Turkish, and nothing else."""
    group = Group.objects.create(name="Turkish")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    LanguageRight.objects.create(group=group, locale=turkish)
    person = get_user_model().objects.create_user("aylin", "aylin@localhost", "x")
    person.groups.add(group)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def nobody(db) -> Client:
    """Of the admin, without a language."""
    person = get_user_model().objects.create_user("nobody", "nobody@localhost", "x")
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def fields(locale: Locale, term: str, words: str) -> dict[str, str]:
    return {"locale": str(locale.pk), "term": term, "words": words, "forms": "", "note": ""}


def test_the_demo_has_the_forums_terms(persian):
    said = {term.term: term.all_forms for term in Term.objects.filter(locale=persian)}
    assert said == glossary("fa")


def test_an_editor_finds_and_changes_terms(editor, persian, turkish):
    Term.objects.create(locale=turkish, term="harbour", words="liman")
    assert b"liman" in editor.get(LIST, {"locale": ""}).content
    assert b"liman" not in editor.get(LIST).content
    found = editor.get(LIST, {"q": "limA", "locale": "tr"}).content
    assert b"liman" in found
    assert b"secretariat" not in found
    term = Term.objects.get(locale=persian, term="secretariat")
    assert editor.post(f"{LIST}edit/{term.pk}/", fields(persian, "secretariat", "دفتر")).status_code == 302
    term.refresh_from_db()
    assert term.words == "دفتر"


def test_a_language_has_a_term_once(editor, persian):
    answer = editor.post(f"{LIST}add/", fields(persian, "Secretariat", "دفتر"))
    assert answer.status_code == 200
    assert b"already" in answer.content
    assert Term.objects.filter(locale=persian, term__iexact="secretariat").count() == 1


def test_a_translator_keeps_the_terms_of_her_languages_only(translator, persian, turkish):
    theirs = Term.objects.get(locale=persian, term="secretariat")
    assert translator.post(f"{LIST}add/", fields(turkish, "harbour", "liman")).status_code == 302
    hers = Term.objects.get(locale=turkish)
    listed = translator.get(LIST, {"locale": ""}).content.decode()
    assert f"{LIST}edit/{hers.pk}/" in listed
    assert f"{LIST}edit/{theirs.pk}/" not in listed
    assert translator.post(f"{LIST}edit/{hers.pk}/", fields(turkish, "harbour", "iskele")).status_code == 302
    hers.refresh_from_db()
    assert hers.words == "iskele"


@pytest.mark.parametrize(
    ("address", "who_moves"),
    [
        ("add/", "fa"),
        ("edit/{hers}/", "fa"),
        ("edit/{theirs}/", "fa"),
        ("edit/{theirs}/", "tr"),
        ("history/{theirs}/revisions/{former}/revert/", "fa"),
        ("history/{theirs}/revisions/{former}/revert/", "tr"),
        ("history/{hers}/revisions/{former}/revert/", "tr"),
        ("copy/{theirs}/", "fa"),
        ("delete/{theirs}/", ""),
        ("delete/{hers}/", ""),
    ],
)
def test_a_translator_touches_no_other_language(translator, persian, turkish, address, who_moves):
    theirs = Term.objects.get(locale=persian, term="secretariat")
    hers = Term.objects.create(locale=turkish, term="harbour", words="liman")
    former, names = theirs.save_revision(), ("term", "words", "forms", "note")
    before = list(Term.objects.order_by("pk").values_list("pk", "locale", *names))
    wanted = fields(Locale.objects.get(language_code=who_moves), "secretariat", "x") if who_moves else {}
    translator.post(LIST + address.format(hers=hers.pk, theirs=theirs.pk, former=former.pk), wanted)
    translator.post(f"/admin/bulk/translation/term/delete/?id={theirs.pk}&id={hers.pk}")
    assert list(Term.objects.order_by("pk").values_list("pk", "locale", *names)) == before


@pytest.mark.parametrize(
    "address",
    [
        *("", "results/", "add/", "edit/{term}/", "copy/{term}/", "delete/{term}/", "usage/{term}/", "history/{term}/"),
        *("history/{term}/revisions/{first}/revert/", "history/{term}/revisions/compare/earliest...latest/"),
    ],
)
def test_who_has_no_language_has_no_glossary(nobody, persian, address):
    term = Term.objects.filter(locale=persian).first()
    first = term.save_revision()
    assert nobody.get(LIST + address.format(term=term.pk, first=first.pk)).status_code in (302, 403)
    assert nobody.get(FILES).status_code == 302
    assert nobody.get(f"{FILES}fa.csv").status_code == 302


def look(client: Client, locale: Locale, data: bytes):
    return client.post(FILES, {"locale": locale.pk, "file": SimpleUploadedFile("terms.csv", data)})


def write(client: Client, locale: Locale, answer):
    """Press the button below the report, with what the page itself would send."""
    form = answer.content.decode()
    assert 'name="write"' in form
    text = answer.context["checked_text"]
    assert re.search(r'<input type="hidden" name="text"', form)
    return client.post(FILES, {"locale": locale.pk, "text": text, "write": "1"})


SHEET = "term,translation,forms,note\nharbour,بندر,بنادر|بندرها,of the sea\nSecretariat,دفتر,,\nmotto,,,\n"


def test_a_file_is_looked_at_line_by_line_and_then_written(editor, persian):
    motto = Term.objects.get(locale=persian, term="motto")
    answer = look(editor, persian, b"\xef\xbb\xbf" + SHEET.replace("\n", "\r\n").encode())
    lines = [(each.line, each.name, each.kind) for each in answer.context["outcomes"]]
    assert lines == [(2, "harbour", "added"), (3, "secretariat", "changed"), (4, "motto", "unchanged")]
    assert not Term.objects.filter(term="harbour").exists()
    assert write(editor, persian, answer).status_code == 302
    assert Term.objects.get(locale=persian, term="harbour").all_forms == ["بندر", "بنادر", "بندرها"]
    assert Term.objects.get(locale=persian, term="secretariat").words == "دفتر"
    motto.refresh_from_db()
    assert motto.words
    again = look(editor, persian, SHEET.encode())
    assert {each.kind for each in again.context["outcomes"]} == {"unchanged"}


def test_what_a_file_has_written_can_be_put_back_term_by_term(editor, persian):
    term = Term.objects.get(locale=persian, term="secretariat")
    before = (term.words, term.forms, term.note)
    for words in ("دفتر", "ستاد"):
        sheet = f"term,translation,forms,note\nharbour,{words},,\nsecretariat,{words},اداره,x\n".encode()
        assert write(editor, persian, look(editor, persian, sheet)).status_code == 302
    term.refresh_from_db()
    assert (term.words, term.forms, term.note) == ("ستاد", "اداره", "x")
    said = editor.get(f"{LIST}history/{term.pk}/").content.decode()
    links = re.findall(r'href="([^"]*/revert/)"', said)
    assert len(links) == 2
    assert [editor.get(link).context["form"]["words"].value() for link in links] == ["دفتر", before[0]]
    form = editor.get(links[-1]).context["form"]
    back = {name: form[name].value() for name in ("locale", "term", "words", "forms", "note")}
    assert editor.post(links[-1], back).status_code == 302
    term.refresh_from_db()
    assert (term.words, term.forms, term.note) == before
    harbour = Term.objects.get(locale=persian, term="harbour")
    links = re.findall(r'href="([^"]*/revert/)"', editor.get(f"{LIST}history/{harbour.pk}/").content.decode())
    assert [editor.get(link).context["form"]["words"].value() for link in links] == ["دفتر"]


def test_one_wrong_line_keeps_all_out(editor, persian):
    sheet = f"term;translation\nharbour;بندر\nquay;\n{'x' * 201};y\nHarbour;اسکله\n"
    answer = look(editor, persian, sheet.encode())
    kinds = {each.line: each.kind for each in answer.context["outcomes"]}
    assert kinds == {2: "added", 3: "refused", 4: "refused", 5: "refused"}
    assert b'name="write"' not in answer.content
    editor.post(FILES, {"locale": persian.pk, "text": sheet, "write": "1"})
    assert not Term.objects.filter(term="harbour").exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\xff\xfe",
        "term,translation\nharbour,بندر\n".encode("cp1256"),
        "term,translation\nharbour,بندر\n".encode("utf-16-le"),
        b"term,words\nharbour,x\n",
        b"term,translation,language\nharbour,x,fa\n",
        b"term,term,translation\na,b,c\n",
        b"term,translation\nharbour,x,y,z\n",
        b'term,translation\n"harbour,x\n',
        b"term,translation\nhar\0bour,x\n",
        b"term,translation\n" + b"x" * MAX_BYTES,
        b"term,translation\n" + b"".join(b"t%d,x\n" % number for number in range(MAX_ROWS + 1)),
    ],
)
def test_a_file_that_is_no_glossary_gets_a_clear_answer(editor, persian, data):
    before = Term.objects.count()
    answer = look(editor, persian, data)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert "outcomes" not in answer.context
    assert Term.objects.count() == before


def test_export_is_what_import_reads_and_runs_in_no_spreadsheet(editor, persian):
    Term.objects.filter(locale=persian).delete()
    Term.objects.create(locale=persian, term="-ism", words="=SUM(A1)", forms="+1\n@x", note='say "a, b"')
    answer = editor.get(f"{FILES}fa.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="glossary-fa.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [["term", "translation", "forms", "note"], ["'-ism", "'=SUM(A1)", "'+1|@x", 'say "a, b"']]
    assert {each.kind for each in look(editor, persian, answer.content).context["outcomes"]} == {"unchanged"}
    Term.objects.all().delete()
    assert write(editor, persian, look(editor, persian, answer.content)).status_code == 302
    term = Term.objects.get()
    assert (term.term, term.words, term.forms, term.note) == ("-ism", "=SUM(A1)", "+1\n@x", 'say "a, b"')


@pytest.mark.parametrize(
    "data",
    [
        "sep=;\r\nterm;translation;;\r\nharbour;بندر;;\r\n;;;\r\n".encode(),
        '"sep=;"\nterm;translation\nharbour;بندر\n'.encode(),
        "\ufeffTerm\tTranslation\t\r\nharbour\tبندر\t\r\n".encode("utf-16-le"),
        "\ufeffterm\ttranslation\nharbour\tبندر\n".encode("utf-16-be"),
        "\ufeff,term,,translation\n,harbour,,بندر\n\n,,,\n".encode(),
        "\rterm؛translation\rharbour؛بندر\r".encode(),
        "sep=|\nterm|translation\nharbour|بندر".encode(),
    ],
    ids=["separator said", "in quotes", "unicode text", "big end first", "empty columns", "persian windows", "bar"],
)
def test_however_a_spreadsheet_writes_it(editor, persian, data):
    answer = look(editor, persian, data)
    assert [(each.kind, each.name) for each in answer.context["outcomes"]] == [("added", "harbour")]
    assert write(editor, persian, answer).status_code == 302
    assert Term.objects.get(locale=persian, term="harbour").words == "بندر"


@pytest.mark.parametrize(
    "row",
    [
        "harbour,????",
        "harbour,??? ????",
        "harbour,B?kü",
        "harbour,?",
        "harbour,بند\ufffd",
        "harbour,بندر,?????|بنادر",
        "harbour,Ø¨Ù†Ø¯Ø±",
        "harbour,#REF!",
        "harbour,#N/A",
        "harbour,#ИМЯ?",
        "harbour,########",
        "harbour,9.82E+11",
        "#NAME?,بندر",
        'harbour,بندر,,"see 1,2E+15"',
    ],
)
def test_what_a_spreadsheet_has_lost_is_no_term(editor, persian, row):
    answer = look(editor, persian, f"term,translation,forms,note\nquay,اسکله\n{row}\n".encode())
    first, second = answer.context["outcomes"]
    assert (first.kind, second.kind) == ("added", "refused")
    assert "something that it lost" in second.details[0]
    assert b'name="write"' not in answer.content


def test_a_question_is_a_question(editor, persian):
    sheet = "term,translation,note\nWhat is it?,این چیست?,Is it right?\nwhy,چرا؟,\n"
    answer = look(editor, persian, sheet.encode())
    assert [each.kind for each in answer.context["outcomes"]] == ["added", "added"]


ARABIC_KEYBOARD = "term,translation,forms\nqa library,كتابخانه ملي,كتابخانه‌هاي ملي|كتابخانهٔ ملي\n"


def test_a_term_is_spelt_as_the_words_are(editor, persian, turkish):
    answer = look(editor, persian, ARABIC_KEYBOARD.encode())
    assert "کتابخانه ملی" in answer.content.decode()
    write(editor, persian, answer)
    term = Term.objects.get(term="qa library")
    assert (term.words, term.forms) == ("کتابخانه ملی", "کتابخانه‌های ملی\nکتابخانهٔ ملی")
    again = look(editor, persian, ARABIC_KEYBOARD.encode())
    assert {each.kind for each in again.context["outcomes"]} == {"unchanged"}
    assert editor.post(f"{LIST}edit/{term.pk}/", fields(persian, "qa library", "كتابخانهٔ ملي")).status_code == 302
    term.refresh_from_db()
    assert (term.words, term.forms) == ("کتابخانهٔ ملی", "")
    assert Term.objects.create(locale=turkish, term="book", words="كتاب").words == "كتاب"


def test_words_that_say_a_term_are_not_warned_of(editor, persian):
    write(editor, persian, look(editor, persian, ARABIC_KEYBOARD.encode()))
    for keyboard in ("کتابخانه ملی", "كتابخانه ملي"):
        found = check("The QA library is open.", f"{keyboard} باز است.", "fa", Terms(Term.objects.all()))
        assert "term" not in [each.code for each in found]


def test_a_translator_imports_into_her_language_only(translator, persian, turkish):
    assert b"Select a valid choice" in look(translator, persian, b"term,translation\nharbour,x\n").content
    answer = look(translator, turkish, b"term,translation\nharbour,liman\n")
    assert write(translator, turkish, answer).status_code == 302
    assert Term.objects.get(term="harbour").locale == turkish
    translator.post(FILES, {"locale": persian.pk, "text": "term,translation\nquay,x\n", "write": "1"})
    assert not Term.objects.filter(term="quay").exists()


def test_terms_are_found_as_whole_words_the_longest_first(persian):
    names = ("General Assembly", "assembly", "city", "plan")
    terms = Terms([Term(pk=number, term=name) for number, name in enumerate(names)])

    def found(text: str) -> list[str]:
        return [term.term for term in terms.found_in(text)]

    assert found("The GENERAL  ASSEMBLY of cities plans.") == ["General Assembly", "city", "plan"]
    assert found("An assembly explains planets to a cityscape.") == ["assembly"]
    assert Terms([]).found_in("Anything.") == []
