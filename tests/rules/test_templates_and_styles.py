"""Rules of the public templates and styles, read from their source."""

import re

import pytest
from django.template import engines
from django.template.base import TextNode
from django.template.defaulttags import CommentNode, LoadNode
from django.template.loader_tags import BlockNode, ExtendsNode

from .test_structure import ROOT, STYLES, TEMPLATES, relative

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|(?:left|right)\s*:|float\s*:\s*(?:left|right)"
    r"|text-align\s*:\s*(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius)"
)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
FOREIGN = re.compile(r"(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE)
PICTURE_FILTER = re.compile(r"{%\s*(?:picture|image|srcset_image)\s+[\w.]+\s+(.*?)%}", re.DOTALL)
#: The two ways in which pictures are cut; each further one would double the files that publishing makes.
PICTURE_SPECS = {"format-{avif,webp} width-{480,720,960,1600}", "format-{avif,webp} fill-{240x150,480x300,960x600}"}


def code_of(path):
    """A file's text without comments."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"{% comment.*?endcomment %}|{#.*?#}|<!--.*?-->", "", text, flags=re.DOTALL)
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", STYLES, ids=relative)
def test_directions_are_logical(path):
    assert PHYSICAL.findall(code_of(path)) == []


@pytest.mark.parametrize("path", STYLES, ids=relative)
def test_styles_fetch_nothing_from_elsewhere(path):
    assert not re.search(r"url\(\s*[\"']?(?:https?:|//|data:)", code_of(path))


#: Mail programs drop style sheets, so the style of a mail stands in its elements.
MAIL = {
    "templates/public_forms/mail.html",
    *(f"templates/members/letters/{name}.html" for name in ("mail", "confirmation", "letter", "entry")),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_nothing_is_inline(path):
    code = code_of(path)
    assert INLINE_SCRIPT.findall(code) == []
    assert relative(path) in MAIL or INLINE_STYLE.findall(code) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_templates_fetch_nothing_from_elsewhere(path):
    assert FOREIGN.findall(code_of(path)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_pictures_are_cut_in_two_ways_only(path):
    for arguments in PICTURE_FILTER.findall(code_of(path)):
        spec = " ".join(word for word in arguments.split() if word.startswith(("format-", "width-", "fill-")))
        assert spec in PICTURE_SPECS


def test_scripts_are_modules_without_eval():
    for path in (ROOT / "static" / "js").rglob("*.js"):
        assert not re.search(r"\beval\(|new Function|innerHTML|document\.write", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_what_extends_another_says_all_in_blocks(path):
    """Django passes over the rest without a word."""
    template = engines["django"].from_string(path.read_text(encoding="utf-8")).template
    for extending in template.nodelist.get_nodes_by_type(ExtendsNode):
        rest = [node for node in extending.nodelist if not isinstance(node, BlockNode | CommentNode | LoadNode)]
        assert [node for node in rest if not isinstance(node, TextNode) or node.s.strip()] == []
