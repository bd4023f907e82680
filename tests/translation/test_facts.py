"""What is the same in every language is so as soon as its source is published, and nobody is asked for anything."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from amf_site.addresses import page_path
from amf_site.demo.builders import page_of
from pages.models import StandardPage

from .tales import (
    block,
    board_says,
    cards_block,
    file_of,
    give_to,
    list_block,
    page_with,
    picture_block,
    pictures,
    read,
    send,
    shown,
    table_block,
    tale,
    text_block,
    version_in,
)

pytestmark = pytest.mark.django_db

KEY = '<p data-block-key="00001">'


def cards(*numbers: int) -> dict[str, Any]:
    return cards_block(4, tale(30), *((number, tale(number), tale(number + 1)) for number in numbers))


def table(*rows: tuple[str, ...], columns: tuple[int, ...] = (40, 41)) -> dict[str, Any]:
    return table_block(5, tale(42), (tale(number) for number in columns), rows)


def nested(*depths: tuple[int, int], kind: str = "ul") -> dict[str, Any]:
    return list_block(6, *((tale(number), depth) for number, depth in depths), kind=kind)


ROWS = (tale(43), tale(44)), (tale(45), tale(46)), (tale(47), tale(48))


def start() -> list[dict[str, Any]]:
    _top, second, *_more = pictures()
    return [
        text_block(1, tale(1), tale(2), tale(3)),
        picture_block(2, second, tale(10), tale(11)),
        text_block(3, tale(20), tale(21)),
        cards(31, 33, 35),
        table(*ROWS),
        nested((50, 0), (51, 1), (52, 1), (53, 0)),
    ]


@pytest.fixture
def page() -> StandardPage:
    page = page_with(*start(), picture=pictures()[0], picture_alt=tale(1002))
    give_to(page, "fa")
    return page


#: Changes of the body, and the order in which the tales are read afterwards.
CHANGES: dict[str, Callable[[list[Any]], list[Any]]] = {
    "another picture in a block": lambda body: [
        body[0],
        picture_block(2, pictures()[2], tale(10), tale(11)),
        *body[2:],
    ],
    "two blocks swapped": lambda body: [body[2], body[1], body[0], *body[3:]],
    "all blocks turned round": lambda body: body[::-1],
    "a block removed": lambda body: body[1:],
    "the last blocks removed": lambda body: body[:3],
    "two paragraphs swapped": lambda body: [text_block(1, tale(3), tale(2), tale(1)), *body[1:]],
    "a paragraph removed": lambda body: [text_block(1, tale(1), tale(3)), *body[1:]],
    "a paragraph moved to another block": lambda body: [
        text_block(1, tale(1), tale(2)),
        body[1],
        text_block(3, tale(20), tale(21), tale(3)),
        *body[3:],
    ],
    "a card removed": lambda body: [*body[:3], cards(31, 35), *body[4:]],
    "cards swapped": lambda body: [*body[:3], cards(35, 31, 33), *body[4:]],
    "an optional field emptied": lambda body: [body[0], picture_block(2, pictures()[1], tale(10)), *body[2:]],
    "a row removed": lambda body: [*body[:4], table(ROWS[0], ROWS[2]), body[5]],
    "rows swapped": lambda body: [*body[:4], table(ROWS[2], ROWS[0], ROWS[1]), body[5]],
    "columns swapped": lambda body: [*body[:4], table(*(row[::-1] for row in ROWS), columns=(41, 40)), body[5]],
    "a column removed": lambda body: [*body[:4], table(*(row[:1] for row in ROWS), columns=(40,)), body[5]],
    "list items nested otherwise": lambda body: [*body[:5], nested((50, 0), (51, 0), (52, 1), (53, 1))],
    "a list item removed": lambda body: [*body[:5], nested((50, 0), (52, 1), (53, 0))],
    "a block copied": lambda body: [*body, text_block(7, tale(20), tale(21))],
    "the kind of list changed": lambda body: [*body[:5], nested((50, 0), (51, 1), (52, 1), (53, 0), kind="ol")],
}


def skeleton(html: str) -> str:
    """A page without what its words are: its elements in their order and the files they show."""
    html = re.sub(r"(?:[a-z-]+~\d+~)?Tale (\d+)\.\d+ [a-z]+", r"T\1", html)
    article = html[html.index("<article") : html.index("</article>")]
    article = re.sub(r"<time.*?</time>", "", article, flags=re.S)
    return " ".join(
        re.findall(r"<(?:h\d|p|li|ul|ol|td|th|tr|figure|picture)\b|T\d+|[\w-]+(?=\.[a-z]+-?\d*\.)", article)
    )


@pytest.mark.parametrize("change", CHANGES)
def test_the_body(editor, client, page, change):
    body = CHANGES[change](start())
    send(editor, page, body)
    english = read(client, page, "en")
    assert read(client, page, "fa") == [tale._replace(code="fa") for tale in english]
    assert skeleton(shown(client, page, "fa")) == skeleton(shown(client, page, "en"))
    assert board_says(editor, page) == {"Live"}


def test_the_photograph_at_the_top(editor, client, page):
    other = pictures()[3]
    send(editor, page, picture=other)
    html = shown(client, page, "fa")
    assert file_of(other) in html
    assert file_of(pictures()[0]) not in html
    assert f"fa~1~{tale(1002)}" in html
    assert board_says(editor, page) == {"Live"}


def test_a_photograph_taken_away_and_one_where_none_was(editor, client, page):
    send(editor, page, picture="")
    assert version_in(page, "fa").picture is None
    send(editor, page, picture=pictures()[2])
    assert file_of(pictures()[2]) in shown(client, page, "fa")
    assert board_says(editor, page) == {"Live"}


def test_an_emptied_field(editor, client, page):
    send(editor, page, summary="")
    assert version_in(page, "fa").summary == ""
    assert "Tale 1001" not in client.get(page_path(version_in(page, "fa"), "fa")).content.decode()
    assert board_says(editor, page) == {"Live"}


def test_a_link_to_another_site(editor, client):
    def linked(address: str) -> dict[str, Any]:
        return block(1, "text", f'{KEY}{tale(1)} <a href="{address}">there</a></p>')

    page = page_with(linked("https://old.example/"))
    give_to(page, "fa")
    send(editor, page, [linked("https://new.example/")])
    html = shown(client, page, "fa")
    assert 'href="https://new.example/"' in html
    assert "old.example" not in html
    assert board_says(editor, page) == {"Live"}


def test_a_link_to_another_page(editor, client):
    def linked(name: str) -> dict[str, Any]:
        return block(1, "text", f'{KEY}{tale(1)} <a linktype="page" id="{page_of(name).pk}">there</a></p>')

    page = page_with(linked("governance"))
    give_to(page, "fa")
    assert f'href="{page_path(page_of("governance"), "fa")}"' in shown(client, page, "fa")
    send(editor, page, [linked("members")])
    assert f'href="{page_path(page_of("members"), "fa")}"' in shown(client, page, "fa")
    assert board_says(editor, page) == {"Live"}


def test_a_chosen_page(editor, client):
    def call(name: str) -> dict[str, Any]:
        words = {"title": tale(1), "text": "", "label": tale(2)}
        return block(1, "call_to_action", {**words, "page": page_of(name).pk, "url": ""})

    page = page_with(call("governance"))
    give_to(page, "fa")
    send(editor, page, [call("members")])
    assert f'href="{page_path(page_of("members"), "fa")}"' in shown(client, page, "fa")
    assert board_says(editor, page) == {"Live"}
