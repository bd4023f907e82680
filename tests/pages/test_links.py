"""Every page that an editor chooses in a block or a field has its link, in the menu or not, in each language."""

import uuid
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.models import Locale, Page
from wagtail.rich_text import features as rich_text_features

from amf_site.addresses import page_path
from amf_site.demo.builders import page_of
from pages.blocks import BodyBlock
from pages.choosers import page_ids_in
from pages.frame import PageContext
from pages.models import HomePage, SiteNavigation, StandardPage
from tests.reading import Reader

pytestmark = pytest.mark.django_db


def in_persian(page: Page, **values: Any) -> Page:
    copy = page.copy_for_translation(Locale.objects.get(language_code="fa"))
    for name, value in values.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return copy


@pytest.fixture
def target() -> Page:
    """A page in both languages that stands in no menu."""
    page = page_of("about").add_child(instance=StandardPage(title="Aside", slug="aside", body=[]))
    page.save_revision().publish()
    in_persian(page, title="کنار")
    return page


def link(target: Page) -> str:
    return f'<p>See <a linktype="page" id="{target.pk}">this</a>.</p>'


def item(value: Any) -> dict:
    return {"type": "item", "id": str(uuid.uuid4()), "value": value}


#: For every block that can lead to a page: a value that leads to the target.
LEADING = {
    "text": link,
    "cards": lambda target: {
        "title": "",
        "cards": [item({"title": "Other", "text": "", "page": None}), item({"title": "Aside", "page": target.pk})],
    },
    "call_to_action": lambda target: {"title": "Go", "text": "", "label": "On", "page": target.pk, "url": ""},
    "accordion": lambda target: {"items": [item({"title": "More", "text": link(target)})]},
    "table": lambda target: {
        "caption": "",
        "columns": [{"type": "text", "heading": "A"}, {"type": "rich_text", "heading": "B"}],
        "rows": [{"values": ["1", link(target)]}],
    },
}


def leads_to_pages(block: blocks.Block) -> bool:
    children = [*getattr(block, "child_blocks", {}).values(), *filter(None, [getattr(block, "child_block", None)])]
    if isinstance(block, blocks.RichTextBlock):
        return "link" in (block.features if block.features is not None else rich_text_features.default_features)
    return isinstance(block, blocks.PageChooserBlock) or any(map(leads_to_pages, children))


def test_all_blocks_that_lead_to_pages_are_tried_here():
    assert {name for name, block in BodyBlock().child_blocks.items() if leads_to_pages(block)} == set(LEADING)


@pytest.mark.parametrize("name", LEADING)
def test_a_page_outside_the_menu_is_linked_in_each_language(client, name, target):
    body = [{"type": name, "id": str(uuid.uuid4()), "value": LEADING[name](target)}]
    page = page_of("about").add_child(instance=StandardPage(title="Leading", slug="leading", body=body))
    page.save_revision().publish()
    in_persian(page, title="راه")
    for code in ("en", "fa"):
        reader = Reader(client.get(f"/{code}/who-we-are/about/leading/").content.decode())
        assert f"/{code}/who-we-are/about/aside/" in reader.links


def test_a_translation_may_choose_another_version_of_a_page_that_the_menu_names_too(client):
    """The menu chooses the English page, a Persian card the Persian one: both are the same page to a reader."""
    about, persian = page_of("about"), Locale.objects.get(language_code="fa")
    body = [{"type": "cards", "id": str(uuid.uuid4()), "value": LEADING["cards"](about)}]
    page = page_of("about").add_child(instance=StandardPage(title="Leading", slug="leading", body=body))
    page.save_revision().publish()
    local = about.get_translation(persian)
    other = [{"type": "cards", "id": str(uuid.uuid4()), "value": LEADING["cards"](local)}]
    in_persian(page, title="راه", body=other)
    assert '<a href="/fa/who-we-are/about/">Aside</a>' in client.get("/fa/who-we-are/about/leading/").content.decode()


@pytest.mark.parametrize("code", ["en", "fa"])
def test_fields_that_choose_pages_are_linked(client, code):
    """The plan, the city of the slideshow and the featured cities of the landing page, with an empty menu."""
    home = HomePage.objects.get(locale__language_code="en")
    SiteNavigation.objects.all().update(menu=[], footer=[])
    links = Reader(client.get(f"/{code}/").content.decode()).links
    for pk in (home.plan_page_id, *home.featured_page_ids):
        assert page_path(Page.objects.get(pk=pk), code) in links


class Inner(blocks.StructBlock):
    target = blocks.PageChooserBlock(required=False)


class Table(TypedTableBlock):
    place = blocks.PageChooserBlock()


class Nested(blocks.StreamBlock):
    somewhere = blocks.PageChooserBlock()
    deep = blocks.StructBlock(
        [("parts", blocks.ListBlock(blocks.StreamBlock([("one", Inner()), ("city", blocks.PageChooserBlock())])))]
    )
    table = Table()
    word = blocks.CharBlock()


def test_choosers_are_found_by_their_type_wherever_they_stand():
    raw = [
        {"type": "somewhere", "value": 1},
        {"type": "deep", "value": {"parts": [item([{"type": "one", "value": {"target": 2}}])]}},
        # The bare list of older versions of Wagtail, a chooser left empty, and a block that exists no more.
        {
            "type": "deep",
            "value": {"parts": [[{"type": "city", "value": 3}, {"type": "one", "value": {"target": None}}]]},
        },
        {"type": "table", "value": {"columns": [{"type": "place", "heading": ""}], "rows": [{"values": [4]}]}},
        {"type": "word", "value": "5"},
        {"type": "gone", "value": 6},
    ]
    stream = StreamValue(Nested(), raw, is_lazy=True)
    assert set(page_ids_in(stream.stream_block, stream.raw_data)) == {1, 2, 3, 4}


def test_a_page_that_no_chooser_of_the_page_names_is_linked_all_the_same(target):
    """A chooser that nobody looks into is impossible: what was not found beforehand is asked for when it is printed."""
    request = RequestFactory().get("/fa/")
    with translation.override("fa"):
        home = page_of("home").get_translation(Locale.objects.get(language_code="fa"))
        frame = request.page_frame = PageContext(request, home)  # type: ignore[attr-defined]
        assert target.pk not in frame.local_pages
        template = Template("{% load page_tags %}{% local_page target as found %}{{ found|address }}")
        printed = template.render(Context({"request": request, "page": frame.page, "target": target}))
    assert printed == "/fa/who-we-are/about/aside/"
    assert frame.local_page(0) is None
