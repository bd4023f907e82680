"""What is forgotten when something is added is said by ``manage.py check``, with a sentence that tells what to do."""

import ast
import re
import subprocess
import sys
from importlib.util import find_spec

import pytest
from django.core.checks import run_checks

from amf_site.translation.patches import guard

from .test_structure import ROOT

#: What each of the models of ``tests/faulty`` has forgotten: words of the message, and of the hint.
FORGOTTEN = {
    "faulty.Forgotten": {
        ("has no with_records(): each of its pages would answer 500", "pages.models.BasePage"),
        ("has no template", "templates/faulty/forgotten.html"),
        ("does not say below which pages it may stand", "parent_page_types"),
        ("does not say which of its fields are translated", "translatable_fields"),
        ("does not say what it is", "page_description"),
        ("The admin has no field for place", "content_panels"),
    },
    "faulty.OwnManager": {("has no with_records()", "pages.querysets.PageQuerySet")},
    "faulty.Stray": {("does not say whether place is translated or shared", "translatable_fields")},
    "faulty.Stop": {("does not say whether hour is translated or shared", "translatable_fields")},
    "faulty.Unseen": {("The admin has no field for place of", "FieldPanel")},
    "faulty.Homeless": {
        (
            "names pages.StandardPage, which does not name it",
            "to subpage_types of pages.StandardPage",
        ),
        ("names members.CityPage, which does not name it", "to parent_page_types of members.CityPage"),
    },
    "faulty.Whole": set(),
    "faulty.Nobodys": {
        ("No ready group but that of administrators may edit", "EDITORS_KEEP"),
        ("does not say whether colour is translated or shared", "translatable_fields"),
    },
    "The app faulty": {("is not declared in amf_site.answers.seen", "Say there whether readers see its records")},
    "members.Renamed": {("There is no model members.renamed", "EDITORS_KEEP")},
}


@pytest.fixture(scope="module")
def said() -> list[tuple[str, str]]:
    """The messages of ``manage.py check`` where everything is forgotten, each with its hint."""
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--settings=tests.faulty.settings", "--fail-level=WARNING"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 1, done.stderr
    return re.findall(r"^\S+: \(\S+\) (.+)\n\tHINT: (.+)$", done.stderr, re.MULTILINE)


def test_the_site_itself_has_forgotten_nothing():
    assert run_checks() == []


@pytest.mark.parametrize("name", FORGOTTEN)
def test_what_is_forgotten_is_said(said, name):
    own = [(message, hint) for message, hint in said if name.lower() in message.lower()]
    assert len(own) == len(FORGOTTEN[name]), own
    for words, advice in FORGOTTEN[name]:
        (hint,) = [hint for message, hint in own if words in message]
        assert advice in hint


# Replaced dependencies


def test_a_place_whose_source_has_changed_is_named(monkeypatch):
    """As after an upgrade: the function has the same name, and does something else."""
    from wagtail.admin.views.pages.ordering import SetPagePositionView

    def post(self, request, page_to_move_id):
        return "another"

    monkeypatch.setattr(SetPagePositionView, "post", post)
    (message,) = guard.check_places()
    assert "SetPagePositionView.post has changed" in message.msg
    assert "amf_site.translation.patches.page_ordering" in message.msg
    assert guard.source_hash(post) in message.hint
    assert guard.EXAMINED in message.hint


@pytest.mark.parametrize("path", ["wagtail_localize.models:TranslationSource.renamed", "wagtail_localize.moved:thing"])
def test_a_place_that_is_gone_is_named(path):
    place = guard.PatchedPlace(path, "0" * 16, "amf_site.translation.patches.save_draft", "It was wrong.")
    (message,) = guard.check_places(places=[place])
    assert f"{path} is gone" in message.msg
    assert "It was wrong." in message.hint


def test_each_place_has_a_reason_and_a_module_that_is_there():
    for place in guard.PLACES:
        assert place.reason.endswith(".")
        assert find_spec(place.replaced_by), place.replaced_by


def test_versions_are_named_by_the_guard_alone():
    """What is said of a dependency holds until the guard says otherwise."""
    for app in ("amf_site", "pages", "members", "strategy"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if path != ROOT / "amf_site/translation/patches/guard.py":
                assert "1.14.5" not in path.read_text(encoding="utf-8"), path


def replacements() -> list[tuple[str, str, list[str]]]:
    """Each assignment in the product to an attribute of something of Wagtail's: the file, the module, the names."""
    found = []
    for app in ("amf_site", "pages", "members", "strategy"):
        for path in sorted((ROOT / app).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names = {}
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names |= {one.asname or one.name: (node.module, one.name) for one in node.names}
            for node in ast.walk(tree):
                targets = node.targets if isinstance(node, ast.Assign) else []
                for target in targets:
                    first, *rest = attributes_of(target) or [""]
                    module, name = names.get(first, ("", ""))
                    # Wagtail's table of hooks is where wagtail-localize's are taken from.
                    if rest and module.startswith("wagtail") and rest != ["_hooks"]:
                        found.append((str(path.relative_to(ROOT)), module, [name, *rest]))
    return found


def attributes_of(node: ast.AST) -> list[str]:
    """``A.b[c].d`` as A, b, d."""
    if isinstance(node, ast.Subscript):
        return attributes_of(node.value)
    if isinstance(node, ast.Attribute):
        return [*attributes_of(node.value), node.attr]
    return [node.id] if isinstance(node, ast.Name) else []


def test_everything_that_is_replaced_has_its_place():
    places = [guard.original(place.path) for place in guard.PLACES]
    found = replacements()
    assert len(found) >= 12
    for path, module, names in found:
        known = [
            place
            for length in range(1, len(names) + 1)
            if (thing := at(f"{module}:{'.'.join(names[:length])}")) is not None
            for place in places
            if thing is place
        ]
        assert known, f"{path} replaces {module}:{'.'.join(names)}, which is not in the table of patches/guard.py"


def at(path: str) -> object:
    try:
        return guard.original(path)
    except AttributeError:
        return None
