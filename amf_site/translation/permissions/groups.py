"""The ready groups: translators and reviewers of each language, editors, administrators.

A group is filled when it is made, and gets later what comes with a new version of the site, each permission once. What
administrators change afterwards stays as they left it.
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
#: The group that Wagtail's migrations let approve pages.
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
    """Make the groups that are not there yet, and give to those that are what has come since."""
    for locale in Locale.objects.all():
        make_language_roles(locale)
    page = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
    file = [f"{action}_{kind}" for action in ("add", "change", "choose") for kind in ("image", "document")]
    keep_group(EDITORS, permissions_of_editors(), Q(ON_PAGES, codename__in=page), Q(ON_FILES, codename__in=file))
    # Everything, so users, groups, languages, sites and redirects too; still no superusers.
    keep_group(ADMINISTRATORS, Permission.objects.all(), ON_PAGES, ON_FILES | ON_COLLECTIONS)


def keep_group(name: str, permissions: QuerySet[Permission], on_pages: Q, on_collections: Q) -> None:
    """Make a group that works in the whole tree of pages, or give it what has come since."""
    group, created = Group.objects.get_or_create(name=name)
    # Wagtail's migrations make a group of editors, which keeps no records and publishes nothing.
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
    """Give a group the permissions that it has not been given before."""
    ready = ReadyGroup.objects.filter(group=group).first()
    if ready is None:
        ready = ReadyGroup.objects.create(group=group)
        # Of a group from before this was noted: what it may do with a model, and what not, has been decided.
        kinds = group.permissions.values("content_type")
        ready.given.set(permissions.filter(content_type__in=kinds) if kinds else permissions)
    new = permissions.exclude(pk__in=ready.given.values("pk"))
    group.permissions.add(*new)
    ready.given.add(*new)


def make_language_roles(locale: Locale) -> None:
    """The two groups of a language. They have no right on pages, so all of Wagtail's own views refuse them."""
    if locale.language_code == host.source_language or locale.language_code not in host.by_code:
        return
    for name, may_publish in ((translators_of(locale), False), (reviewers_of(locale), True)):
        group, created = Group.objects.get_or_create(name=name)
        if created:
            group.permissions.add(*Permission.objects.filter(ENTER))
        LanguageRight.objects.get_or_create(group=group, locale=locale, defaults={"may_publish": may_publish})


def is_as_wagtail_made_it(group: Group) -> bool:
    """Whether nobody has worked on the group: it may touch files, ask for translations, and nothing else."""
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
