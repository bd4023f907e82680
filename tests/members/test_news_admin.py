"""The "News and events" menu, its lists, and the form of a new article."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from lxml import html

from members.models import NewsIndexPage, NewsPage
from tests.reading import Reader

from .forum_pages import index_page

pytestmark = pytest.mark.django_db

ITEMS = {
    "/admin/news/": {"q": "assembly", "kind": "news", "live": "true"},
    "/admin/event_pages/": {"q": "assembly", "live": "true", "event__kind": "assembly"},
    "/admin/calendar/": {"day": "2026-11-01"},
    "/admin/snippets/members/event/": {},
    "/admin/snippets/members/body/": {},
    "/admin/snippets/members/office/": {},
    "/admin/snippets/members/publisheddocument/": {},
    "/admin/snippets/members/forumtitle/": {},
}


def test_one_menu_leads_to_everything(editor):
    text = editor.get("/admin/").content.decode()
    assert "News and events" in text
    for address in ITEMS:
        assert address in text


@pytest.mark.parametrize("address", ITEMS)
def test_the_lists_are_filtered(editor, address):
    assert editor.get(address, ITEMS[address]).status_code == 200


@pytest.mark.parametrize(
    "query",
    [{"ordering": "-date"}, {"kind": "<script>"}, {"live": "x"}, {"locale": ""}, {"q": "city", "ordering": "date"}],
)
def test_the_list_of_news_takes_anything(editor, query):
    assert editor.get("/admin/news/", query).status_code == 200


def test_the_list_of_news_says_date_kind_and_languages(editor):
    rows = html.fromstring(editor.get("/admin/news/").content).xpath("//table[contains(@class, 'listing')]/tbody/tr")
    assert rows
    texts = [" ".join(row.text_content().split()) for row in rows]
    assert any(re.search(r"\b(News|Statement|Call)\b.*English · Persian", text) for text in texts)
    dates = [time for row in rows for time in row.xpath(".//td//time/@datetime") if len(time) <= 10]
    assert len(dates) >= len(rows)
    assert dates == sorted(dates, reverse=True)


def test_it_is_persian_for_a_persian_editor(persian_editor):
    text = persian_editor.get("/admin/news/").content.decode()
    for words in ("اخبار و رویدادها", "صفحه‌های رویدادها", "تقویم"):
        assert words in text or words.encode("unicode_escape").decode() in text  # the menu is JSON
    assert "انگلیسی · فارسی" in Reader(text).own_text


def test_everybody_sees_what_they_may_use(client):
    user, group = get_user_model().objects.create_user("clerk"), Group.objects.create(name="Clerks")
    group.permissions.add(*Permission.objects.filter(codename__in=["access_admin", "change_office"]))
    user.groups.add(group)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    text = client.get("/admin/").content.decode()
    assert {address for address in ITEMS if address in text} == {"/admin/snippets/members/office/"}
    assert "News and events" in text


def test_a_new_article_is_begun_from_the_list_with_one_click(editor):
    add = html.fromstring(editor.get("/admin/news/").content).xpath("//a[contains(@href, 'choose_parent')]/@href")[0]
    response = editor.get(add, follow=True)
    parent = index_page(NewsIndexPage, "news", "en")
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:add", args=["members", "newspage", parent.pk])


def test_the_form_asks_for_the_words_first_and_offers_the_rest(editor):
    parent = index_page(NewsIndexPage, "news", "en")
    address = reverse("wagtailadmin_pages:add", args=["members", "newspage", parent.pk])
    text = editor.get(address).content.decode()
    tree = html.fromstring(text)
    panels = tree.xpath("//section[starts-with(@id, 'panel-child-content-')]/@id")
    names = [panel.removeprefix("panel-child-content-").removesuffix("-section") for panel in panels]
    assert names == ["title", "panel", "summary", "body", "sources", "picture", "what_it_is_about"]
    assert tree.xpath("//select[@name='kind']/option[@selected]/@value") == ["news"]
    assert '"type": "text"' in text.replace("&quot;", '"')


def test_a_copied_article_keeps_its_date(editor):
    article = NewsPage.objects.filter(locale__language_code="en").first()
    data = {"new_title": "Again", "new_slug": "again", "new_parent_page": article.get_parent().pk}
    editor.post(reverse("wagtailadmin_pages:copy", args=[article.pk]), data)
    assert NewsPage.objects.get(slug="again").date == article.date
