"""The predefined groups: translators and reviewers of each language, editors, administrators.

A group gets its permissions when it is created, and later those that a new version of the site adds, each only once.
Changes by administrators are preserved.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Locale, Page

from ..conf import host
from ..models import LanguageRight, ReadyGroup, Term

EDITORS = "Editors"
ADMINISTRATORS = "Administrators"
#: The group that may approve pages, from Wagtail's migrations.
MODERATORS = "Moderators"

ENTER = Q(content_type__app_label="wagtailadmin", codename="access_admin")
SUBMIT = Q(content_type__app_label="wagtail_localize", codename="submit_translation")
ON_PAGES = Q(content_type__app_label="wagtailcore", content_type__model="page")
ON_FILES = Q(
    content_type__app_label__in=("wagtailimages", "wagtaildocs"), content_type__model__in=("image", "document")
)
ON_COLLECTIONS = Q(content_type__app_label="wagtailcore", content_type__model="collection")


def translators_of(locale: Locale) -> str:
    return f"Translators: {host.language(locale.language_code).own_name}"


def reviewers_of(locale: Locale) -> str:
    return f"Reviewers: {host.language(locale.language_code).own_name}"


@transaction.atomic
def make_roles() -> None:
    """Create missing groups, and grant new permissions to existing ones."""
    for locale in Locale.objects.all():
        make_language_roles(locale)
    page = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
    file = [f"{action}_{kind}" for action in ("add", "change", "choose") for kind in ("image", "document")]
    keep_group(EDITORS, permissions_of_editors(), Q(ON_PAGES, codename__in=page), Q(ON_FILES, codename__in=file))
    # All permissions, including those on users, groups, locales, sites and redirects, but no superuser status.
    keep_group(ADMINISTRATORS, Permission.objects.all(), ON_PAGES, ON_FILES | ON_COLLECTIONS)


def keep_group(name: str, permissions: QuerySet[Permission], on_pages: Q, on_collections: Q) -> None:
    """Create a group for the whole page tree, or grant new permissions to it."""
    group, created = Group.objects.get_or_create(name=name)
    # Wagtail's migrations create a group of editors that may neither edit records nor publish.
    is_new = created or (name == EDITORS and is_as_wagtail_made_it(group))
    if is_new:
        ReadyGroup.objects.update_or_create(group=group)[0].given.clear()
    give(group, permissions)
    if is_new:
        allow(GroupPagePermission, on_pages, group=group, page=Page.get_first_root_node())
        allow(GroupCollectionPermission, on_collections, group=group, collection=Collection.get_first_root_node())
        for task in GroupApprovalTask.objects.filter(groups__name=MODERATORS):
            task.groups.add(group)


def give(group: Group, permissions: QuerySet[Permission]) -> None:
    """Grant the permissions that a group has not been granted before."""
    ready = ReadyGroup.objects.filter(group=group).first()
    if ready is None:
        ready = ReadyGroup.objects.create(group=group)
        # A group older than this record: assume that all permissions on its models were granted before.
        kinds = group.permissions.values("content_type")
        ready.given.set(permissions.filter(content_type__in=kinds) if kinds else permissions)
    new = permissions.exclude(pk__in=ready.given.values("pk"))
    group.permissions.add(*new)
    ready.given.add(*new)


def make_language_roles(locale: Locale) -> None:
    """Create the two groups of a language. They have no page permissions, so Wagtail's own views refuse them."""
    if locale.language_code == host.source_language or locale.language_code not in host.by_code:
        return
    for name, may_publish in ((translators_of(locale), False), (reviewers_of(locale), True)):
        group, created = Group.objects.get_or_create(name=name)
        if created:
            group.permissions.add(*Permission.objects.filter(ENTER))
        LanguageRight.objects.get_or_create(group=group, locale=locale, defaults={"may_publish": may_publish})


def is_as_wagtail_made_it(group: Group) -> bool:
    """Return whether the group is unchanged: no members, and permissions on files and submission only."""
    return not group.permissions.exclude(ENTER | SUBMIT | ON_FILES).exists() and not group.user_set.exists()


def permissions_of_editors() -> QuerySet[Permission]:
    kept = Q(pk__in=())
    for name in (*host.editors_keep, Term._meta.label_lower):
        app, model = name.split(".")
        kept |= Q(content_type__app_label=app, content_type__model=model)
    return Permission.objects.filter(ENTER | SUBMIT | kept)


def allow(model: Any, which: Q, **where: Any) -> None:
    for permission in Permission.objects.filter(which):
        model.objects.get_or_create(permission=permission, **where)


def on_new_language(instance: Locale, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        make_language_roles(instance)
