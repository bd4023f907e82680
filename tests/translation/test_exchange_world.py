"""Files as other people's tools make them: what is sound is taken, and what is not is told as in the editor."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from amf_site.translation.exchange import po, xliff
from amf_site.translation.exchange.export import items_of
from amf_site.translation.exchange.languages import same_language
from amf_site.translation.exchange.outgoing import document_of
from amf_site.translation.models import Job, Review
from amf_site.translation.segments.store import save_words
from amf_site.translation.workflow.submission import submit

from .desk import new_page, paragraphs, persian, segments_of
from .test_exchange import _files_of_their_own, lines_of, look, po_of, write, zipped  # noqa: F401

pytestmark = pytest.mark.django_db

LINK = 'Read <a href="https://example.org/">the <b>plan</b></a>, please.'
PLAIN = "Two sentences stand here. The second is longer."


@pytest.fixture
def trial() -> Translation:
    """A page with a link, a plain text and a placeholder, translated but for its summary."""
    translation = submit(new_page(paragraphs(LINK, PLAIN, "Hello {name}.")), persian(), None)
    said = {"Read": 'لطفاً <a id="a1"><b>برنامه</b></a> را بخوانید.', "Two": "دو جمله.", "Hello": "سلام {name}."}
    for segment in segments_of(translation):
        for start, words in said.items():
            if segment.string.data.startswith(start):
                save_words(translation, segment, words, None)
    return translation


def segment(translation: Translation, start: str):
    return next(one for one in segments_of(translation) if one.string.data.startswith(start))


def kept(translation: Translation, start: str) -> str:
    one = segment(translation, start)
    found = StringTranslation.objects.filter(context=one.context, translation_of=one.string, locale=persian())
    return found.get().data


def with_words(translation: Translation, start: str, words: str, form: str) -> bytes:
    """The export with other words for one segment, as a tool that checks nothing writes them."""
    if form == "po":
        file = po_of(translation)
        next(entry for entry in file if entry.msgid.startswith(start)).msgstr = words
        return str(file).encode()
    one, before = segment(translation, start), kept(translation, start)
    StringTranslation.objects.filter(context=one.context, translation_of=one.string, locale=persian()).update(
        data=words
    )
    content = xliff.write(document_of(translation)).replace(b'state="initial"', b'state="translated"')
    StringTranslation.objects.filter(context=one.context, translation_of=one.string, locale=persian()).update(
        data=before
    )
    return content


#: Words that the editor refuses: of which segment, and what is said.
REFUSED = {
    "open direction": ("Two", "\u202bدو جمله.", "direction is left open"),
    "closed direction": ("Two", "دو جمله.\u2069", "direction is left open"),
    "a mark too many": ("Two", "دو <b>جمله</b>.", "no such mark"),
    "a mark dropped": ("Read", 'لطفاً <a id="a1">برنامه</a> را.', "is missing"),
    "a link dropped": ("Read", "لطفاً <b>برنامه</b> را.", "is missing"),
    "another link": ("Read", '<a id="a1"><b>x</b></a> <a id="a2">y</a>', "no such mark"),
    "an empty link": ("Read", 'لطفاً <a id="a1"><b></b></a> برنامه را.', "has no words"),
    "a link around nothing to see": ("Read", 'لطفاً <a id="a1"><b>\u200c \u200b</b></a> برنامه را.', "has no words"),
    "only a joiner": ("Two", "\u200c", "no words"),
    "only invisible signs": ("Two", "\u200b\u2060\ufeff\u3164", "no words"),
    "only empty marks": ("Read", '<a id="a1"><b></b></a>', "no words"),
    "a placeholder dropped": ("Hello", "سلام.", "must stand here"),
    "letters lost": ("Two", "??? ?????.", "that it lost"),
    "letters replaced": ("Two", "دو جم\ufffdه.", "that it lost"),
    "a formula's error": ("Two", "#REF!", "that it lost"),
    "a missing value": ("Two", "جمله #N/A", "that it lost"),
    "an error in German": ("Two", "#BEZUG!", "that it lost"),
    "a cut number": ("Two", "9.82E+11", "that it lost"),
}


@pytest.mark.parametrize("form", ["po", "xlf"])
@pytest.mark.parametrize("case", REFUSED)
def test_an_import_refuses_what_the_editor_refuses(editor, trial, case, form, django_capture_on_commit_callbacks):
    start, words, reason = REFUSED[case]
    before = kept(trial, start)
    job = look(editor, django_capture_on_commit_callbacks, f"a.{form}", with_words(trial, start, words, form))
    rows = lines_of(editor, job)
    [row] = rows.pop("Broken marks", []) + rows.pop("Found wrong by a check", [])
    assert reason in row[7]
    assert set(rows) <= {"New", "Changed here since the export"}
    write(editor, django_capture_on_commit_callbacks, job, overwrite="on")
    assert kept(trial, start) == before


@pytest.mark.parametrize("case", [case for case in REFUSED if "mark" not in case and "link" not in case])
def test_the_editor_refuses_them(editor, trial, case):
    start, words, reason = REFUSED[case]
    address = reverse("translation:segment", args=[trial.pk, segment(trial, start).pk])
    sent = {"action": "keep", "words": words, "version": ""}
    version = editor.post(address, sent, content_type="application/json").json()["theirs"]["version"]
    answer = editor.post(address, {**sent, "version": version}, content_type="application/json")
    assert answer.status_code == 422
    assert reason in answer.json()["message"]


PASTED = {
    "not sign": ("می¬رود دو جمله", "¬ (U+00AC)"),
    "zero-width space": ("دو\u200bجمله", "U+200B"),
    "soft hyphen": ("دو جم\u00adله", "U+00AD"),
    "object": ("دو جمله\ufffc", "U+FFFC"),
    "private use": ("دو جمله \uf0b7", "U+F0B7"),
    "radical": ("دو جمله ⼭", "U+2F2D"),
    "line separator": ("دو\u2028جمله", "U+2028"),
    "control": ("دو\x02جمله", "U+0002"),
}


@pytest.mark.parametrize("form", ["po", "xlf"])
@pytest.mark.parametrize("case", PASTED)
def test_what_came_along_with_pasted_words_is_written_and_told(
    editor, trial, case, form, django_capture_on_commit_callbacks
):
    words, sign = PASTED[case]
    job = look(editor, django_capture_on_commit_callbacks, f"a.{form}", with_words(trial, "Two", words, form))
    rows = lines_of(editor, job)
    [row] = rows.get("Changed", []) + rows.get("Changed here since the export", [])
    assert sign in row[7]
    assert sign in editor.get(reverse("translation:import_report", args=[job.pk])).content.decode()
    write(editor, django_capture_on_commit_callbacks, job, overwrite="on")
    assert kept(trial, "Two") == words


@pytest.mark.parametrize("case", PASTED)
def test_the_editor_tells_of_it_too(editor, trial, case):
    words, sign = PASTED[case]
    address = reverse("translation:check", args=[trial.pk, segment(trial, "Two").pk])
    answer = editor.post(address, {"words": words}, content_type="application/json")
    assert [one["severity"] for one in answer.json()["findings"] if sign in one["message"]] == ["warning"]


# --- What is not finished ---


def cut(content: bytes, first: str, second: str | None, **more: str) -> bytes:
    """The unit of the two sentences as two segments, as a tool cuts it."""
    states = {"first_state": ' state="final"', "second_state": "", "first_target": "", "second_target": "", **more}
    target = "" if second is None else f"<target{states['second_target']}>{second}</target>"
    segments = (
        f"<segment{states['first_state']}><source>Two sentences stand here.</source>"
        f"<target{states['first_target']}>{first}</target></segment>"
        f"<ignorable><source> </source></ignorable>"
        f"<segment{states['second_state']}><source>The second is longer.</source>{target}</segment>"
    )
    return re.sub(rb"<segment[^>]*><source[^>]*>Two sentences.*?</segment>", lambda _match: segments.encode(), content)


@pytest.mark.parametrize(
    "second", [None, "", " ", "\u2003", "\u200c", "\u200b\ufeff", "The second is longer.", " The second is longer. "]
)
def test_half_a_sentence_is_not_done(editor, trial, second, django_capture_on_commit_callbacks):
    content = cut(xliff.write(document_of(trial)), "دو جمله اینجاست.", second)
    job = look(editor, django_capture_on_commit_callbacks, "a.xlf", content)
    [row] = lines_of(editor, job)["Not finished: marked as fuzzy or initial"]
    assert "part of it is not translated" in row[7]
    write(editor, django_capture_on_commit_callbacks, job)
    assert kept(trial, "Two") == "دو جمله."


def test_a_part_that_is_the_same_in_both_languages_is_done_if_somebody_says_so(
    editor, trial, django_capture_on_commit_callbacks
):
    content = cut(
        xliff.write(document_of(trial)), "دو جمله.", "The second is longer.", second_state=' state="translated"'
    )
    job = look(editor, django_capture_on_commit_callbacks, "a.xlf", content)
    write(editor, django_capture_on_commit_callbacks, job, overwrite="on")
    assert kept(trial, "Two") == "دو جمله. The second is longer."


def test_nothing_but_what_stands_between_is_nothing(editor, trial, django_capture_on_commit_callbacks):
    content = cut(xliff.write(document_of(trial)), "", None).replace(
        b"<ignorable><source> </source></ignorable>", "<ignorable><source> – </source></ignorable>".encode()
    )
    job = look(editor, django_capture_on_commit_callbacks, "a.xlf", content)
    write(editor, django_capture_on_commit_callbacks, job, overwrite="on")
    assert kept(trial, "Two") == "دو جمله."


@pytest.mark.parametrize("orders", [("3", "3"), ("3", ""), ("0", "1"), ("9", "1"), ("x", "1")])
def test_parts_in_no_clear_order_are_refused(editor, trial, orders, django_capture_on_commit_callbacks):
    first, second = (f' order="{order}"' if order else "" for order in orders)
    content = cut(xliff.write(document_of(trial)), "دوم.", "نخست.", first_target=first, second_target=second)
    job = look(editor, django_capture_on_commit_callbacks, "a.xlf", content)
    [row] = lines_of(editor, job).pop("Broken marks")
    assert "in which order" in row[7]


def test_parts_are_put_together_in_the_order_of_their_targets(editor, trial, django_capture_on_commit_callbacks):
    content = cut(
        xliff.write(document_of(trial)), "دوم.", "نخست.", first_target=' order="3"', second_target=' order="1"'
    )
    job = look(editor, django_capture_on_commit_callbacks, "a.xlf", content)
    write(editor, django_capture_on_commit_callbacks, job)
    assert kept(trial, "Two") == "نخست. دوم."


@pytest.mark.parametrize(
    ("state", "left"),
    [("", True), (' state="initial"', True), (' state="translated"', False), (' state="final"', False)],
)
def test_words_that_nobody_changed_are_confirmed_by_their_state_alone(
    editor, trial, state, left, django_capture_on_commit_callbacks
):
    words = StringTranslation.objects.get(context=segment(trial, "Two").context, translation_of__data=PLAIN)
    Review.objects.create(translation=words, reason=Review.Reason.SOURCE, old_source="Old")
    content = re.sub(rb'<segment state="initial" subState="[^"]*"', b"<segment", xliff.write(document_of(trial)))
    content = content.replace(b"<segment>", f"<segment{state}>".encode())
    job = look(editor, django_capture_on_commit_callbacks, "a.xlf", content)
    write(editor, django_capture_on_commit_callbacks, job)
    assert Review.objects.filter(translation=words).exists() == left


# --- What tools leave out ---


def test_a_file_without_contexts_is_read_by_its_sources(editor, django_capture_on_commit_callbacks):
    twice = submit(new_page(paragraphs("Said once.", "Said twice."), paragraphs("Said twice.")), persian(), None)
    file = po_of(twice)
    for entry in file:
        entry.msgctxt, entry.msgstr = None, f"گفته {len(entry.msgid)}"
    job = look(editor, django_capture_on_commit_callbacks, "a.po", str(file).encode())
    rows = lines_of(editor, job)
    assert [row[4] for row in rows["Not a segment of this page or record"]] == ["Said twice."] * 2
    assert "several places" in rows["Not a segment of this page or record"][0][7]
    assert "Said once." in [row[4] for row in rows["New"]]
    assert all("found by its source" in row[7] for row in rows["New"])
    write(editor, django_capture_on_commit_callbacks, job)
    assert kept(twice, "Said once") == "گفته 10"


def changed(content: bytes, *pairs: tuple[str, str]) -> bytes:
    text = content.decode()
    for pattern, replacement in pairs:
        text, count = re.subn(pattern, replacement, text, flags=re.DOTALL)
        assert count, pattern
    return text.encode()


TOOLS = {
    "the namespace of 2.2": [("document:2.0", "document:2.2"), ('version="2.1"', 'version="2.2"')],
    "ends without data": [
        (r'<pc id="([^"]*)" dataRefStart="(d\d)" dataRefEnd="d\d"[^>]*>(?=<pc|برنامه)', r'<sc id="\1" dataRef="\2"/>'),
        (r"برنامه</pc></pc>", 'برنامه<ec startRef="m3-1"/><ec startRef="m1-1"/>'),
    ],
    "marks with nothing but their ids": [(r'<pc (id="[^"]*") dataRefStart[^>]*>(?=<pc|برنامه)', r"<pc \1>")],
    "marks with ids alone everywhere": [(r'<pc (id="[^"]*") dataRefStart[^>]*>', r"<pc \1>")],
    "units with other ids": [(r'<unit id="u(\d+)-[^"]*"', r'<unit id="x\1"')],
    "prefixes": [('xmlns="', 'xmlns:x="'), (r"<(/?)(?=[a-z])", r"<\1x:")],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_what_is_said_in_another_way_is_the_same(editor, trial, tool, django_capture_on_commit_callbacks):
    content = changed(xliff.write(document_of(trial)), *TOOLS[tool])
    job = look(editor, django_capture_on_commit_callbacks, "a.xlf", content)
    assert set(job.report[0].get("counts", job.report[0])) <= {"same", "empty", "new"}
    content = changed(content, ("دو جمله", "دو جملهٔ دیگر"), ("را بخوانید", "را ببینید"))
    job = look(editor, django_capture_on_commit_callbacks, "a.xlf", content)
    write(editor, django_capture_on_commit_callbacks, job, overwrite="on")
    assert kept(trial, "Two") == "دو جملهٔ دیگر."
    assert kept(trial, "Read") == 'لطفاً <a id="a1"><b>برنامه</b></a> را ببینید.'


@pytest.mark.parametrize("mark", ['<pc id="z9">x</pc>', '<sc id="z9"/>', '<ec startRef="z9"/>', '<ph id="z9"/>'])
def test_marks_that_stand_for_nothing_are_refused(editor, trial, mark, django_capture_on_commit_callbacks):
    content = xliff.write(document_of(trial)).decode().replace("دو جمله.", f"دو جمله.{mark}")
    job = look(editor, django_capture_on_commit_callbacks, "a.xlf", content.encode())
    assert len(lines_of(editor, job)["Broken marks"]) == 1


# --- Languages ---


@pytest.mark.parametrize(
    ("code", "ours", "others"),
    [
        (
            "zh-hans",
            "zh zh-CN zh_CN.UTF-8 zh-Hans ZH-hans-SG cmn",
            "zh_TW zh_TW.Big5 zh-HK zh-Hant zh-Hant-CN zh_MO yue",
        ),
        ("fa", "fa fa-IR fa_IR fas per fa-Arab FA", "fa_Latn fa@latin fa-Cyrl tg prs ar"),
        ("tg", "tg tg-TJ tg_Cyrl tgk", "tg-Arab tg-Latn tg@latin fa"),
        ("id", "id id-ID in ind", "ms jv"),
        ("ur", "ur ur_PK ur-IN urd", "hi ur-Latn ur-Deva"),
        ("hi", "hi hi_IN", "hi-Latn ur"),
    ],
)
def test_a_language_is_ours_in_our_script(code, ours, others):
    assert [tag for tag in ours.split() if not same_language(tag, code)] == []
    assert [tag for tag in [*others.split(), "nonsense!", "-", "english"] if same_language(tag, code)] == []


@pytest.mark.parametrize("tag", ["fa_Latn", "fa@latin", "tg", "pt", "zh_TW", "English"])
def test_a_file_in_another_language_is_refused(editor, trial, tag, django_capture_on_commit_callbacks):
    file = po_of(trial)
    file.metadata["Language"] = tag
    content = changed(xliff.write(document_of(trial)), ('trgLang="[^"]*"', f'trgLang="{tag}"'))
    for name, sent in (("a.po", str(file).encode()), ("a.xlf", content)):
        job = look(editor, django_capture_on_commit_callbacks, name, sent)
        assert f"in the language {tag}" in job.report[0]["message"]


# --- Files and their names ---

NAMES = [
    "about: notes.fa.po",
    "برنامه\u200cها.po",
    "re\u0301sume\u0301.po",
    "what?.po",
    'a "b" <c> | d*.po',
    "A.PO",
    "x.fa.po ",
    "con.po",
    "a:b.po",
    "folder\\name.po",
    f"{'long ' * 150}.po",
    f"{'folder/' * 100}name.po",
    "\u202efile.po",
    "🙂.po",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_any_system_are_taken(editor, trial, name, django_capture_on_commit_callbacks):
    content = with_words(trial, "Two", "جمله‌ای دیگر.", "po")
    job = look(editor, django_capture_on_commit_callbacks, "a.zip", zipped({name: content, "b.po": content}))
    done = [line["item"]["file"] for line in job.report if line["outcome"] == "done"]
    assert "b.po" in done
    assert len(done) == (1 if name.endswith(" ") else 2)
    write(editor, django_capture_on_commit_callbacks, job)
    assert kept(trial, "Two") == "جمله‌ای دیگر."


def test_what_systems_add_to_a_zip_is_passed_over(editor, trial, django_capture_on_commit_callbacks):
    """The sign of a folder of macOS ends in a carriage return."""
    others = [
        "Icon\r",
        "a\\Icon\r",
        "__MACOSX/._a.po",
        "__MACOSX\\._a.po",
        "a/.DS_Store",
        "a\\Thumbs.db",
        "desktop.ini",
    ]
    files = {"a.po": with_words(trial, "Two", "جمله‌ای دیگر.", "po"), **dict.fromkeys(others, b"x")}
    job = look(editor, django_capture_on_commit_callbacks, "a.zip", zipped(files))
    assert [line["item"]["file"] for line in job.report] == ["a.po"]
    assert job.options["others"] == []


def test_one_name_in_two_spellings_is_two_files(editor, trial, django_capture_on_commit_callbacks):
    content = with_words(trial, "Two", "جمله‌ای دیگر.", "po")
    both = zipped({"r\u00e9sum\u00e9.po": content, "re\u0301sume\u0301.po": content})
    job = look(editor, django_capture_on_commit_callbacks, "a.zip", both)
    assert [line["item"]["file"] for line in job.report] == ["r\u00e9sum\u00e9.po", "r\u00e9sum\u00e9 (2).po"]


def test_names_of_exports_are_good_on_windows():
    """It keeps some names for itself, with whatever ending."""
    pages = [new_page("x", slug=slug) for slug in ("nul", "com1", "aux-2")]
    chosen = Translation.objects.filter(pk__in=[submit(page, persian(), None).pk for page in pages])
    names = {item["name"].rpartition("/")[2] for item in items_of(chosen, "po") if "name" in item}
    assert names == {"nul_.fa.po", "com1_.fa.po", "aux-2.fa.po"}


@pytest.mark.parametrize("name", ["a.po", "a.xlf", "a.zip", "a", "", "a.csv"])
def test_an_empty_file_is_answered_in_a_sentence(editor, name):
    upload = SimpleUploadedFile(name or "x", b"")
    upload.name = name or "x"
    answer = editor.post(reverse("translation:import"), {"upload": upload})
    [said] = answer.context["form"].errors["upload"]
    assert said == "The submitted file is empty."
    assert not Job.objects.exists()


def test_an_empty_file_in_a_zip_is_told(editor, trial, django_capture_on_commit_callbacks):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("empty.po", b"")
        archive.writestr("empty.xlf", b"")
        archive.writestr("sound.po", po.write(document_of(trial)))
    job = look(editor, django_capture_on_commit_callbacks, "a.zip", out.getvalue())
    said = {line["item"]["file"]: line["message"] for line in job.report}
    assert said["empty.po"] == "empty.po: The file is empty."
    assert said["empty.xlf"] == "empty.xlf: The file is empty."
    assert "The same as here" in said["sound.po"]
