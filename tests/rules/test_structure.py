"""The house rules: who may import whom, and how big a thing may grow."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("amf_site", "pages", "members", "strategy")
MODULES = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(
    path for folder in ("templates", "amf_site/translation/templates") for path in (ROOT / folder).rglob("*.html")
)
STYLES = sorted(path for path in (ROOT / "static" / "css").rglob("*.css") if path.name != "site.css")

#: What each app may import of the others.
ALLOWED = {
    "amf_site": set(),
    "pages": {"amf_site"},
    "members": {"amf_site", "pages"},
    "strategy": {"amf_site", "pages"},
}
#: Where the parts are put together: the addresses, and the content and the command that need every page type.
COMPOSITION = ("amf_site/urls.py", "amf_site/demo/", "amf_site/management/commands/run_site.py")

TOP_LEVEL = {
    ".ci",
    ".dockerignore",
    ".editorconfig",
    ".env.example",
    ".github",
    ".gitignore",
    ".pre-commit-config.yaml",
    "Makefile",
    "README.md",
    "amf_site",
    "docker-compose.yml",
    "docs",
    "locale",
    "manage.py",
    "members",
    "pages",
    "pyproject.toml",
    "requirements.lock",
    "static",
    "strategy",
    "templates",
    "tests",
}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported_apps(path: Path) -> set[str]:
    """The apps of ours that a module imports anywhere, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found & set(APPS)


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_imports_run_one_way(path):
    name = relative(path)
    if name.startswith(COMPOSITION):
        return
    app = name.split("/")[0]
    assert imported_apps(path) - {app} <= ALLOWED[app]


def imported_modules(path: Path) -> set[str]:
    """Every module that a module imports anywhere, by its full name."""
    found = set()
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*above, *filter(None, [node.module])])
            found |= {module, *(f"{module}.{name.name}" for name in node.names)}
    return found


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_the_public_site_does_without_the_desk(path):
    """Readers' pages import nothing of ``amf_site.translation``, whose place could be taken by another desk."""
    if relative(path).startswith(("amf_site/translation/", *COMPOSITION)):
        return
    assert not {name for name in imported_modules(path) if name.startswith("amf_site.translation")}


#: Who prepares something after a change, or works for staff. Everybody else answers readers.
NOT_FOR_READERS = (
    "amf_site/translation/",
    "amf_site/admin/",
    "amf_site/demo/",
    "amf_site/media/drawing.py",
    "amf_site/printing/making.py",
    "amf_site/printing/tasks.py",
    "amf_site/printing/telling.py",
    "amf_site/printing/wagtail_hooks.py",
    "amf_site/search/index.py",
    "members/forum_signals.py",
    "members/joining/acceptance.py",
    "members/schedule_calendar.py",
    "members/news_viewsets.py",
    "members/office/accepting.py",
    "members/signals.py",
    "pages/checklist_panel.py",
    "strategy/signals.py",
    "strategy/tasks.py",
)


