"""What was once written several times, and then disagreed, is written in one module."""

import ast

import pytest

from .test_structure import MODULES, relative

TRANSLATION = [path for path in MODULES if relative(path).startswith("amf_site/translation/")]
#: Reading inline tags, and comparing texts word by word.
ONLY = {
    "html.parser": {"amf_site/translation/segments/markup.py"},
    "bs4": {
        "amf_site/translation/patches/missing_words.py",  # whole paragraphs, which no segment has
        "amf_site/translation/patches/markup_warnings.py",  # the name of a warning
    },
    "wagtail_localize.views.edit_translation": {"amf_site/translation/segments/paths.py"},
    "difflib": {
        "amf_site/translation/workflow/former_words.py",  # the old source that is likest to a new one
        "amf_site/translation/memory/fuzzy_matches.py",  # how alike two sources are
        "amf_site/translation/segments/diff.py",
    },
}


def imports(path) -> set[str]:
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {
        name
        for node in tree
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name
    }


@pytest.mark.parametrize("module", ONLY)
def test_one_module_reads_it(module):
    assert {relative(path) for path in TRANSLATION if module in imports(path)} == ONLY[module]
