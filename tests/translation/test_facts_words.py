"""Words wait for people, and nothing else does: what readers have meanwhile, and what is asked of translators."""

import pytest
from django.urls import reverse
from wagtail_localize.models import OverridableSegment, StringSegment, Translation

from amf_site.media.models import SiteImage
from amf_site.translation.segments.overrides import save_override
from amf_site.translation.segments.store import confirm, save_words
from amf_site.translation.workflow.publishing import publish
from pages.models import StandardPage
from tests.reading import Reader

from .tales import (
    Tale,
    block,
    board_says,
    cards_block,
    file_of,
    give_to,
    in_language,
    page_with,
    paragraphs,
    picture_block,
    read,
    send,
    shown,
    table_block,
    tale,
    text_block,
    translate,
    version_in,
)

pytestmark = pytest.mark.django_db


def fa(*numbers: int) -> list[Tale]:
    return [Tale("fa", number) for number in numbers]


def start() -> list[dict]:
    return [
        text_block(1, tale(1), tale(2), tale(3)),
        block(2, "quote", {"text": tale(10), "source": tale(11)}),
        text_block(3, tale(20)),
    ]


@pytest.fixture
def page() -> StandardPage:
    return page_with(*start(), picture=SiteImage.objects.first(), picture_alt=tale(1002))


@pytest.fixture
def translation(page) -> Translation:
    return give_to(page, "fa")[0]


def segment(translation: Translation, text: str) -> StringSegment:
    return StringSegment.objects.get(source=translation.source_id, string__data=text)


def test_a_changed_sentence_waits_and_all_else_is_there(editor, client, page, translation):
    other = SiteImage.objects.last()
    send(editor, page, [start()[2], text_block(1, tale(1), tale(2, 2))], picture=other)
    assert read(client, page, "fa") == fa(20, 1, 2)
    assert file_of(other) in shown(client, page, "fa")
    assert board_says(editor, page) == {"Live, 1 changed"}
    confirm(translation, segment(translation, tale(2, 2)), None)
    publish(translation, None)
    assert read(client, page, "fa") == fa(20, 1, 2)
    assert board_says(editor, page) == {"Live"}


def test_new_words_for_it_wait_until_they_are_published(editor, client, page, translation):
    send(editor, page, [text_block(1, tale(1), tale(2, 2), tale(3)), *start()[1:]])
    save_words(translation, segment(translation, tale(2, 2)), in_language("fa", tale(2, 2)), None)
    assert board_says(editor, page) == {"Live, 1 changed"}
    # What somebody writes is not before readers because a picture was changed meanwhile.
    send(editor, page, picture=SiteImage.objects.last())
    assert read(client, page, "fa") == fa(1, 2, 3, 10, 11, 20)
    assert board_says(editor, page) == {"Live, 1 changed"}
    publish(translation, None)
    assert read(client, page, "fa")[:3] == [Tale("fa", 1), Tale("fa", 2, 2), Tale("fa", 3)]
    assert board_says(editor, page) == {"Live"}


def test_a_correction_waits_through_changes_of_other_words(editor, client, page, translation):
    save_words(translation, segment(translation, tale(1)), in_language("fa", tale(1), 2), None)
    send(editor, page, [text_block(1, tale(1), tale(2, 2), tale(3)), *start()[1:]])
    assert read(client, page, "fa") == fa(1, 2, 3, 10, 11, 20)
    assert board_says(editor, page) == {"Live, 2 changed"}
    confirm(translation, segment(translation, tale(2, 2)), None)
    publish(translation, None)
    assert read(client, page, "fa")[:2] == [Tale("fa", 1, 1, 2), Tale("fa", 2)]


def test_changed_while_a_correction_waits(editor, client, page, translation):
    """Readers keep what they had, translators what they wrote."""
    save_words(translation, segment(translation, tale(1)), in_language("fa", tale(1), 2), None)
    send(editor, page, [text_block(1, tale(1, 2), tale(2), tale(3)), *start()[1:]])
    assert read(client, page, "fa") == fa(1, 2, 3, 10, 11, 20)
    html = editor.get(reverse("translation:edit", args=[translation.pk])).content.decode()
    assert in_language("fa", tale(1), 2) in html


def test_a_new_block_is_left_out_until_its_words_are_there(editor, client, page, translation):
    body = [start()[0], block(4, "quote", {"text": tale(30), "source": tale(31)}), *start()[1:]]
    send(editor, page, body, picture=SiteImage.objects.last())
    assert read(client, page, "fa") == fa(1, 2, 3, 10, 11, 20)
    assert file_of(SiteImage.objects.last()) in shown(client, page, "fa")
    assert board_says(editor, page) == {"Live, 2 changed"}
    # One of two words makes no block, and what goes on in the source does not bring it in.
    save_words(translation, segment(translation, tale(30)), in_language("fa", tale(30)), None)
    send(editor, page, body[::-1])
    assert read(client, page, "fa") == fa(20, 10, 11, 1, 2, 3)
    translate(translation)
    publish(translation, None)
    assert read(client, page, "fa") == fa(20, 10, 11, 30, 31, 1, 2, 3)


