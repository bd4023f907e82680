"""Ready groups, what a translator finds in the admin, locks, and languages that stay."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.locales.views import DeleteView
from wagtail_localize.models import StringTranslation, Translation

from amf_site.demo.builders import page_of
from amf_site.translation.conf import host
from amf_site.translation.models import LanguageRight, ReadyGroup, Term
from amf_site.translation.permissions import admin_gate, rules
from amf_site.translation.permissions.groups import ADMINISTRATORS, EDITORS, make_roles, reviewers_of, translators_of
from tests.translation.people import EDITORS as EDITING
from tests.translation.people import ROLES, TRANSLATORS, client_of, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def translation() -> Translation:
    about = page_of("about")
    return Translation.objects.get(source__object_id=about.translation_key, target_locale__language_code="fa")


def test_a_new_language_has_its_groups():
    locale = Locale.objects.create(language_code="tr")
    for name, may_publish in ((translators_of(locale), False), (reviewers_of(locale), True)):
        group = Group.objects.get(name=name)
        assert [permission.codename for permission in group.permissions.all()] == ["access_admin"]
        assert group.language_rights.get().locale == locale
        assert group.language_rights.get().may_publish == may_publish
        assert not group.page_permissions.exists()
        assert not group.collection_permissions.exists()


def test_the_source_language_has_no_translators():
    assert not LanguageRight.objects.filter(locale__language_code="en").exists()


def test_groups_are_made_once_and_left_alone():
    call_command("make_roles")
    fa = Locale.objects.get(language_code="fa")
    Group.objects.get(name=reviewers_of(fa)).delete()
    editors, translators = Group.objects.get(name=EDITORS), Group.objects.get(name=translators_of(fa))
    administrators = Group.objects.get(name=ADMINISTRATORS)
    editors.permissions.remove(Permission.objects.get(codename="submit_translation"))
    editors.page_permissions.all().delete()
    translators.permissions.clear()
    administrators.permissions.clear()
    call_command("make_roles")
    assert Group.objects.get(name=reviewers_of(fa)).language_rights.get().may_publish
    assert not editors.permissions.filter(codename="submit_translation").exists()
    assert not editors.page_permissions.exists()
    assert not translators.permissions.exists()
    assert not administrators.permissions.exists()


def without(settings, name: str) -> None:
    """The site as it was before editors kept that kind of record."""
    kept = settings.TRANSLATION_DESK["EDITORS_KEEP"]
    settings.TRANSLATION_DESK = settings.TRANSLATION_DESK | {"EDITORS_KEEP": [one for one in kept if one != name]}


def test_groups_that_exist_get_what_is_new(settings):
    """Each permission once: what administrators take away afterwards stays away."""
    now = settings.TRANSLATION_DESK
    Group.objects.filter(name__in=(EDITORS, ADMINISTRATORS)).delete()
    without(settings, "members.Theme")
    call_command("make_roles")
    editors, administrators = (Group.objects.get(name=name) for name in (EDITORS, ADMINISTRATORS))
    theme = editors.permissions.filter(content_type__model="theme")
    assert not theme.exists()
    settings.TRANSLATION_DESK = now
    kind = Permission.objects.get(codename="change_theme").content_type
    new = Permission.objects.create(codename="name_themes", name="Name themes", content_type=kind)
    call_command("make_roles")
    assert {"add_theme", "change_theme", "publish_theme"} <= set(theme.values_list("codename", flat=True))
    assert new in administrators.permissions.all()
    editors.permissions.remove(*theme.all())
    administrators.permissions.remove(new)
    call_command("make_roles")
    assert not theme.exists()
    assert new not in administrators.permissions.all()


def test_groups_of_an_older_site_keep_what_was_decided():
    call_command("make_roles")
    ReadyGroup.objects.all().delete()
    editors = Group.objects.get(name=EDITORS)
    editors.permissions.remove(Permission.objects.get(codename="delete_theme"))
    editors.permissions.remove(*editors.permissions.filter(content_type__model="indicator"))
    call_command("make_roles")
    assert not editors.permissions.filter(codename="delete_theme").exists()
    assert editors.permissions.filter(codename="change_indicator").exists()


def test_editors_keep_what_the_forum_keeps():
    editor = user_of("editor")
    assert [group.name for group in editor.groups.all()] == [EDITORS]
    assert len(host.editors_keep) > 8
    for name in (*host.editors_keep, "translation.term"):
        app, model = name.split(".")
        assert editor.has_perm(f"{app}.change_{model}"), name
    assert not editor.has_perm("accounts.change_user")
    assert not editor.has_perm("wagtailcore.delete_locale")


@pytest.mark.parametrize(
    ("role", "statuses"),
    {"translator": {302}, "reviewer": {302}, "editor": {302}, "administrator": {200}}.items(),
)
def test_only_administrators_keep_staff_and_languages(role, statuses):
    client = client_of(role)
    names = ("wagtailusers_users:index", "wagtailusers_groups:index", "wagtaillocales:index", "wagtaillocales:add")
    settings = ("wagtailsites:index", "wagtailredirects:index", "wagtailadmin_workflows:index")
    found = {name: client.get(reverse(name)).status_code for name in (*names, *settings)}
    assert set(found.values()) == statuses, found


@pytest.mark.parametrize("role", TRANSLATORS)
def test_the_dashboard_of_a_translator(role):
    client = client_of(role)
    response = client.get("/admin/")
    assert response.status_code == 200
    menu = re.search(r'id="wagtail-sidebar-props"[^>]*>(.*?)</script>', response.content.decode(), re.DOTALL)
    addresses = set(re.findall(r'"(?:url|action)": "(/admin/[^"]*)"', menu[1]))
    own = ("/admin/translations/", "/admin/snippets/translation/term/", "/admin/account/", "/admin/logout/")
    assert all(address.startswith(own) for address in addresses)
    assert '"name": "help"' in menu[1]


def addresses_of_the_admin(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from addresses_of_the_admin(pattern.url_patterns, route)


def filled(route: str, page: Page) -> str:
    """An address of the pattern; numbers that name a page name one that exists."""
    words = {"app_label": "members", "model_name": "theme", "content_type_app_name": "pages", "app_name": "members"}
    words |= {"content_type_model_name": "standardpage", "page_id": str(page.pk), "parent_page_id": str(page.pk)}
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route)
    route = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: words.get(match[1], "1"), route)
    return re.sub(r"\\(.)", r"\1", re.sub(r"\\Z|[\^$]", "", route))


@pytest.mark.parametrize("role", ["translator", "staff"])
def test_nothing_else_of_the_admin_opens_to_a_translator(role):
    client = client_of(role)
    [admin] = [pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "admin/"]
    routes = list(addresses_of_the_admin(admin.url_patterns))
    assert len(routes) > 300
    opened, left_out = set(), ("translations/", "localize/", "snippets/translation/", "logout/")
    for route in routes:
        if route.startswith(left_out) or "*" in route or "+" in route:
            continue
        for method in (client.get, client.post):
            if method(f"/admin/{filled(route, page_of('about'))}").status_code not in (301, 302, 403, 404):
                opened.add(route.partition("/")[0])
    assert opened <= {"", "login", "password_reset", "account", "dismissibles", "jsi18n", "sprite"}


def test_wagtail_still_shows_drafts_to_all_staff(monkeypatch):
    """When this fails, ``roles/gate.py`` can go."""
    page_of("about").unpublish()
    client = client_of("translator")
    assert client.get("/admin/choose-page/").status_code == 302
    monkeypatch.setattr(admin_gate, "has_only_the_desk", lambda user: False)
    response = client.get(f"/admin/choose-page/{page_of('home').pk}/")
    assert response.status_code == 200
    assert "who-we-are" in response.content.decode() or page_of("about").title in response.content.decode()


def test_whoever_has_a_right_of_wagtails_is_not_kept_to_the_desk():
    user = user_of("translator")
    assert rules.has_only_the_desk(user)
    user.groups.add(Group.objects.create(name="Readers of themes"))
    user.groups.last().permissions.add(Permission.objects.get(codename="change_theme"))
    assert not rules.has_only_the_desk(user_of("translator"))
    for role in ("anonymous", *EDITING):
        if role != "anonymous":
            assert not rules.has_only_the_desk(user_of(role))


RIGHTS = {
    "staff": (False, False, False, False),
    "translator": (True, True, True, False),
    "reviewer": (True, True, True, True),
    "of_arabic": (True, False, False, False),
    "editor": (True, True, True, True),
    "administrator": (True, True, True, True),
    "superuser": (True, True, True, True),
}


@pytest.mark.parametrize("role", RIGHTS)
def test_who_may_what_in_persian(role, translation):
    user = user_of(role)
    page = translation.get_target_instance()
    found = [ask(user, translation) for ask in (rules.may_read, rules.may_translate, rules.may_publish)]
    assert (rules.may_use_desk(user), *found) == RIGHTS[role]
    assert rules.may_submit(user, page_of("about")) == (role in EDITING)
    assert rules.may_edit(user, page) == (role in EDITING)


@pytest.mark.parametrize("role", RIGHTS)
def test_who_has_left_may_nothing(role, translation):
    """A job asks for its owner long after she pressed the button."""
    user = user_of(role)
    user.is_active = False
    user.save()
    user = type(user).objects.get(pk=user.pk)
    asked = (rules.may_read, rules.may_translate, rules.may_publish)
    assert not any(ask(user, translation) for ask in asked)
    assert not any(ask(None, translation) for ask in asked)
    assert not rules.may_use_desk(user)
    assert not rules.may_submit(user, page_of("about"))


def test_records_are_asked_for_by_their_own_rights():
    record = Translation.objects.filter(
        target_locale__language_code="fa", source__specific_content_type__model="theme"
    ).first()
    assert rules.may_translate(user_of("editor"), record)
    assert rules.may_publish(user_of("editor"), record)
    assert rules.may_translate(user_of("translator"), record)
    assert not rules.may_publish(user_of("translator"), record)
    editors = Group.objects.get(name=EDITORS)
    editors.permissions.remove(*editors.permissions.filter(codename__in=("publish_theme", "change_theme")))
    assert not rules.may_translate(user_of("editor"), record)
    assert not rules.may_publish(user_of("editor"), record)


@pytest.mark.parametrize("role", ROLES[2:])
def test_a_locked_page_is_left_alone(role, translation):
    user, page = user_of(role), translation.get_target_instance()
    page.locked, page.locked_by, page.locked_at = True, user_of("staff"), timezone.now()
    page.save()
    assert not rules.may_translate(user, translation)
    assert not rules.may_publish(user, translation)
    page.locked_by = user
    page.save()
    assert rules.may_translate(user, translation) == (role != "of_arabic")


def test_a_deleted_translation_is_no_error(translation):
    translation.get_target_instance().delete()
    assert rules.may_translate(user_of("translator"), translation)
    assert not rules.may_translate(user_of("of_arabic"), translation)
    assert not rules.may_publish(user_of("editor"), translation)


def test_rights_are_asked_for_once(translation, django_assert_num_queries):
    user, page = user_of("translator"), translation.get_target_instance()
    rules.may_translate(user, translation, page)
    with django_assert_num_queries(0):
        assert rules.may_read(user, translation, page)
        assert rules.may_use_desk(user)


def test_a_language_with_content_cannot_be_deleted():
    client, fa = client_of("administrator"), Locale.objects.get(language_code="fa")
    address = reverse("wagtaillocales:delete", args=[fa.pk])
    assert "cannot be deleted" in client.get(address).content.decode()
    assert "cannot be deleted" in client.post(address).content.decode()
    assert Locale.objects.filter(pk=fa.pk).exists()


@pytest.mark.parametrize("kept", ["words", "terms", "nothing"])
def test_a_language_with_words_alone_stays_too(kept):
    client, ar = client_of("administrator"), Locale.objects.get_or_create(language_code="ar")[0]
    if kept == "words":
        words = StringTranslation.objects.first()
        words.pk, words.locale = None, ar
        words.save()
    if kept == "terms":
        Term.objects.create(locale=ar, term="Forum", words="المنتدى")
    assert DeleteView().can_delete(ar), "wagtail-localize asks for more than pages and records: see roles/locales.py"
    client.post(reverse("wagtaillocales:delete", args=[ar.pk]))
    assert Locale.objects.filter(pk=ar.pk).exists() == (kept != "nothing")


def test_a_language_with_content_does_not_become_another():
    client, fa = client_of("administrator"), Locale.objects.get(language_code="fa")
    client.post(reverse("wagtaillocales:edit", args=[fa.pk]), {"language_code": "ar"})
    fa.refresh_from_db()
    assert fa.language_code == "fa"
    assert "sync_from" not in client.get(reverse("wagtaillocales:add")).content.decode()


def test_an_unused_language_can_be_changed_and_added():
    client = client_of("administrator")
    client.post(reverse("wagtaillocales:add"), {"language_code": "ja"})
    ja = Locale.objects.get(language_code="ja")
    assert Group.objects.filter(name=translators_of(ja)).exists()
    make_roles()
    client.post(reverse("wagtaillocales:edit", args=[ja.pk]), {"language_code": "ko"})
    assert Locale.objects.filter(language_code="ko").exists()
