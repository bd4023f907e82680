"""Records follow the rule of pages: what is no word is the same in all languages as soon as the source is published."""

import json
from typing import Any

import pytest
from wagtail.models import Locale
from wagtail_localize.models import Translation

from amf_site.demo.builders import page_of
from amf_site.translation.workflow.publishing import publish
from amf_site.translation.workflow.submission import submit
from members.models import ForumTitle, MembershipCategory, Partnership, Theme
from pages.models import SiteNavigation, Source

from .tales import board_says_of, edit, in_language, tale, translate

pytestmark = pytest.mark.django_db


def in_persian(record: Any) -> Any:
    return type(record).objects.get(translation_key=record.translation_key, locale__language_code="fa")


def translated(record: Any) -> Translation:
    record.locale = Locale.objects.get(language_code="en")
    record.save()
    record.save_revision().publish()
    translation = submit(record, Locale.objects.get(language_code="fa"), None)
    translate(translation)
    publish(translation, None)
    return translation


def test_a_source(editor):
    source = Source(name=tale(1), url="https://old.example/")
    translated(source)
    edit(editor, source, url="https://new.example/")
    assert in_persian(source).url == "https://new.example/"
    assert board_says_of(editor, tale(1)) == {"Live"}
    edit(editor, source, name=tale(1, 2), url="https://newer.example/")
    assert in_persian(source).url == "https://newer.example/"
    assert in_persian(source).name == in_language("fa", tale(1))
    assert board_says_of(editor, tale(1, 2)) == {"Live, 1 changed"}


@pytest.mark.parametrize("model", [MembershipCategory, Theme, ForumTitle])
def test_a_category(editor, model):
    record = model(name=tale(1), slug="first")
    translated(record)
    edit(editor, record, slug="second")
    assert in_persian(record).slug == "second"
    assert board_says_of(editor, tale(1)) == {"Live"}
    edit(editor, record, name=tale(1, 2), slug="third")
    assert (in_persian(record).slug, in_persian(record).name) == ("third", in_language("fa", tale(1)))


def test_a_partnership(editor):
    one, other = (page_of(name).specific.city for name in ("tabriz", "isfahan"))
    record = Partnership(first=one, second=other, kind="exchange", since=2001, subject=tale(1))
    translated(record)
    edit(editor, record, since=2002, link="https://example.org/", kind="project")
    persian = in_persian(record)
    assert (persian.since, persian.link, persian.kind) == (2002, "https://example.org/", "project")
    assert persian.subject == in_language("fa", tale(1))
    edit(editor, record, subject="")
    assert in_persian(record).subject == ""


def test_menu_and_footer(editor, client):
    record = SiteNavigation.objects.get(locale__language_code="en")
    before = in_persian(record)
    field = SiteNavigation._meta.get_field("menu")
    turned = list(field.stream_block.get_prep_value(record.menu))[::-1]
    words = {block["id"]: block["value"]["label"] for block in field.stream_block.get_prep_value(before.menu)}
    record.menu = json.dumps(turned)
    record.email = "new@example.org"
    record.save_revision().publish()
    persian = in_persian(record)
    assert persian.email == "new@example.org"
    menu = field.stream_block.get_prep_value(persian.menu)
    assert [block["id"] for block in menu] == [block["id"] for block in turned]
    assert {block["id"]: block["value"]["label"] for block in menu} == words
    assert "new@example.org" in client.get("/fa/").content.decode()


def test_a_record_of_a_language_that_is_withdrawn_stays(editor):
    source = Source(name=tale(1), url="https://old.example/")
    translated(source)
    in_persian(source).unpublish()
    edit(editor, source, url="https://new.example/")
    assert not in_persian(source).live
    assert board_says_of(editor, tale(1)) != {"Live"}