def test_a_new_picture_without_words_comes_when_they_do(editor, client, page, translation):
    picture = SiteImage.objects.order_by("pk")[3]
    send(editor, page, [*start(), picture_block(5, picture, tale(40), tale(41))])
    assert file_of(picture) not in shown(client, page, "fa")
    assert read(client, page, "fa") == fa(1, 2, 3, 10, 11, 20)
    translate(translation)
    publish(translation, None)
    assert file_of(picture) in shown(client, page, "fa")


def test_a_new_paragraph_is_left_out_and_its_neighbours_are_not(editor, client, page, translation):
    send(editor, page, [text_block(1, tale(3), tale(4), tale(1), tale(2)), *start()[1:]])
    assert read(client, page, "fa") == fa(3, 1, 2, 10, 11, 20)
    assert board_says(editor, page) == {"Live, 1 changed"}


def test_a_new_row_and_a_new_card_too(editor, client):
    def body(rows: list[int], cards: list[int]) -> list[dict]:
        return [
            table_block(1, "", [tale(60)], [[tale(number)] for number in rows]),
            cards_block(2, "", *((number, tale(number), "") for number in cards)),
        ]

    page = page_with(*body([61, 62], [71, 72]))
    give_to(page, "fa")
    send(editor, page, body([62, 63, 61], [73, 72, 71]))
    assert read(client, page, "fa") == fa(60, 62, 61, 72, 71)
    assert board_says(editor, page) == {"Live, 2 changed"}


def test_a_page_whose_every_word_is_new_is_not_empty(editor, client, page, translation):
    send(editor, page, [block(9, "quote", {"text": tale(90), "source": ""})], title=tale(2000), summary=tale(2001))
    html = shown(client, page, "fa")
    assert in_language("fa", tale(1000)) in html
    assert "Tale 90" not in html


@pytest.mark.parametrize("field", ["title", "summary"])
def test_a_field_that_is_changed_keeps_its_words(editor, client, page, translation, field):
    old = {"title": tale(1000), "summary": tale(1001)}[field]
    send(editor, page, picture=SiteImage.objects.last(), **{field: old.replace(".1", ".2")})
    assert in_language("fa", old) in shown(client, page, "fa")
    assert file_of(SiteImage.objects.last()) in shown(client, page, "fa")
    assert board_says(editor, page) == {"Live, 1 changed"}


def test_a_field_that_was_empty_stays_empty_until_it_has_words(editor, client, page, translation):
    send(editor, page, seo_title=tale(1100), search_description=tale(1101))
    answer = client.get(version_in(page, "fa").url)
    assert "Tale 110" not in answer.content.decode()
    assert board_says(editor, page) == {"Live, 2 changed"}


SPACES = {
    "at the end": lambda text: f"{text} ",
    "two in a row": lambda text: text.replace(" ", "  "),
    "a line break in the HTML": lambda text: text.replace(" ", "\n"),
}


@pytest.mark.parametrize("spaces", SPACES)
def test_white_space_is_no_change(editor, client, page, translation, spaces):
    before = shown(client, page, "fa")
    changed = paragraphs(*(SPACES[spaces](tale(number)) for number in (1, 2, 3)))
    send(editor, page, [block(1, "text", changed), *start()[1:]], summary=SPACES["at the end"](tale(1001)))
    assert shown(client, page, "fa") == before
    assert board_says(editor, page) == {"Live"}


@pytest.mark.parametrize(
    "there", [{"title": tale(1000, 2)}, {"summary": tale(1001, 2)}, {"body": [text_block(1, tale(1, 2), tale(2))]}]
)
def test_there_and_back_is_no_change(editor, client, page, translation, there):
    before = shown(client, page, "fa")
    send(editor, page, **there)
    assert board_says(editor, page) == {"Live, 1 changed"}
    send(editor, page, start(), title=tale(1000), summary=tale(1001))
    assert shown(client, page, "fa") == before
    assert board_says(editor, page) == {"Live"}


def test_published_again_without_a_change(editor, client, page, translation):
    before = shown(client, page, "fa")
    drafts = version_in(page, "fa").revisions.count()
    send(editor, page)
    assert shown(client, page, "fa") == before
    assert version_in(page, "fa").revisions.count() == drafts
    assert board_says(editor, page) == {"Live"}


