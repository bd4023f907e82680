"""The interface words of every language: complete, current, and whole."""

import re
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.utils.translation import to_locale

from amf_site.demo.content import catalogue_path, glossary, languages
from amf_site.management.commands.collect_messages import ADMIN, keep_places_on_one_line

from .test_structure import ROOT

CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w*}")
TAG = re.compile(r"</?[a-z]+[^>]*>")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
class TestInterface:
    def test_every_word_is_translated_and_none_is_guessed(self, path):
        left = [entry.msgid for entry in polib.pofile(str(path)) if not entry.translated() or entry.fuzzy]
        assert left == []

    def test_placeholders_are_kept(self, path):
        for entry in polib.pofile(str(path)):
            for words in [entry.msgstr, *entry.msgstr_plural.values()]:
                if words:
                    wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
                    assert set(PLACEHOLDER.findall(words)) == wanted, entry.msgid


def test_every_open_language_has_interface_words():
    assert {path.parts[-3] for path in CATALOGUES} >= {to_locale(code) for code in languages()}


@pytest.mark.parametrize("language", languages())
def test_content_keeps_the_tags_of_its_source(language):
    for entry in polib.pofile(str(catalogue_path(language))):
        assert entry.translated(), entry.msgctxt
        assert sorted(TAG.findall(entry.msgstr)) == sorted(TAG.findall(entry.msgid)), entry.msgctxt


#: Terms that every glossary has.
TERMS = {"Asian Mayors Forum", "secretariat", "General Assembly", "Executive Board", "strategic plan", "motto"}
#: Short terms are words of other meanings too: a value, a goal.
DISTINCT = 8


@pytest.mark.parametrize("language", languages())
def test_the_forums_terms_are_said_alike_everywhere(language):
    terms = glossary(language)
    assert set(terms) >= TERMS
    distinct = {term: forms for term, forms in terms.items() if " " in term or len(term) >= DISTINCT}
    for entry in polib.pofile(str(catalogue_path(language))):
        source, said = TAG.sub("", entry.msgid), entry.msgstr.casefold()
        for term, forms in distinct.items():
            if re.search(rf"\b{re.escape(term)}\b", source, re.IGNORECASE):
                assert any(form.casefold() in said for form in forms), f"{entry.msgctxt}: {term} = {forms[0]}"


def test_persian_has_no_arabic_letters():
    for path in [catalogue_path("fa"), ROOT / "locale/fa/LC_MESSAGES/django.po"]:
        for entry in polib.pofile(str(path)):
            for words in [entry.msgstr, *entry.msgstr_plural.values()]:
                assert not re.search("[يكى\u0660-\u0669\ufb50-\ufdff\ufe70-\ufeff]", words), entry.msgid


def belongs_to_the_desk(path: Path) -> bool:
    """Whether words of the file are said in the admin's languages only."""
    return any(fnmatch(path.relative_to(ROOT).as_posix(), pattern) for pattern in ADMIN)


@cache
def words_of_the_product(*, desk: bool = False) -> set[str]:
    """What ``make messages`` collects, or else the words of the desk: Babel reads Python, patterns read templates."""
    from babel.messages.extract import extract_from_dir

    keywords = dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")) | dict.fromkeys(
        ("ngettext", "ngettext_lazy"), (1, 2)
    )
    found = {
        message if isinstance(message, str) else message[0]
        for app in ("amf_site", "pages", "members", "strategy")
        for name, _, message, _, _ in extract_from_dir(ROOT / app, keywords=keywords)
        if belongs_to_the_desk(ROOT / app / name) == desk
    }
    folders = ("templates", "amf_site/translation/templates")
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.*")):
        if belongs_to_the_desk(path) != desk:
            continue
        text = path.read_text(encoding="utf-8")
        found |= {words for _, words in re.findall(r"""(?:{%\s*translate |_\()(["'])(.*?)\1""", text)}
        for block in re.findall(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate", text, re.DOTALL):
            singular = re.split(r"{%\s*plural\s*%}", block)[0].strip().replace("%", "%%")
            found.add(re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", re.sub(r"\s*\n\s*", " ", singular)))
    return found


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_has_every_word_of_the_product_and_no_other(path):
    known = {entry.msgid for entry in polib.pofile(str(path))}
    assert words_of_the_product() - known == set(), "missing: make messages"
    assert known - words_of_the_product() == set(), "stale: make messages"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_plurals_have_all_their_forms(path):
    catalogue = polib.pofile(str(path))
    forms = int(re.search(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[1])
    for entry in catalogue:
        if entry.msgid_plural:
            assert sorted(int(number) for number in entry.msgstr_plural) == list(range(forms)), entry.msgid


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_catalogues_are_compiled_without_gettext(path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    path.with_suffix(".mo").unlink(missing_ok=True)
    call_command("build_assets", verbosity=0)
    assert len(polib.mofile(str(path.with_suffix(".mo")))) == len(polib.pofile(str(path)))


def test_a_catalogue_changes_only_where_words_do(tmp_path):
    """Versions of gettext differ in whether they wrap the names of files."""
    entry = '#. said twice\n#: members/models/city.py{0}members/models/project.py{0}pages/models/home.py\nmsgid "x"\n'
    path = tmp_path / "django.po"
    path.write_text(entry.format("\n#: ") * 2, encoding="utf-8")
    keep_places_on_one_line(path)
    assert path.read_text(encoding="utf-8") == entry.format(" ") * 2
