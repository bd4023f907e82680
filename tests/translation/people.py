"""Clients in which a user of each role is logged in."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import Locale

from amf_site.demo.editor import NAME, REVIEWER, TRANSLATOR
from amf_site.translation.permissions.groups import ADMINISTRATORS, make_roles, translators_of

BACKEND = "django.contrib.auth.backends.ModelBackend"

#: Anonymous, staff without permissions, a translator and a reviewer of Persian, a translator of Arabic, an editor, an
#: administrator, a superuser.
ROLES = ("anonymous", "staff", "translator", "reviewer", "of_arabic", "editor", "administrator", "superuser")
TRANSLATORS = ("translator", "reviewer", "of_arabic")
EDITORS = ("editor", "administrator", "superuser")


def user_of(role: str):
    users = get_user_model().objects
    match role:
        case "translator" | "reviewer" | "editor":
            return users.get(username={"translator": TRANSLATOR, "reviewer": REVIEWER, "editor": NAME}[role])
        case "superuser":
            return users.create_superuser(role)
    user = users.create_user(role)
    match role:
        case "staff":
            user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        case "of_arabic":
            locale, _created = Locale.objects.get_or_create(language_code="ar")
            user.groups.add(Group.objects.get(name=translators_of(locale)))
        case "administrator":
            make_roles()
            user.groups.add(Group.objects.get(name=ADMINISTRATORS))
    return user


def client_of(role: str) -> Client:
    client = Client()
    if role != "anonymous":
        client.force_login(user_of(role), backend=BACKEND)
    return client
