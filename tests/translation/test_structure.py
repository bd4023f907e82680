"""What happens to a source is offered for its translations: one list, all chosen, each as far as the user may."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail_localize.models import Translation

from amf_site.demo.builders import page_of
from amf_site.translation.desk.propagation import views
from amf_site.translation.workflow.lookup import key_of
from amf_site.translation.workflow.submission import submit
from members.models import Theme

pytestmark = pytest.mark.django_db


def persian(page):
    return page.get_translations().get(locale__language_code="fa").specific


def again(instance):
    """As it is in the database now."""
    return type(instance).objects.get(pk=instance.pk)


def confirmation(editor, response):
    """The page to which a step leads, read."""
    assert response.status_code == 302
    assert "/translations/same-step/" in response.url, response.url
    page = editor.get(response.url)
    assert page.status_code == 200
    return page.content.decode()


def yes(editor, address, *targets):
    return editor.post(address, {"translation": [key_of(target) for target in targets]})


def test_a_page_is_unpublished_with_its_translations(editor):
    source = page_of("about")
    target = persian(source)
    response = editor.post(reverse("wagtailadmin_pages:unpublish", args=[source.pk]))
    html = confirmation(editor, response)
    assert target.title in html
    assert f'value="{key_of(target)}" checked' in html
    assert again(target).live
    yes(editor, response.url, target)
    assert not again(source).live
    assert not again(target).live


def test_the_translations_may_stay_as_they_are(editor):
    source = page_of("about")
    response = editor.post(reverse("wagtailadmin_pages:unpublish", args=[source.pk]))
    editor.post(response.url, {"nothing": "yes", "translation": [key_of(persian(source))]})
    assert persian(source).live


def test_a_translation_itself_is_asked_nothing(editor):
    response = editor.post(reverse("wagtailadmin_pages:unpublish", args=[persian(page_of("about")).pk]))
    assert "same-step" not in response.url
    assert page_of("about").live


def test_pages_below_are_unpublished_too_if_those_of_the_source_were(editor):
    source = page_of("who-we-are")
    below = source.get_children().live().first().specific
    response = editor.post(reverse("wagtailadmin_pages:unpublish", args=[source.pk]), {"include_descendants": "on"})
    html = confirmation(editor, response)
    assert key_of(persian(below)) in html
    yes(editor, response.url, persian(below))
    assert not persian(below).live
    assert persian(source).live


def test_a_page_is_moved_with_its_translations(editor):
    source, goal = page_of("about"), page_of("home")
    target = persian(source)
    assert editor.post(reverse("wagtailadmin_pages:move_confirm", args=[source.pk, goal.pk])).status_code == 302
    assert again(target).get_parent().pk == persian(goal).pk
    assert not Page.find_problems()[0]


def test_a_translation_without_a_place_is_told_and_stays(editor):
    source, goal = page_of("about"), page_of("privacy")
    target = persian(source)
    persian(goal).delete()
    response = editor.post(reverse("wagtailadmin_pages:move_confirm", args=[source.pk, goal.pk]))
    html = confirmation(editor, response)
    assert "has no page in this language" in html
    assert f'value="{key_of(target)}" disabled' in html
    before = again(target).get_parent().pk
    yes(editor, response.url, target)
    assert again(target).get_parent().pk == before


def test_pages_stand_in_the_same_order_in_each_language(editor):
    parent = page_of("who-we-are")
    first = parent.get_children()[0]
    editor.post(reverse("wagtailadmin_pages:set_page_position", args=[first.pk]) + "?position=2")
    html = editor.get(reverse("wagtailadmin_explore", args=[parent.pk])).content.decode()
    address = views.address_of("order", [parent.specific])
    assert address in html
    assert (
        "stand in another order" not in editor.get(reverse("wagtailadmin_explore", args=[parent.pk])).content.decode()
    )
    assert persian(parent).title in editor.get(address).content.decode()
    yes(editor, address, persian(parent))
    order = [page.translation_key for page in parent.get_children()]
    assert [page.translation_key for page in persian(parent).get_children()] == order
    assert order[2] == first.translation_key
    assert not any(Page.find_problems()[:4])


def test_translations_are_listed_before_a_page_is_deleted(editor):
    source = page_of("about")
    target = persian(source)
    response = editor.get(reverse("wagtailadmin_pages:delete", args=[source.pk]))
    html = confirmation(editor, response)
    assert target.title in html
    assert again(source)
    yes(editor, response.url, target)
    assert not Page.objects.filter(pk__in=[source.pk, target.pk]).exists()


def test_a_page_may_be_deleted_alone(editor):
    source = page_of("about")
    target = persian(source)
    response = editor.get(reverse("wagtailadmin_pages:delete", args=[source.pk]))
    editor.post(response.url, {"nothing": "yes"})
    assert again(source)
    yes(editor, response.url)
    assert not Page.objects.filter(pk=source.pk).exists()
    assert again(target).live
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[target.pk])).status_code == 200


def test_many_pages_are_deleted_only_with_the_name_of_the_site(admin_client):
    source = page_of("members")
    response = admin_client.get(reverse("wagtailadmin_pages:delete", args=[source.pk]))
    yes(admin_client, response.url, persian(source))
    assert again(source)
    admin_client.post(
        response.url, {"translation": [key_of(persian(source))], "confirm_site_name": "Asian Mayors Forum"}
    )
    assert not Page.objects.filter(translation_key=source.translation_key).exists()
    assert not any(Page.find_problems()[:4])


def test_a_record_is_deleted_with_its_translations(editor):
    source = Theme.objects.create(name="Bridges", slug="bridges", locale=Locale.objects.get(language_code="en"))
    submit(source, Locale.objects.get(language_code="fa"), None)
    target = persian_record(source)
    response = editor.get(reverse(Theme.snippet_viewset.get_url_name("delete"), args=[source.pk]))
    confirmation(editor, response)
    yes(editor, response.url, target)
    assert not Theme.objects.filter(pk__in=[source.pk, target.pk]).exists()


def test_a_record_that_is_in_use_is_not_deleted_this_way_either(editor):
    source = Theme.objects.filter(locale__language_code="en", cities__isnull=False).first()
    html = editor.post(views.address_of("delete", [source]), follow=True).content.decode()
    assert "It is in use, so it stays" in html
    assert again(source)


def persian_record(record):
    return record.get_translations().get(locale__language_code="fa")


def test_a_record_is_unpublished_with_its_translations(editor):
    source = Theme.objects.filter(locale__language_code="en").first()
    target = persian_record(source)
    response = editor.post(reverse(Theme.snippet_viewset.get_url_name("unpublish"), args=[source.pk]))
    confirmation(editor, response)
    yes(editor, response.url, target)
    assert not again(target).live


def copied(editor, source, **more):
    data = {"new_title": f"{source.title} two", "new_slug": "about-two", "new_parent_page": source.get_parent().pk}
    return editor.post(reverse("wagtailadmin_pages:copy", args=[source.pk]), data | more)


def test_a_copy_is_translated_from_the_start(editor):
    source = page_of("about")
    response = copied(editor, source)
    assert persian(source).title in confirmation(editor, response)
    copy = Page.objects.get(slug="about-two", locale__language_code="en").specific
    assert not copy.has_translation(Locale.objects.get(language_code="fa"))
    yes(editor, response.url, persian(source))
    draft = persian(copy).get_latest_revision_as_object()
    assert draft.summary == persian(source).summary
    assert not draft.live
    total, done = Translation.objects.get(source__object_id=copy.translation_key).get_progress()
    assert done == total - 1, "all but the new title"


def test_pages_below_a_copy_are_translated_too(editor):
    source = page_of("who-we-are")
    response = copied(editor, source, copy_subpages="on")
    below = source.get_children().first().specific
    yes(editor, response.url, persian(source), persian(below))
    copy = Page.objects.get(slug="about-two", locale__language_code="en")
    twin = copy.get_children().get(slug=below.slug)
    assert persian(twin).get_parent().pk == persian(copy).pk
    assert persian(twin).title == persian(below).title


@pytest.mark.parametrize("kind", ["unpublish", "move", "delete"])
def test_several_pages_take_a_step_with_their_translations(editor, kind):
    sources = [page_of("about"), page_of("capitals")]
    targets = [persian(source) for source in sources]
    goal = page_of("home")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", kind])
    address += f"?id={sources[0].pk}&id={sources[1].pk}&next=/admin/"
    response = editor.post(address, {"chooser": goal.pk, "move_applicable": "on"})
    if kind != "move":  # a move is followed without a question
        html = confirmation(editor, response)
        assert all(key_of(target) in html for target in targets)
        yes(editor, response.url, *targets)
    if kind == "delete":
        assert not Page.objects.filter(pk__in=[page.pk for page in sources + targets]).exists()
    elif kind == "move":
        assert {again(target).get_parent().pk for target in targets} == {persian(goal).pk}
    else:
        assert not any(again(page).live for page in sources + targets)


def test_several_pages_are_published_with_what_is_complete(editor):
    source = page_of("about")
    target = persian(source)
    target.unpublish()
    source.specific.unpublish()
    response = editor.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={source.pk}")
    confirmation(editor, response)
    yes(editor, response.url, target)
    assert again(source).live
    assert again(target).live


def test_what_fails_in_the_middle_changes_nothing(editor, monkeypatch):
    sources = [page_of("about"), page_of("governance")]
    targets = [persian(source) for source in sources]
    for source in sources:
        source.specific.unpublish()
    take, calls = views.Unpublish.apply, []

    def fail_at_the_second(self, offer, user):
        calls.append(offer)
        if len(calls) == 2:
            raise KeyboardInterrupt
        take(self, offer, user)

    monkeypatch.setattr(views.Unpublish, "apply", fail_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        yes(editor, views.address_of("unpublish", sources), *targets)
    assert len(calls) == 2
    assert all(again(target).live for target in targets)


def test_only_where_the_user_may(client, django_user_model):
    """An editor of the English tree alone is shown the Persian page, but cannot touch it."""
    group = Group.objects.create(name="English only")
    home = page_of("home")
    for codename in ("change_page", "publish_page"):
        from django.contrib.auth.models import Permission

        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=home, permission=permission)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = django_user_model.objects.create_user("english", password="x")
    user.groups.add(group)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    source = page_of("about")
    response = client.post(reverse("wagtailadmin_pages:unpublish", args=[source.pk]))
    html = confirmation(client, response)
    assert "You may not unpublish it" in html
    yes(client, response.url, persian(source))
    assert persian(source).live
    assert client.get(views.address_of("unpublish", [persian(source)])).status_code in (302, 403)


@pytest.mark.parametrize("query", ["", "?on=1", "?on=x-y", "?on=999999-1"])
def test_bad_addresses_are_not_found(editor, query):
    assert editor.get(reverse("translation:same_step", args=["unpublish"]) + query).status_code == 404
    assert editor.get(reverse("translation:same_step", args=["paint"]) + query).status_code == 404
