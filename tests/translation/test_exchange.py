"""Files for agencies: what goes out comes back whole, through real tools; what does not fit is told."""

import copy
import csv
import io
import zipfile
from uuid import uuid4

import polib
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from translate.storage.pypo import pofile
from translate.storage.xliff2 import Xliff2File
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from amf_site.demo.builders import page_of
from amf_site.translation.exchange import importing, xliff
from amf_site.translation.exchange.outgoing import document_of
from amf_site.translation.models import Comment, Job, LanguageRight, Review, Term
from amf_site.translation.segments import store

pytestmark = pytest.mark.django_db
FA = {"locale__language_code": "fa"}


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    importing.archive_of.cache_clear()


@pytest.fixture
def fa(db):
    return Locale.objects.get(language_code="fa")


@pytest.fixture
def about(db) -> Translation:
    return translation_of("about")


def translation_of(name: str) -> Translation:
    return Translation.objects.select_related("source", "target_locale").get(
        source__object_id=page_of(name).translation_key, target_locale__language_code="fa"
    )


def words_in_persian() -> dict[tuple[str, str, str], str]:
    return {
        (str(context), path, source): words
        for context, path, source, words in StringTranslation.objects.filter(**FA).values_list(
            "context__object_id", "context__path", "translation_of__data", "data"
        )
    }


def in_use(words: dict) -> dict:
    """Those of present segments."""
    keys = {
        (str(key), path, source)
        for key, path, source in StringSegment.objects.values_list(
            "context__object_id", "context__path", "string__data"
        )
    }
    return {key: value for key, value in words.items() if key in keys}


def translator(locale: Locale, name: str = "translator of a test"):
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    LanguageRight.objects.create(group=group, locale=locale)
    user = get_user_model().objects.create_user(name, "translator@example.org", "x")
    user.groups.add(group)
    return user


