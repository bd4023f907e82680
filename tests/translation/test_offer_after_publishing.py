"""After a page is published, its editor can give it to the translators of the languages that lack it with one click."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from lxml import html
from wagtail.models import GroupPagePermission, Locale, Page

from amf_site.demo.builders import page_of
from pages.models import StandardPage
from tests.admin.forms import form_to_publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def locales() -> list[Locale]:
    codes = ["ar", "tr", "ru", "ja"]
    return [Locale.objects.get_or_create(language_code=code)[0] for code in codes]


def new_page(slug: str = "something-new") -> Page:
    page = StandardPage(title=slug.replace("-", " ").capitalize(), slug=slug, summary="New.", live=False)
    page.body = [("text", "<p>Something new.</p>")]
    page_of("who-we-are").add_child(instance=page)
    page.save_revision()
    return page


def publish(client, page: Page, **changes: object) -> html.HtmlElement:
    """Publish with the form of the editor; return the page that follows."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_to_publish(address, client.get(address).content.decode())
    response = client.post(address, data | changes, follow=True)
    assert response.status_code == 200
    return html.fromstring(response.content)


def offers(tree: html.HtmlElement) -> dict[str, str]:
    buttons = tree.xpath("//*[contains(@class, 'messages')]//button[@data-w-action-url-value]")
    return {" ".join(button.text_content().split()): button.get("data-w-action-url-value") for button in buttons}


def languages_with(page: Page) -> set[str]:
    return set(
        Page.objects.filter(translation_key=page.translation_key).values_list("locale__language_code", flat=True)
    )


def test_one_language_with_one_click(editor):
    page = new_page()
    found = offers(publish(editor, page))
    assert list(found) == ["فارسی"]
    response = editor.post(found["فارسی"], follow=True)
    assert "can now be translated into" in response.content.decode()
    assert languages_with(page) == {"en", "fa"}
    assert not Page.objects.get(translation_key=page.translation_key, locale__language_code="fa").live
    assert offers(publish(editor, page)) == {}


def test_the_same_languages_as_the_last_page_and_all(editor, locales):
    found = offers(publish(editor, new_page()))
    assert list(found) == ["فارسی", "5 languages"]
    response = editor.post(found["5 languages"], follow=True)
    assert response.redirect_chain[-1][0].startswith("/admin/translations/jobs/")


def test_clicking_twice_loses_nothing(editor):
    page = new_page()
    (address,) = offers(publish(editor, page)).values()
    editor.post(address)
    response = editor.post(address, follow=True)
    assert "These languages have it by now." in response.content.decode()
    assert languages_with(page) == {"en", "fa"}


@pytest.mark.parametrize("change", ["language=xx", "language=", "language=fa%20", ""])
def test_wrong_languages_are_refused_in_words(editor, change):
    page = new_page()
    (address,) = offers(publish(editor, page)).values()
    response = editor.post(address.replace("language=fa", change), follow=True)
    assert response.status_code == 200
    assert languages_with(page) == {"en"}


def test_opening_the_address_submits_nothing(editor):
    page = new_page()
    (address,) = offers(publish(editor, page)).values()
    assert editor.get(address).status_code == 405
    assert languages_with(page) == {"en"}


def test_also_when_it_is_scheduled_and_when_it_is_created(editor):
    ahead = timezone.localtime() + timezone.timedelta(days=3)
    assert offers(publish(editor, new_page(), go_live_at=ahead.strftime("%Y-%m-%d %H:%M")))
    parent = page_of("who-we-are")
    address = reverse("wagtailadmin_pages:add", args=["pages", "standardpage", parent.pk])
    data = form_to_publish(address, editor.get(address).content.decode())
    data |= {"title": "Made at once", "slug": "made-at-once", "body-count": "1", "body-0-type": "heading"}
    data |= {"body-0-order": "0", "body-0-deleted": "", "body-0-value-text": "Made at once"}
    assert offers(html.fromstring(editor.post(address, data, follow=True).content))


def test_a_draft_offers_nothing(editor):
    page = new_page()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_to_publish(address, editor.get(address).content.decode())
    del data["action-publish"]
    assert offers(html.fromstring(editor.post(address, data, follow=True).content)) == {}


def test_nobody_is_offered_what_is_refused(client):
    """An editor may publish, but not decide what is translated."""
    page = new_page()
    user, group = get_user_model().objects.create_user("publisher"), Group.objects.create(name="Publishers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for name in ("change_page", "publish_page", "add_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=name)
        GroupPagePermission.objects.create(group=group, page=page_of("who-we-are"), permission=permission)
    user.groups.add(group)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert offers(publish(client, page)) == {}
    address = reverse("translation:submit_now", query={"content_type": page.content_type_id, "pk": page.pk})
    client.post(f"{address}&language=fa")
    assert languages_with(page) == {"en"}
