"""Persian for every word of the admin: Wagtail's and wagtail-localize's own, or else ours. An upgrade that brings new
words fails here and names them; they belong into ``amf_site/translation/locale/fa``."""

import json
import re
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation.trans_real import DjangoTranslation
from django.views.i18n import JSONCatalog

from .test_structure import ROOT
from .test_words import PLACEHOLDER, TAG, words_of_the_product

OURS = sorted((ROOT / "amf_site/translation/locale/fa/LC_MESSAGES").glob("*.po"))
FOREIGN_LETTERS = re.compile("[يكى\u0660-\u0669\ufb50-\ufdff\ufe70-\ufeff]")


def sources() -> list[tuple[str, Path]]:
    """The English catalogues of the installed packages: domain and path."""
    return [
        (path.stem, path)
        for app in apps.get_app_configs()
        if app.name.startswith("wagtail")
        for path in sorted(Path(app.path).glob("locale/en/LC_MESSAGES/*.po"))
    ]


def persian(domain: str, folder: Path) -> DjangoTranslation:
    """What Django says in Persian: in JavaScript for one package, else for all."""
    return DjangoTranslation("fa", domain=domain, localedirs=[str(folder)] if domain == "djangojs" else None)


@pytest.fixture(scope="module", autouse=True)
def _compiled():
    call_command("build_assets", verbosity=0)


@pytest.mark.parametrize(("domain", "path"), sources(), ids=lambda value: str(value).split("site-packages/")[-1])
def test_every_word_is_said_in_persian(domain, path):
    catalogue = persian(domain, path.parents[2])._catalog
    missing, broken = [], []
    for entry in polib.pofile(str(path)):
        keys = [(entry.msgid, form) for form in (0, 1)] if entry.msgid_plural else [entry.msgid]
        for key in keys:
            said = catalogue.get(key)
            if not said:
                missing.append(entry.msgid)
            elif not is_whole(entry, said, key) or FOREIGN_LETTERS.search(said):
                broken.append((entry.msgid, said))
    assert missing == [], "no Persian for new words: see the docstring of this module"
    assert broken == []


def test_the_desk_speaks_persian():
    catalogue = persian("django", ROOT)._catalog
    missing = []
    for words in words_of_the_product(desk=True):
        said = catalogue.get(words) or catalogue.get((words, 1))
        if not said:
            missing.append(words)
        else:
            assert not FOREIGN_LETTERS.search(said), words
            assert set(PLACEHOLDER.findall(said)) <= set(PLACEHOLDER.findall(words)) | {"%(count)s"}, words
    assert sorted(missing) == [], "they belong into amf_site/translation/locale/fa"


def is_whole(entry: polib.POEntry, said: str, key: str | tuple[str, int]) -> bool:
    """The placeholders and tags are those of the English; the form for one may say the number in a word, as there."""
    models = {entry.msgid_plural or entry.msgid} | ({entry.msgid} if key == (entry.msgid, 0) else set())
    return any(
        set(PLACEHOLDER.findall(said)) == set(PLACEHOLDER.findall(model))
        and sorted(TAG.findall(said)) == sorted(TAG.findall(model))
        for model in models
    )


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_none_of_ours_is_left_over(path):
    """A word that the packages no longer have goes."""
    known = {entry.msgid for domain, source in sources() for entry in polib.pofile(str(source)) if domain == path.stem}
    ours = [entry.msgid for entry in polib.pofile(str(path))]
    assert set(ours) - known - words_of_the_product(desk=True) == set()
    assert len(ours) == len(set(ours))


def test_ours_stand_before_wagtails_and_after_the_products():
    with translation.override("fa"):
        assert translation.gettext("Alias") == "صفحهٔ آینه‌ای"
        assert translation.ngettext("Delete 1 page", "Delete %(counter)s pages", 0) == "حذف %(counter)s صفحه"
    product = polib.pofile(str(ROOT / "locale/fa/LC_MESSAGES/django.po"))
    with translation.override("fa"):
        for entry in product:
            if not entry.msgid_plural and not entry.msgctxt:
                assert translation.gettext(entry.msgid) == entry.msgstr


@pytest.mark.parametrize("package", ["wagtail.admin", "wagtail_localize"])
def test_the_admins_javascript_knows_them(package):
    with translation.override("fa"):
        known = json.loads(JSONCatalog.as_view(packages=[package])(RequestFactory().get("/")).content)["catalog"]
    for entry in polib.pofile(str(OURS[1])):
        forms = list(entry.msgstr_plural.values())
        assert known.get(entry.msgid) == (forms or entry.msgstr)


def test_they_are_not_collected_with_the_products_words():
    source = (ROOT / "amf_site/management/commands/collect_messages.py").read_text(encoding="utf-8")
    assert '"amf_site/translation/*"' in source