def exported(client, capture, fa, **answers) -> dict[str, bytes]:
    """The files of an export by the form, however many there are."""
    answers = {"locale": fa.pk, "what": "all", "form": "po", **answers}
    with capture(execute=True):
        answer = client.post(reverse("translation:export"), answers)
    if answer.status_code == 302:
        job = Job.objects.filter(kind="export").first()
        assert [line["message"] for line in job.report if line["outcome"] == "failed"] == []
        answer = client.get(reverse("translation:job_file", args=[job.pk]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip", answer.context["form"].errors
    content = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        return {name: archive.read(name) for name in names}


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def look(client, capture, name: str, content: bytes) -> Job:
    """Upload a file and look at what it would do."""
    before = words_in_persian()
    with capture(execute=True):
        answer = client.post(reverse("translation:import"), {"upload": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.context["form"].errors
    job = Job.objects.filter(kind="import").latest("pk")
    assert job.state == "done"
    assert words_in_persian() == before
    assert client.get(reverse("translation:import_report", args=[job.pk])).status_code == 200
    return job


def write(client, capture, job: Job, **answers) -> Job:
    with capture(execute=True):
        answer = client.post(reverse("translation:import_report", args=[job.pk]), {"review": "no", **answers})
    assert answer.status_code == 302
    written = Job.objects.filter(kind="import").latest("pk")
    assert written.pk != job.pk
    assert client.get(reverse("translation:import_report", args=[written.pk])).status_code == 200
    return written


def lines_of(client, job: Job) -> dict[str, list[list[str]]]:
    """Rows of the table by what happens."""
    answer = client.get(reverse("translation:import_table", args=[job.pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows: dict[str, list[list[str]]] = {}
    for row in list(csv.reader(io.StringIO(text)))[1:]:
        rows.setdefault(row[3], []).append(row)
    return rows


def po_of(translation: Translation) -> polib.POFile:
    from amf_site.translation.exchange import po

    return polib.pofile("\n" + po.write(document_of(translation)).decode())


# --- Round trips ---


def test_the_persian_site_goes_out_and_comes_back_by_polib(editor, fa, django_capture_on_commit_callbacks):
    before = in_use(words_in_persian())
    StringTranslation.objects.filter(**FA).delete()
    files = exported(editor, django_capture_on_commit_callbacks, fa)
    assert len(files) == Translation.objects.filter(target_locale=fa).count() + 1
    assert "fuzzy" in files.pop("README.txt").decode()
    filled = {}
    for name, content in files.items():
        po = polib.pofile(content.decode())
        assert po.metadata["Language"] == "fa"
        key = str(Translation.objects.get(uuid=po.metadata["X-Translation-ID"]).source.object_id)
        for entry in po:
            assert not entry.msgstr
            entry.msgstr = before.get((key, entry.msgctxt, entry.msgid), "")
        filled[name] = str(po).encode()
    job = look(editor, django_capture_on_commit_callbacks, "site.zip", zipped(filled))
    write(editor, django_capture_on_commit_callbacks, job)
    assert words_in_persian() == before
    assert not Review.objects.exists()


def test_the_persian_site_goes_out_and_comes_back_by_translate_toolkit(editor, fa, django_capture_on_commit_callbacks):
    before = in_use(words_in_persian())
    full = exported(editor, django_capture_on_commit_callbacks, fa, form="xlf")
    StringTranslation.objects.filter(**FA).delete()
    empty = exported(editor, django_capture_on_commit_callbacks, fa, form="xlf", what="open")
    filled, marked = {}, 0
    for name, content in empty.items():
        if name == "README.txt":
            continue
        known = {unit.getid().rpartition("-")[0]: unit for unit in Xliff2File.parsestring(full[name]).units}
        store = Xliff2File.parsestring(content)
        assert (store.sourcelanguage, store.targetlanguage) == ("en", "fa")
        for unit in store.units:
            words = known[unit.getid().rpartition("-")[0]]
            if len(words.get_target_dom()):
                marked += 1
                unit.set_target_dom(copy.deepcopy(words.get_target_dom()))
            else:
                unit.target = words.target
            unit.marktranslated()
        filled[name] = bytes(store)
    assert marked
    job = look(editor, django_capture_on_commit_callbacks, "site.zip", zipped(filled))
    write(editor, django_capture_on_commit_callbacks, job)
    assert words_in_persian() == before


def test_what_comes_back_as_it_went_out_changes_nothing(editor, fa, about, django_capture_on_commit_callbacks):
    for form, tool in (("po", pofile), ("xlf", Xliff2File)):
        files = exported(editor, django_capture_on_commit_callbacks, fa, form=form, translation=about.pk)
        [name] = set(files) - {"README.txt"}
        assert name == f"who-we-are/about.fa.{form}"
        job = look(editor, django_capture_on_commit_callbacks, name, bytes(tool.parsestring(files[name])))
        assert set(job.report[0]["counts"]) == {"same"}


def test_marks_and_odd_characters_survive_xliff(about, fa):
    segment = StringSegment.objects.filter(source=about.source, context__path__startswith="body").first()
    source = 'A &amp; <b>b <i>c</i></b><br/>\r\n<a id="a1">link</a>\x0b <a id="a2">two</a> "q" \u200c&lt;x&gt;'
    segment.string.data = source
    segment.string.save()
    words = source.replace("link", "پیوند")
    StringTranslation.objects.filter(translation_of=segment.string, locale=fa).update(data=words)
    written = xliff.write(document_of(about))
    [unit] = [unit for unit in xliff.read(written).units if unit.ids == (segment.context_id, segment.string_id)]
    assert (unit.source, unit.words) == (source, words)
    again = bytes(Xliff2File.parsestring(written))
    [unit] = [unit for unit in xliff.read(again).units if unit.ids == (segment.context_id, segment.string_id)]
    assert (unit.source, unit.words) == (source, words)


def test_a_translator_is_told_what_she_cannot_see(about, fa):
    segment = StringSegment.objects.get(source=about.source, context__path="title")
    words = StringTranslation.objects.get(context=segment.context, translation_of=segment.string, locale=fa)
    Review.objects.create(translation=words, reason=Review.Reason.SOURCE, old_source="The old name")
    Comment.objects.create(translation=about, context=segment.context, text="Say it shorter.")
    Comment.objects.create(translation=about, context=segment.context, text="Done.", resolved_at=timezone.now())
    Term.objects.create(locale=fa, term=segment.string.data.split()[0], words="واژه")
    po = po_of(about)
    entry = po.find(segment.string.data, msgctxt="title")
    assert "fuzzy" in entry.flags
    assert entry.previous_msgid == "The old name"
    for note in ("Title", "255 characters", "Say it shorter.", "= واژه", "The source has changed"):
        assert note in entry.comment
    assert "Done." not in entry.comment
    assert "/en/who-we-are/about/" in po.header
    unit = next(u for u in Xliff2File.parsestring(xliff.write(document_of(about))).units if u.isfuzzy())
    notes = "".join(unit.getunitelement().itertext())
    assert "Say it shorter." in notes
    assert "The old name" in notes


# --- What an import does ---


def test_only_what_is_open_of_a_section_goes_out(editor, fa, about, django_capture_on_commit_callbacks):
    capture = django_capture_on_commit_callbacks
    section = page_of("about").get_parent()
    answer = editor.post(
        reverse("translation:export"), {"locale": fa.pk, "section": section.pk, "what": "open", "form": "po"}
    )
    assert "nothing to export" in str(answer.context["form"].errors)
    StringTranslation.objects.filter(context__object_id=about.source.object_id, context__path="title", **FA).delete()
    files = exported(editor, capture, fa, section=section.pk, what="open")
    assert set(files) == {"README.txt", "who-we-are/about.fa.po"}
    assert [entry.msgctxt for entry in polib.pofile(files["who-we-are/about.fa.po"].decode())] == ["title"]
    kind = about.source.specific_content_type
    files = exported(editor, capture, fa, kind=kind.pk)
    keys = Translation.objects.filter(source__specific_content_type=kind, target_locale=fa).count()
    assert len(files) == keys + 1


def test_each_segment_is_judged_and_nothing_written_before_it_is_confirmed(
    editor, fa, about, django_capture_on_commit_callbacks
):
    StringTranslation.objects.filter(context__object_id=about.source.object_id, context__path="title", **FA).delete()
    po = po_of(about)
    title, *others = list(po)
    assert title.msgctxt == "title"
    title.msgstr = "عنوان تازه"
    link = next((entry for entry in others if "<a id" in entry.msgid), None)
    plain = [entry for entry in others if "<" not in entry.msgid and entry.msgctxt.startswith("body")]
    changed, broken, fuzzy, gone, other_source, same = plain[:6]
    changed.msgstr = "=cmd() " + changed.msgstr
    broken.msgstr = "<b>" + broken.msgstr
    fuzzy.msgstr, fuzzy.flags = "نیمه‌کاره", ["fuzzy"]
    gone.msgctxt = "body.nowhere"
    other_source.msgid += " and more"
    po.append(polib.POEntry(msgctxt=same.msgctxt, msgid=same.msgid, msgstr="دوباره"))
    if link:
        link.msgstr = "بی پیوند"
    job = look(editor, django_capture_on_commit_callbacks, "about.po", str(po).encode())
    rows = lines_of(editor, job)
    assert [row[6] for row in rows["New"]] == ["عنوان تازه"]
    assert [row[6] for row in rows["Changed"]] == ["'" + changed.msgstr]
    assert len(rows["Broken marks"]) == 1 + bool(link)
    assert [row[6] for row in rows["Not finished: marked as fuzzy or initial"]] == ["نیمه‌کاره"]
    assert len(rows["Not a segment of this page or record"]) == 1
    assert len(rows["The source has changed since the export"]) == 1
    assert [row[6] for row in rows["A second time in the file"]] == ["دوباره"]
    before = words_in_persian()
    written = write(editor, django_capture_on_commit_callbacks, job, review="yes")
    after = words_in_persian()
    key = str(about.source.object_id)
    assert {k: v for k, v in after.items() if before.get(k) != v} == {
        (key, "title", title.msgid): "عنوان تازه",
        (key, changed.msgctxt, changed.msgid): changed.msgstr,
    }
    assert set(before) <= set(after)
    assert set(Review.objects.values_list("reason", flat=True)) == {"import"}
    assert StringTranslation.objects.get(data="عنوان تازه").tool_name == "about.po"
    [row] = lines_of(editor, written)["Changed"]
    assert row[5] == before[(key, changed.msgctxt, changed.msgid)]


def test_words_longer_than_their_field_are_refused(editor, about, django_capture_on_commit_callbacks):
    po = po_of(about)
    po.find(po[0].msgid, msgctxt="title").msgstr = "ب" * 256
    job = look(editor, django_capture_on_commit_callbacks, "about.po", str(po).encode())
    [row] = lines_of(editor, job)["Too long"]
    assert "255" in row[7]


def test_what_was_changed_here_is_kept_unless_said_otherwise(editor, fa, about, django_capture_on_commit_callbacks):
    capture = django_capture_on_commit_callbacks
    po, segment = po_of(about), StringSegment.objects.get(source=about.source, context__path="title")
    po[0].msgstr = "از آژانس"
    theirs = str(po).encode()
    store.save_words(about, segment, "از سایت", None)
    for name, content in (
        ("ours.po", theirs),
        (
            "stripped.po",
            b"".join(line for line in theirs.splitlines(keepends=True) if not line.startswith(b"#. words:")),
        ),
    ):
        job = look(editor, capture, name, content)
        assert len(lines_of(editor, job)["Changed here since the export"]) == 1
        write(editor, capture, job)
        assert StringTranslation.objects.get(context=segment.context, locale=fa).data == "از سایت"
    job = look(editor, capture, "ours.po", theirs)
    write(editor, capture, job, overwrite="on")
    assert StringTranslation.objects.get(context=segment.context, locale=fa).data == "از آژانس"


def test_words_found_right_by_the_agency_are_reviewed_if_taken_as_they_are(
    editor, fa, about, django_capture_on_commit_callbacks
):
    segment = StringSegment.objects.get(source=about.source, context__path="title")
    words = StringTranslation.objects.get(context=segment.context, translation_of=segment.string, locale=fa)
    Review.objects.create(translation=words, reason=Review.Reason.SOURCE, old_source="Old")
    po = po_of(about)
    assert po[0].fuzzy
    po[0].flags = []
    for review, left in (("yes", True), ("no", False)):
        job = look(editor, django_capture_on_commit_callbacks, "about.po", str(po).encode())
        write(editor, django_capture_on_commit_callbacks, job, review=review)
        assert Review.objects.filter(translation=words).exists() == left


def test_a_file_is_never_half_applied(editor, about, monkeypatch, django_capture_on_commit_callbacks):
    capture = django_capture_on_commit_callbacks
    other = translation_of("governance")
    files = {}
    for name, translation in (("1-about.po", about), ("2-governance.po", other)):
        po = po_of(translation)
        for entry in po:
            entry.msgstr += " ۲"
        files[name] = str(po).encode()
    job = look(editor, capture, "both.zip", zipped(files))
    before, real, calls = words_in_persian(), store.save_words, []

    def killed(*args, **kwargs):
        calls.append(args)
        if len(calls) == 3:
            raise SystemError("killed")
        return real(*args, **kwargs)

    monkeypatch.setattr(importing, "save_words", killed)
    written = write(editor, capture, job)
    assert [line["outcome"] for line in written.report] == ["failed", "done"]
    keys = {key for key, words in words_in_persian().items() if before[key] != words}
    assert {key[0] for key in keys} == {str(other.source.object_id)}


def test_files_of_wagtail_localize_are_taken_too(editor, fa, about, django_capture_on_commit_callbacks):
    po = about.export_po()
    po.find(po[0].msgid, msgctxt="title").msgstr = "از پرونده"
    content = str(po).encode()
    job = look(editor, django_capture_on_commit_callbacks, "theirs.po", content)
    write(editor, django_capture_on_commit_callbacks, job)
    assert StringTranslation.objects.filter(data="از پرونده", **FA).exists()


# --- Whose words they are ---


def test_a_translator_works_in_her_language_only(client, fa, about, django_capture_on_commit_callbacks):
    capture = django_capture_on_commit_callbacks
    client.force_login(translator(fa), backend="django.contrib.auth.backends.ModelBackend")
    po = po_of(about)
    po[0].msgstr = "تازه"
    job = look(client, capture, "about.po", str(po).encode())
    assert job.report[0]["outcome"] == "done"
    assert exported(client, capture, fa, translation=about.pk)
    arabic = Locale.objects.create(language_code="ar")
    other = translator(arabic, "other")
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(reverse("translation:export"), {"locale": fa.pk, "what": "all", "form": "po"})
    assert answer.context["form"].errors["locale"]
    refused = look(client, capture, "about.po", str(po).encode())
    assert "You may not translate into" in refused.report[0]["message"]
    for name in ("import_report", "import_table"):
        assert client.get(reverse(f"translation:{name}", args=[job.pk])).status_code == 404
    export = Job.objects.filter(kind="export").latest("pk")
    assert client.get(reverse("translation:job_file", args=[export.pk])).status_code == 404


def test_a_right_taken_away_between_looking_and_writing_counts(client, fa, about, django_capture_on_commit_callbacks):
    user = translator(fa)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    po = po_of(about)
    po[0].msgstr = "تازه"
    job = look(client, django_capture_on_commit_callbacks, "about.po", str(po).encode())
    written = importing.confirm(job, review=False, overwrite=False)
    LanguageRight.objects.all().delete()
    from amf_site.translation.workflow.jobs import run

    run(written.pk)
    written.refresh_from_db()
    assert [line["outcome"] for line in written.report] == ["failed"]
    assert not StringTranslation.objects.filter(data="تازه").exists()


def test_a_locked_page_is_left_alone(client, fa, about, django_capture_on_commit_callbacks):
    page = about.get_target_instance()
    page.locked, page.locked_by, page.locked_at = True, None, timezone.now()
    page.save()
    client.force_login(translator(fa), backend="django.contrib.auth.backends.ModelBackend")
    job = look(client, django_capture_on_commit_callbacks, "about.po", str(po_of(about)).encode())
    assert "locked" in job.report[0]["message"]


@pytest.mark.parametrize("name", ["export", "import"])
def test_others_have_no_business_here(client, name):
    assert client.get(reverse(f"translation:{name}")).status_code == 302
    user = get_user_model().objects.create_user("nobody", "n@example.org", "x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse(f"translation:{name}"))
    assert answer.status_code == 302
    assert answer.url == reverse("wagtailadmin_home")


def test_a_file_of_another_page_or_language_is_told(editor, about, django_capture_on_commit_callbacks):
    po = po_of(about)
    po.metadata["X-Translation-ID"] = str(uuid4())
    job = look(editor, django_capture_on_commit_callbacks, "x.po", str(po).encode())
    assert "not of this site" in job.report[0]["message"]
    po.metadata["X-Translation-ID"] = str(translation_of("governance").uuid)
    job = look(editor, django_capture_on_commit_callbacks, "x.po", str(po).encode())
    assert set(job.report[0]["counts"]) <= {"unknown", "source"}
    po = po_of(about)
    po.metadata["Language"] = "ar"
    job = look(editor, django_capture_on_commit_callbacks, "x.po", str(po).encode())
    assert "in the language ar" in job.report[0]["message"]