def own_picture(translation: Translation, path: str = "picture") -> SiteImage:
    own = SiteImage.objects.order_by("pk")[5]
    context = OverridableSegment.objects.get(source=translation.source_id, context__path=path).context
    save_override(translation, context, own.pk, None)
    publish(translation, None)
    return own


def test_a_picture_of_its_own_stays(editor, client, page, translation):
    own = own_picture(translation)
    send(editor, page, start()[::-1], picture=SiteImage.objects.last())
    html = shown(client, page, "fa")
    assert file_of(own) in html
    assert file_of(SiteImage.objects.last()) not in html
    assert [found.number for found in read(client, page, "fa")] == [20, 10, 11, 1, 2, 3]
    assert board_says(editor, page) == {"Live"}


def test_a_link_of_its_own_stays(editor, client):
    def linked(text: str) -> list[dict]:
        return [block(1, "text", f'<p data-block-key="1">{text} <a href="https://en.example/">there</a></p>')]

    page = page_with(*linked(tale(1)), text_block(2, tale(2)))
    (translation,) = give_to(page, "fa")
    (place,) = OverridableSegment.objects.filter(source=translation.source_id, data_json='"https://en.example/"')
    save_override(translation, place.context, "https://fa.example/", None)
    publish(translation, None)
    send(editor, page, [text_block(2, tale(2)), *linked(tale(1))])
    assert 'href="https://fa.example/"' in shown(client, page, "fa")
    assert read(client, page, "fa") == fa(2, 1)
    assert board_says(editor, page) == {"Live"}


def test_a_page_published_in_two_languages_says_what_each_lacks(editor, client, page, translation):
    """The sentence that waits in the one may be known in the other."""
    send(editor, page, [text_block(1, tale(1), tale(2, 2), tale(3)), *start()[1:]])
    html = Reader(editor.get(reverse("translation:edit", args=[translation.pk])).content.decode())
    waiting = [row for tag, row in html.elements if row.get("data-state") == "review" and "data-segment" in row]
    assert len(waiting) == 1


def test_what_is_opened_from_the_board_are_those_that_wait(editor, page, translation):
    """The editor's script shows them alone: ``tests/browser``."""
    send(editor, page, [text_block(1, tale(1), tale(2, 2), tale(3)), *start()[1:]])
    board = editor.get("/admin/translations/", {"q": version_in(page, "en").title}).content.decode()
    assert f"/admin/translations/{translation.pk}/?show=changed" in Reader(board).links


def table_of(*rows: tuple[int, int]) -> list[dict]:
    """Rows of one column: tales with their versions."""
    return [table_block(1, "", [tale(60)], [[tale(*row)] for row in rows])]


def test_rows_change_places_while_a_correction_waits(editor, client):
    page = page_with(*table_of((61, 1), (62, 1), (63, 1)))
    (translation,) = give_to(page, "fa")
    save_words(translation, segment(translation, tale(62)), in_language("fa", tale(62), 2), None)
    send(editor, page, table_of((62, 1), (63, 1), (61, 1)))
    assert read(client, page, "fa") == fa(60, 62, 63, 61)
    assert board_says(editor, page) == {"Live, 1 changed"}
    publish(translation, None)
    assert Tale("fa", 62, 1, 2) in read(client, page, "fa")


def test_rows_change_places_and_one_of_them_its_words(editor, client):
    page = page_with(*table_of((61, 1), (62, 1), (63, 1)))
    give_to(page, "fa")
    send(editor, page, table_of((63, 2), (61, 1), (62, 1)))
    assert read(client, page, "fa") == fa(60, 63, 61, 62)
    assert board_says(editor, page) == {"Live, 1 changed"}


def test_a_row_removed_beside_one_that_is_changed(editor, client):
    page = page_with(*table_of((61, 1), (62, 1), (63, 1)))
    give_to(page, "fa")
    send(editor, page, table_of((61, 1), (63, 2)))
    assert read(client, page, "fa") == fa(60, 61, 63)
    assert board_says(editor, page) == {"Live, 1 changed"}


def test_a_row_removed_before_one_that_nobody_has_translated(editor, client):
    page = page_with(*table_of((61, 1), (62, 1)))
    give_to(page, "fa")
    send(editor, page, table_of((61, 1), (63, 1), (62, 1)))
    assert read(client, page, "fa") == fa(60, 61, 62)
    send(editor, page, table_of((63, 1), (62, 1)))
    assert read(client, page, "fa") == fa(60, 62)


def test_a_row_removed_before_a_changed_one_that_nobody_has_translated(editor, client):
    page = page_with(*table_of((61, 1), (62, 1)))
    give_to(page, "fa")
    send(editor, page, table_of((61, 1), (63, 1), (62, 1)))
    send(editor, page, table_of((63, 2), (62, 1)))
    assert read(client, page, "fa") == fa(60, 62)
