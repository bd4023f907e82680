"""The ready groups: translators and reviewers of each language, editors, administrators.

A group is filled once, when it is made. What administrators change afterwards stays as they left it.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.signals import post_save
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Locale, Page

from amf_site.languages import BY_CODE, SOURCE_LANGUAGE

from ..models import LanguageRight

EDITORS = "Editors"
ADMINISTRATORS = "Administrators"
#: The group that Wagtail's migrations let approve pages.
MODERATORS = "Moderators"

#: Models that an editor of the secretariat keeps, besides pages, pictures and documents.
KEPT_MODELS = (
    *("city", "partnership", "theme", "membershipcategory", "forumtitle"),
    *("planedition", "indicator", "sitenavigation", "source", "nameoverride", "term"),
)
ENTER = Q(content_type__app_label="wagtailadmin", codename="access_admin")
SUBMIT = Q(content_type__app_label="wagtail_localize", codename="submit_translation")
ON_PAGES = Q(content_type__app_label="wagtailcore", content_type__model="page")
ON_FILES = Q(
    content_type__app_label__in=("wagtailimages", "wagtaildocs"), content_type__model__in=("image", "document")
)
ON_COLLECTIONS = Q(content_type__app_label="wagtailcore", content_type__model="collection")


def translators_of(locale: Locale) -> str:
    return f"Translators: {BY_CODE[locale.language_code].own_name}"


def reviewers_of(locale: Locale) -> str:
    return f"Reviewers: {BY_CODE[locale.language_code].own_name}"


@transaction.atomic
def make_roles() -> None:
    """Make the groups that are not there yet."""
    for locale in Locale.objects.all():
        make_language_roles(locale)
    # Wagtail's migrations make a group of this name, which keeps no records and publishes nothing.
    editors, created = Group.objects.get_or_create(name=EDITORS)
    if created or is_as_wagtail_made_it(editors):
        fill_editors(editors)
    administrators, created = Group.objects.get_or_create(name=ADMINISTRATORS)
    if created:
        fill_administrators(administrators)


def make_language_roles(locale: Locale) -> None:
    """The two groups of a language. They have no right on pages, so all of Wagtail's own views refuse them."""
    if locale.language_code == SOURCE_LANGUAGE or locale.language_code not in BY_CODE:
        return
    for name, may_publish in ((translators_of(locale), False), (reviewers_of(locale), True)):
        group, created = Group.objects.get_or_create(name=name)
        if created:
            group.permissions.add(*Permission.objects.filter(ENTER))
        LanguageRight.objects.get_or_create(group=group, locale=locale, defaults={"may_publish": may_publish})


def is_as_wagtail_made_it(group: Group) -> bool:
    """Whether nobody has worked on the group: it may touch files, ask for translations, and nothing else."""
    return not group.permissions.exclude(ENTER | SUBMIT | ON_FILES).exists() and not group.user_set.exists()


def fill_editors(group: Group) -> None:
    group.permissions.add(*Permission.objects.filter(ENTER | SUBMIT | Q(content_type__model__in=KEPT_MODELS)))
    page = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
    allow_on_all_pages(group, Permission.objects.filter(ON_PAGES, codename__in=page))
    file = [f"{action}_{kind}" for action in ("add", "change", "choose") for kind in ("image", "document")]
    allow_on_all_collections(group, Permission.objects.filter(ON_FILES, codename__in=file))
    for task in GroupApprovalTask.objects.filter(groups__name=MODERATORS):
        task.groups.add(group)


def fill_administrators(group: Group) -> None:
    """Everything, so users, groups, languages, sites and redirects too; still no superusers."""
    group.permissions.set(Permission.objects.all())
    allow_on_all_pages(group, Permission.objects.filter(ON_PAGES))
    allow_on_all_collections(group, Permission.objects.filter(ON_FILES | ON_COLLECTIONS))
    for task in GroupApprovalTask.objects.filter(groups__name=MODERATORS):
        task.groups.add(group)


def allow_on_all_pages(group: Group, permissions: QuerySet[Permission]) -> None:
    allow(GroupPagePermission, permissions, group=group, page=Page.get_first_root_node())


def allow_on_all_collections(group: Group, permissions: QuerySet[Permission]) -> None:
    allow(GroupCollectionPermission, permissions, group=group, collection=Collection.get_first_root_node())


def allow(model: Any, permissions: Iterable[Permission], **where: Any) -> None:
    for permission in permissions:
        model.objects.get_or_create(permission=permission, **where)


def on_new_language(instance: Locale, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        make_language_roles(instance)


def connect() -> None:
    post_save.connect(on_new_language, sender=Locale)
