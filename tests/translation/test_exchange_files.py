"""Files that other people's tools have made of our exports, with what is right for each: below ``files/``."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from amf_site.demo.builders import page_of
from amf_site.translation.models import Review
from amf_site.translation.segments.store import save_words

from .desk import segments_of
from .test_exchange import _files_of_their_own, lines_of, look, translation_of, write  # noqa: F401

pytestmark = pytest.mark.django_db

FILES = Path(__file__).parent / "files"
#: Which page a file is of.
PAGES = {"separator_in_words.po": "language-policy"}
#: Of the site that it was exported from; that has gone, and with it the ids of its segments.
IDENTITY = re.compile(rb"(?<=X-Translation-ID: )[0-9a-f-]{36}|(?<=<file id=\"t-)[0-9a-f-]{36}")


#: What the pages said when the files were exported, and say no more: they had no links, and one a paragraph more.
LINK = re.compile(r"</?a\b[^>]*>")
PARAGRAPH = (
    "This is a demonstration site, and the contact details of the secretariat have not been added to it yet. The "
    "secretariat will publish them here."
)
IN_PERSIAN = {
    "Please tell the permanent secretariat of the Forum in Tehran. It helps us if you say:": (
        "لطفاً دبیرخانهٔ دائمی مجمع در تهران را آگاه کنید. اگر این‌ها را بنویسید، به ما کمک کرده‌اید:"
    ),
    PARAGRAPH: (
        "این وبگاه نمایشی است و اطلاعات تماس دبیرخانه هنوز به آن افزوده نشده است. دبیرخانه این اطلاعات را در "
        "همین‌جا منتشر خواهد کرد."
    ),
    "If you find a mistake in a translation, please tell the permanent secretariat of the Forum.": (
        "اگر در ترجمه‌ای نادرستی دیدید، لطفاً دبیرخانهٔ دائمی مجمع را آگاه کنید."
    ),
}


@pytest.fixture(autouse=True)
def _pages_as_exported() -> None:
    for name in ("accessibility", "language-policy"):
        page, subject = page_of(name).specific, translation_of(name)
        for block in page.body.raw_data:
            if "permanent secretariat" in str(block["value"]):
                block["value"] = LINK.sub("", block["value"]) + (
                    f"<p>{PARAGRAPH}</p>" if name == "accessibility" else ""
                )
        page.save_revision().publish()
        present = list(segments_of(subject))
        for segment in present:
            if segment.string.data in IN_PERSIAN:
                save_words(subject, segment, IN_PERSIAN[segment.string.data], None)
        rows = StringTranslation.objects.filter(context__in=[segment.context_id for segment in present])
        rows.exclude(translation_of__in=[segment.string_id for segment in present]).delete()


@pytest.fixture
def imported(editor, django_capture_on_commit_callbacks) -> Callable:
    """Upload a file of ours, look at the report, confirm; returns the rows of the report."""

    def run(name: str, subject: Translation) -> dict[str, list[list[str]]]:
        content, count = IDENTITY.subn(str(subject.uuid).encode(), (FILES / name).read_bytes())
        assert count == 1
        job = look(editor, django_capture_on_commit_callbacks, name, content)
        assert job.report[0]["outcome"] == "done", job.report[0]["message"]
        rows = lines_of(editor, job)
        write(editor, django_capture_on_commit_callbacks, job, overwrite="on")
        return rows

    return run


def words_of(subject: Translation) -> dict[tuple[str, str], str]:
    """The words of the present segments by path and source."""
    found = StringTranslation.objects.filter(
        locale=subject.target_locale,
        context__in=StringSegment.objects.filter(source=subject.source).values("context"),
    )
    return {
        (each.context.path, each.translation_of.data): each.data
        for each in found.select_related("context", "translation_of")
    }


def test_every_file_is_tried():
    tried = {*SAME, "direction_left_open.po", "separator_in_words.po", "half_translated.xlf", "without_states.xlf"}
    assert {path.name for path in FILES.iterdir()} == tried


SAME = ("escaped.po", "separator_in_comment.po", "version_2_2.xlf", "ends_without_data.xlf", "ids_alone.xlf")


@pytest.mark.parametrize("name", SAME)
def test_what_says_the_same_in_another_way_changes_nothing(imported, name):
    subject = translation_of("accessibility")
    before = words_of(subject)
    assert imported(name, subject) == {}
    assert words_of(subject) == before


@pytest.mark.parametrize("name", SAME)
def test_it_is_taken_where_words_are_missing(imported, name):
    """So that it is known to be read, marks and all, and not passed over."""
    subject = translation_of("accessibility")
    before = words_of(subject)
    StringTranslation.objects.filter(locale=subject.target_locale).delete()
    assert set(imported(name, subject)) == {"Changed here since the export"}
    assert words_of(subject) == before


def test_a_direction_left_open_is_refused(imported):
    subject = translation_of("accessibility")
    before = words_of(subject)
    rows = imported("direction_left_open.po", subject)
    [row] = rows.pop("Found wrong by a check")
    assert rows == {}
    assert row[6].startswith("\u202b")
    assert "direction is left open" in row[7]
    assert words_of(subject) == before


def test_a_line_separator_in_words_is_kept_and_told(imported):
    subject = translation_of("language-policy")
    before = words_of(subject)
    rows = imported("separator_in_words.po", subject)
    [row] = rows.pop("Changed")
    assert rows == {}
    assert "U+2028" in row[7]
    after = words_of(subject)
    assert {key: words for key, words in after.items() if before[key] != words} == {
        (row_path, "Languages of the site"): "یک\u2028دو" for row_path, source in before if source == row[4]
    }


def test_a_second_segment_without_words_is_not_done(imported):
    subject = translation_of("accessibility")
    before = words_of(subject)
    rows = imported("half_translated.xlf", subject)
    [row] = rows.pop("Not finished: marked as fuzzy or initial")
    assert rows == {}
    assert "part of it is not translated" in row[7]
    assert words_of(subject) == before


def test_a_tool_that_drops_states_confirms_nothing(imported):
    """It has dropped the data of the marks too, and broken lines where they stand."""
    subject = translation_of("accessibility")
    text = (FILES / "without_states.xlf").read_text(encoding="utf-8")
    waiting = []
    for segment in segments_of(subject):
        words = re.search(rf"<source>{re.escape(segment.string.data)}</source>\s*<target>(.*?)</target>", text)
        if words and "ویرایش" in words[1]:
            waiting.append(save_words(subject, segment, words[1], None, review=Review.Reason.IMPORT).pk)
    assert len(waiting) == 5
    before = words_of(subject)
    assert imported("without_states.xlf", subject) == {}
    assert words_of(subject) == before
    assert Review.objects.filter(translation__in=waiting).count() == len(waiting)
