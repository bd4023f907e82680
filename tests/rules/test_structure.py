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
    assert all(rule.endswith(":ResourceWarning") for rule in ignored)
