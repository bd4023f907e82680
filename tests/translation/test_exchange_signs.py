"""Every sign that a text can hold comes back from a file as it went out, or is refused in words."""

import html
import unicodedata
from dataclasses import replace

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from translate.storage.pypo import pofile
from wagtail_localize.models import StringSegment, StringTranslation

from amf_site.translation.exchange import po, xliff
from amf_site.translation.exchange.document import Document, ExchangeError, Unit, UnitState, remark
from amf_site.translation.exchange.outgoing import document_of
from amf_site.translation.models import Comment, Job
from amf_site.translation.segments.store import save_words

from .test_exchange import _files_of_their_own, about, exported, fa, lines_of, look, po_of, write  # noqa: F401

LINE_ENDS = "\u2028\u2029\x85\x1c\x1d\x1e\x0b\x0c\r"
#: Every sign that is invisible, or a space, or ends a line, but for NUL, which no database keeps.
INVISIBLE = "".join(
    chr(code)
    for code in range(1, 0x110000)
    if unicodedata.category(chr(code)) in ("Cc", "Cf", "Zs", "Zl", "Zp") or code in (0xFFFC, 0xFFFE, 0xFFFF)
)
EVERY_SIGN = settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
#: Signs that a file may take for its own, and those that cannot be seen, more often than others.
texts = st.text(
    st.one_of(st.sampled_from('\\"nrtx01730#~<>&یک '), st.sampled_from(INVISIBLE), st.characters(codec="utf-8"))
)
texts = texts.filter(lambda text: "\0" not in text)


def document(*units: tuple[str, str], **more) -> Document:
    return Document(
        translation="00000000-0000-4000-8000-000000000000",
        source_language="en",
        target_language="fa",
        title="Signs",
        kind="Page",
        address="",
        exported_at=timezone.now(),
        notes=[],
        units=[
            Unit(
                1,
                number,
                f"body.{number}",
                "Text",
                html.escape(source, quote=False),
                html.escape(words, quote=False),
                UnitState.DONE,
                **more,
            )
            for number, (source, words) in enumerate(units, 1)
        ],
    )


def words_in(text: str) -> str:
    return html.unescape(text)


@pytest.mark.parametrize("form", [po, xliff], ids=["po", "xliff"])
def test_each_invisible_sign_comes_back(form):
    """Alone between letters, at the edges, and where a line of the file may end."""
    units = [(f"a{sign}b {number}", f"{sign}یک{sign}\nدو{sign}") for number, sign in enumerate(INVISIBLE)]
    out = document(*units)
    back = form.read(form.write(out)).units
    assert [(unit.source, unit.words) for unit in back] == [(unit.source, unit.words) for unit in out.units]
    assert not [unit.problem for unit in back if unit.problem]


@EVERY_SIGN
@given(st.lists(st.tuples(texts.filter(bool), texts), min_size=1, max_size=3, unique_by=lambda pair: pair[0]))
def test_any_text_comes_back(pairs):
    out = document(*pairs)
    for form in (po, xliff):
        back = form.read(form.write(out)).units
        assert [(unit.source, unit.words) for unit in back] == [(unit.source, unit.words) for unit in out.units]


@EVERY_SIGN
@given(texts)
def test_any_remark_goes_out(text):
    """Comments are whatever people write: they neither break a file nor pass for words of it."""
    plain = document(("source", "words"))
    out = replace(plain, notes=[remark(text)], units=[replace(plain.units[0], notes=[remark(text)])])
    for form in (po, xliff):
        [unit] = form.read(form.write(out)).units
        assert (unit.words, unit.mark) == ("words", plain.units[0].mark)
    assert len(polib.pofile("\n" + po.write(out).decode())) == 1, "tools that cut at every line end read it too"


@pytest.mark.parametrize("sign", LINE_ENDS, ids=ascii)
def test_other_tools_write_strings_on_one_line(sign):
    head = po.write(document()).decode()
    text = f'{head}\nmsgctxt "body.1"\nmsgid "one{sign}two"\nmsgstr "یک{sign}دو"\n'
    if sign == "\r":
        with pytest.raises(ExchangeError, match="cannot be read"):
            po.read(text.encode())
        return
    [unit] = po.read(text.encode()).units
    assert (unit.source, unit.words) == (f"one{sign}two", f"یک{sign}دو")