def asks_whether_live(node: ast.AST) -> bool:
    """Whether a call asks for an object's own state alone: ``live()``, ``filter(live=True)``, ``Q(live=True)``."""
    if not isinstance(node, ast.Call):
        return False
    is_live = isinstance(node.func, ast.Attribute) and node.func.attr in {"live", "not_live"}
    return is_live or any((word.arg or "").split("__")[-1] == "live" for word in node.keywords)


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_readers_are_shown_what_can_be_reached_not_what_is_live(path):
    """A live page below a draft or behind a login has no address for readers: ``amf_site.visibility`` is asked."""
    if relative(path).startswith(("amf_site/visibility/", *NOT_FOR_READERS)):
        return
    assert not [
        node.lineno for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if asks_whether_live(node)
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_no_template_asks_whether_a_page_is_live(path):
    if not relative(path).startswith("amf_site/translation/"):
        assert not re.search(r"\.live\b", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_module_is_short(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= (350 if relative(path) == "amf_site/settings/base.py" else 300)


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_module_says_what_it_is_for(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.name in {"__init__.py", "apps.py"} or not tree.body:
        return
    assert ast.get_docstring(tree)


def test_base_page_is_small_and_asks_nothing():
    source = (ROOT / "pages/models/base.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 150
    assert "get_context" not in source
    assert ".objects." not in source


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_template_is_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 120


@pytest.mark.parametrize("path", STYLES, ids=relative)
def test_style_sheet_is_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_there_are_no_drawers():
    names = {part for path in MODULES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert not names & {"utils", "util", "core", "common", "helpers", "misc"}


def test_top_level_holds_only_what_the_design_names():
    from subprocess import run

    listed = run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split("/")[0] for line in listed.splitlines()} <= TOP_LEVEL


def test_locks_are_hashed_and_name_no_index():
    for lock in ("requirements.lock", "tests/requirements.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert not re.search(r"^(--|-i |-e )|://|file:", text, re.MULTILINE), lock
        requirements = re.findall(r"^([\w.-]+(?:\[[\w,-]+\])?)==", text, re.MULTILINE)
        assert requirements
        assert len(re.findall(r"^[\w.-]+.*==.* \\$", text, re.MULTILINE)) == len(requirements), f"{lock} lacks hashes"


def test_warnings_are_errors():
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    first, *ignored = options["filterwarnings"]
    assert first == "error"
    # Files that dependencies leave open, and the one warning that the site itself ignores.
    *left_open, of_the_site = ignored
    assert all(rule.endswith(":ResourceWarning") for rule in left_open)
    assert of_the_site == "ignore::bs4.MarkupResemblesLocatorWarning"


#: The storeys of the translation desk, from the ground up: a part imports what is below it and nothing above.
STOREYS = (
    ("conf",),
    ("models",),
    ("patches", "permissions"),
    ("segments",),
    ("glossary",),
    ("memory",),
    ("exchange", "machine"),
    ("workflow",),
    ("health",),
    ("desk", "checks", "templatetags"),
    ("urls", "management"),
    ("wagtail_hooks", "apps"),
)
STOREY = {part: number for number, parts in enumerate(STOREYS) for part in parts}
DESK = [path for path in MODULES if relative(path).startswith("amf_site/translation/")]


def imported_by(path: Path) -> set[str]:
    """The dotted names of our own modules and names that a module imports, relative imports included."""
    package = relative(path.parent).split("/")
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = [*base, *(node.module or "").split(".")]
            found |= {".".join(filter(None, [*base, name.name])) for name in node.names}
    return found


@pytest.mark.parametrize("path", DESK, ids=relative)
def test_the_desk_stands_in_storeys(path):
    own = path.relative_to(ROOT / "amf_site/translation").with_suffix("").parts
    for name in imported_by(path):
        parts = name.split(".")
        if parts[:2] != ["amf_site", "translation"] or len(parts) < 3 or own[0] == "__init__" or parts[2] == own[0]:
            continue
        assert STOREY.get(parts[2], -1) < STOREY[own[0]], f"{name} stands above {relative(path)}"


@pytest.mark.parametrize("path", DESK, ids=relative)
def test_a_screen_of_the_desk_imports_no_other(path):
    own = path.relative_to(ROOT / "amf_site/translation").parts
    screens = {name.split(".")[3] for name in imported_by(path) if name.startswith("amf_site.translation.desk.")}
    if own[0] == "desk":
        assert screens <= {own[1], "base"}


#: Which languages are open, how spreadsheets write tables, how the content before an edit is kept, what is visible.
KNOWN = (
    *("amf_site.translation", "amf_site.visibility", "amf_site.spreadsheets", "amf_site.history"),
    "amf_site.visible_text",
)


@pytest.mark.parametrize("path", DESK, ids=relative)
def test_the_desk_knows_nothing_of_the_site_but_which_languages_are_open(path):
    """It is a guest: what else it has to know is said by the setting ``TRANSLATION_DESK``."""
    others = {name for name in imported_by(path) if name.split(".")[0] in APPS}
    assert not {name for name in others if not name.startswith(KNOWN)}
