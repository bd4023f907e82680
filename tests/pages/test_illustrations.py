"""The site's own drawings, for pages and cards without a picture."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.template.loader import render_to_string

from members.vocabulary import EventKind, NewsKind
from tests.reading import Reader

DRAWINGS = sorted((Path(settings.BASE_DIR) / "static" / "img").glob("illustration-*.svg"))


@pytest.mark.parametrize("kind", [*EventKind.values, *NewsKind.values, "document", "", "of-tomorrow"])
@pytest.mark.parametrize("is_wide", [True, False])
def test_every_kind_has_a_decorative_drawing(kind, is_wide):
    page = Reader(render_to_string("components/illustration.html", {"kind": kind, "wide": is_wide}))
    (image,) = page.named("img")
    assert image["alt"] == ""
    assert find(image["src"].removeprefix(settings.STATIC_URL).removeprefix("/static/"))


def test_assemblies_boards_and_news_look_different():
    kinds = ("assembly", "board", "training", "news", "document")
    assert len({render_to_string("components/illustration.html", {"kind": kind}) for kind in kinds}) == len(kinds)


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_drawings_are_small_and_without_words(path):
    assert path.stat().st_size <= 8192
    root = ElementTree.fromstring(path.read_text())
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not names & {"text", "image", "script", "style", "foreignObject", "use"}
    assert root.get("viewBox") == "0 0 640 400"