def test_escaped_bytes_are_the_signs_that_they_stand_for():
    """As ``msgcat --escape`` writes them, wherever it ends its lines, and as a C compiler reads them."""
    entry = (
        'msgctxt "body.1"\nmsgid "\\157ne\\042\\x20\\n"\nmsgstr ""\n"\\330\\250\\333"\n"\\214 C:\\\\101 \\134n \\a"\n'
    )
    [unit] = po.read(f"{po.write(document()).decode()}\n{entry}".encode()).units
    assert (unit.source, unit.words) == ('one" \n', "بی C:\\101 \\n \a")
    for broken in ("\\330", "\\330\\330", "\\377\\376", "\\xd8x"):
        with pytest.raises(ExchangeError, match="escaped bytes"):
            po.read(f'{po.write(document()).decode()}\nmsgid "a"\nmsgstr "{broken}"\n'.encode())


def test_what_polib_itself_makes_of_such_files():
    """When this fails, polib reads them: ``po_parser`` can go."""
    po = polib.POFile()
    po.append(polib.POEntry(msgid="a", msgstr="یک\u2028دو"))
    assert polib.pofile(str(po))[0].msgstr != "یک\u2028دو"
    with pytest.raises(OSError, match="Syntax error"):
        polib.pofile('\n#. a\u2028b\nmsgid "a"\nmsgstr "b"\n')
    assert polib.pofile('\nmsgid "a"\nmsgstr "\\330\\250"\n')[0].msgstr != "ب"


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["po", "xlf"])
def test_the_site_takes_its_own_file_back_whatever_stands_in_it(
    editor,
    fa,  # noqa: F811
    about,  # noqa: F811
    form,
    django_capture_on_commit_callbacks,
):
    capture = django_capture_on_commit_callbacks
    signs = [sign for sign in INVISIBLE if sign != "\r"]  # HTML has one kind of line end
    segment = StringSegment.objects.filter(source=about.source, context__path__startswith="body").first()
    segment.string.data = f"Signs {''.join(signs)} end"
    segment.string.save()
    words = "\n".join(f"و{sign}ا" for sign in signs)
    save_words(about, segment, html.escape(words, quote=False), None)
    Comment.objects.create(translation=about, context=segment.context, text="\u2028".join(signs))
    source = about.source.as_instance()
    type(source).objects.filter(pk=source.pk).update(title="A\u2028Language: ar\x0b")
    files = exported(editor, capture, fa, form=form, translation=about.pk)
    [name] = set(files) - {"README.txt"}
    job = look(editor, capture, name, files[name])
    assert set(job.report[0]["counts"]) == {"same"}


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["po", "xlf"])
def test_words_with_odd_signs_are_written_whole(editor, about, form, django_capture_on_commit_callbacks):  # noqa: F811
    capture = django_capture_on_commit_callbacks
    segments = [
        segment
        for segment in StringSegment.objects.filter(source=about.source).select_related("string", "context")
        if "<" not in segment.string.data
    ]
    wanted = {
        (segment.context_id, segment.string_id): f"یک{sign}دو"
        for segment, sign in zip(segments, LINE_ENDS.replace("\r", "") + "\u200b\u00ad\u0090\u2003\ufeff", strict=False)
    }
    before = document_of(about)
    units = [replace(unit, words=wanted.get((unit.context, unit.string), unit.words)) for unit in before.units]
    changed = replace(before, units=units)
    content = {"po": po.write, "xlf": xliff.write}[form](changed)
    job = look(editor, capture, f"a.{form}", content)
    write(editor, capture, job, overwrite="on")
    words = StringTranslation.objects.filter(locale=about.target_locale)
    kept = {key: words.get(context=key[0], translation_of=key[1]).data for key in wanted}
    assert len(kept) > 10
    assert kept == wanted


@pytest.mark.django_db
def test_a_tool_that_cuts_lines_differently_is_read(editor, about, django_capture_on_commit_callbacks):  # noqa: F811
    store = pofile.parsestring(str(po_of(about)).encode())
    store.units[1].target = "یک\u2028دو\u2029سه"
    job = look(editor, django_capture_on_commit_callbacks, "a.po", bytes(store))
    assert [row[6] for row in lines_of(editor, job)["Changed"]] == ["یک\u2028دو\u2029سه"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.po", b'msgid "a"\nmsgstr "\x00"\n', "NUL"),
        ("a.po", b'msgid "a"\nmsgstr "\xed\xa0\x80"\n', "UTF-8"),
        ("a.po", b'msgid "a"\nmsgstr "\\355\\240\\200"\n', "escaped bytes"),
        ("a.xlf", b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0">\x1c</xliff>', "cannot be read"),
        ("a.xlf", b"<xliff>\xed\xa0\x80</xliff>", "cannot be read"),
        ("a.xlf", b"<xliff>&#x1c;</xliff>", "cannot be read"),
    ],
    ids=str,
)
def test_what_no_file_can_hold_is_refused_in_words(editor, name, content, complaint):
    answer = editor.post(reverse("translation:import"), {"upload": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302
    [line] = Job.objects.latest("pk").report
    assert line["outcome"] == "failed"
    assert complaint in line["message"]
