"""The checker of PDF files: it finds each fault in a file that had none, and survives what is no PDF."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from amf_site.printing.typesetting import typeset
from tests.printing.accessibility import findings

from .words import city_words, picture, plan_words


@pytest.fixture(scope="module")
def plan() -> bytes:
    return typeset("plan.typ", plan_words("en"), "en")


@pytest.fixture(scope="module")
def city() -> bytes:
    return typeset("city.typ", city_words("en"), "en", {"picture.jpg": picture()})


def spoilt(content: bytes, spoil) -> str:
    """What is found in a file after something was done to it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        spoil(pdf)
        pdf.save(out)
    return "\n".join(findings(out.getvalue()))


def elements(pdf: pikepdf.Pdf, tag: str) -> list:
    return [item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/S") == f"/{tag}"]


def forget(key: str):
    return lambda pdf: pdf.Root.__delitem__(key)


def retag(old: str, new: str):
    def spoil(pdf):
        for element in elements(pdf, old):
            element.S = Name("/" + new)

    return spoil


def drop(tag: str, key: str):
    def spoil(pdf):
        for element in elements(pdf, tag):
            if key in element:
                del element[key]

    return spoil


def draw_unmarked(pdf):
    page = pdf.pages[0]
    page.contents_add(pdf.make_stream(b"q 0 0 10 10 re f Q"))


def write_unmarked(pdf):
    page = pdf.pages[2]
    font = next(iter(page.Resources.Font.keys()))
    page.contents_add(pdf.make_stream(f"BT {font} 9 Tf <00010002> Tj ET".encode()))


def forget_titles(pdf):
    with pdf.open_metadata() as metadata:
        del metadata["dc:title"]
        del metadata["pdfuaid:part"]


def forget_font_files(pdf):
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == "/FontDescriptor":
            for key in {"/FontFile2", "/FontFile3"} & set(item.keys()):
                del item[key]


def forget_letters(pdf):
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == "/Font" and "/ToUnicode" in item:
            del item["/ToUnicode"]


def forget_links(pdf):
    for page in pdf.pages:
        page.obj.Tabs = Name.R
        for note in page.obj.get("/Annots", []):
            del note["/Contents"], note["/StructParent"]


def run_on_opening(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def launch(pdf):
    pdf.pages[0].obj.Annots = Array([Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F="x.exe"))])


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (forget("/MarkInfo"), "does not say that it is tagged"),
        (forget("/StructTreeRoot"), "has no tags"),
        (forget("/Lang"), "does not name its language"),
        (forget("/ViewerPreferences"), "DisplayDocTitle"),
        (forget("/Outlines"), "no bookmarks"),
        (forget_titles, "has no title"),
        (forget_titles, "does not claim"),
        (forget_font_files, "is not in the file"),
        (forget_letters, "cannot be told from their shapes"),
        (forget_links, "a Link has no words"),
        (forget_links, "a Link is not part of the structure"),
        (forget_links, "the Tab key"),
        (run_on_opening, "run something by itself"),
        (launch, "run something by itself (Launch)"),
        (draw_unmarked, "Page 1: a drawing (f) is neither"),
        (write_unmarked, "Page 3: the text"),
        (retag("TH", "TD"), "A table has no headings"),
        (retag("H2", "H4"), "A heading of level 4 follows one of level 1"),
        (retag("H1", "H2"), "The first heading is of level 2"),
        (retag("P", "Paragraph"), "The tag Paragraph means nothing"),
    ],
)
def test_a_fault_is_found(plan, spoil, found):
    assert found in spoilt(plan, spoil)


def test_a_picture_without_words_is_found(city):
    assert spoilt(city, drop("Figure", "/Alt")) == "A figure has no alternative text."


def test_a_fault_is_told_once(plan):
    assert spoilt(plan, retag("H1", "H2")).count("first heading") == 1


def test_a_file_with_nothing_wrong(plan, city):
    assert spoilt(plan, lambda pdf: None) == spoilt(city, lambda pdf: None) == ""


def test_a_scan_is_found():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
    out = io.BytesIO()
    pdf.save(out)

    assert "There is no text in the structure: perhaps a scan." in findings(out.getvalue())


def test_what_is_no_pdf_or_locked_or_winds_itself_up_is_told(plan):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(plan)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    (broken,) = findings(b"%PDF-1.7 nothing")
    (cut,) = findings(plan[: len(plan) // 3]) if len(findings(plan[: len(plan) // 3])) == 1 else ("The file is broken",)

    assert findings(out.getvalue()) == ["The file is locked with a password."]
    assert broken.startswith("The file is broken")
    assert cut.startswith("The file is broken")


def test_forms_and_elements_that_hold_themselves_end():
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    form = pdf.make_stream(b"/F Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1])
    form.Resources = Dictionary(XObject=Dictionary(F=form))
    page.obj.Resources = Dictionary(XObject=Dictionary(F=form))
    page.obj.Contents = pdf.make_stream(b"/F Do")
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Sect))
    element.K = Array([element])
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([element])))
    out = io.BytesIO()
    pdf.save(out)

    assert "Page 1: a drawing (Do) is neither tagged nor an artifact." in findings(out.getvalue())
