"""Who may do what with a translation. Every address of the desk asks here and nowhere else.

A right comes from a ``LanguageRight`` of one of the user's groups, for all objects of that language, or from Wagtail's
own permissions on the object itself: who may edit a page may translate it, who may publish it may publish its
translation.
"""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, Model, QuerySet
from wagtail.models import Collection, GroupApprovalTask, Locale, LockableMixin, Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation

from ..models import LanguageRight

#: Permission of Wagtail, for everybody who works in the admin.
ENTER = "wagtailadmin.access_admin"
#: Permission of wagtail-localize, for those who decide what is translated into which language.
SUBMIT = "wagtail_localize.submit_translation"


def may_enter(user: Any) -> bool:
    """Whether the user is staff now. A job asks for somebody who may have left since, or be deleted."""
    return user is not None and user.has_perm(ENTER)


def is_desk_superuser(user: Any) -> bool:
    return may_enter(user) and user.is_superuser


def has_only_the_desk(user: Any) -> bool:
    """Whether the user is staff to whom Wagtail gives no right on any page, file, record or task of a workflow."""
    return (
        may_enter(user)
        and user.get_all_permissions() == {ENTER}
        and not policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
        and not policy_registry.get_by_type(Collection).get_cached_permissions_for_user(user)
        and not moderates(user)
    )


def moderates(user: Any) -> bool:
    """Whether a workflow gives tasks to the user; known with the language rights, where there are any."""
    language_rights(user)
    if not hasattr(user, "_moderates"):
        user._moderates = GroupApprovalTask.objects.filter(groups__user=user).exists()
    return user._moderates


def language_rights(user: Any) -> dict[int, bool]:
    """The locales (ids) of the user's groups, each with whether its translations may be published.

    Asked for once a request, like Django's own permissions: kept on the user object, which no request outlives.
    """
    if not may_enter(user):
        return {}
    if not hasattr(user, "_language_rights"):
        rights: dict[int, bool] = {}
        tasks = Exists(GroupApprovalTask.objects.filter(groups__user=user))
        known = LanguageRight.objects.filter(group__user=user).annotate(moderates=tasks)
        for locale, may_publish, is_moderator in known.values_list("locale", "may_publish", "moderates"):
            rights[locale] = rights.get(locale, False) or may_publish
            user._moderates = is_moderator
        user._language_rights = rights
    return user._language_rights


def languages_of(user: Any) -> QuerySet[Locale]:
    """Every language for those who decide what is translated, her own for a translator."""
    return Locale.objects.all() if user.has_perm(SUBMIT) else Locale.objects.filter(pk__in=language_rights(user))


def may_use_desk(user: Any) -> bool:
    """Whether the board is the user's at all. It names every page, so it takes more than a right on some of them."""
    return may_enter(user) and (user.has_perm(SUBMIT) or bool(language_rights(user)))


def may_open_languages(user: Any) -> bool:
    """Whether the user decides which languages there are and who sees them, and mends what is damaged."""
    return may_enter(user) and user.has_perm("wagtailcore.change_locale")


def may(user: Any, instance: Model, on_page: str, on_record: str) -> bool:
    """Whether Wagtail lets the user do something with a page or a record of whatever language."""
    if not may_enter(user):
        return False
    if isinstance(instance, Page):
        return getattr(instance.permissions_for_user(user), on_page)()
    return policy_registry.get(instance).user_has_permission_for_instance(user, on_record, instance)


def may_edit(user: Any, instance: Model) -> bool:
    return may(user, instance, "can_edit", "change")


def may_publish_object(user: Any, instance: Model) -> bool:
    return may(user, instance, "can_publish", "publish")


def may_delete(user: Any, instance: Model) -> bool:
    return may(user, instance, "can_delete", "delete")


def is_locked_for(user: Any, instance: Model) -> bool:
    """Whether somebody has locked the object, or a workflow or a schedule keeps it, against this user."""
    lock = instance.get_lock() if isinstance(instance, LockableMixin) else None
    return bool(lock and lock.for_user(user))


def target_of(translation: Translation) -> Model | None:
    """The page or record in the other language, unless it was deleted: what translators wrote outlives it."""
    try:
        return translation.get_target_instance()
    except ObjectDoesNotExist:
        return None


def may_translate(user: Any, translation: Translation, target: Model | None = None) -> bool:
    """Whether the user may change words of the translation; ``target`` saves a query where it is at hand."""
    target = target or target_of(translation)
    return may_read(user, translation, target) and not (target and is_locked_for(user, target))


def may_read(user: Any, translation: Translation, target: Model | None = None) -> bool:
    """The same, locked or not."""
    if is_desk_superuser(user) or translation.target_locale_id in language_rights(user):
        return True
    target = target or target_of(translation)
    return target is not None and may_edit(user, target)


def may_publish(user: Any, translation: Translation, target: Model | None = None) -> bool:
    """Whether the user may put the translation before readers."""
    target = target or target_of(translation)
    has_right = (
        is_desk_superuser(user)
        or language_rights(user).get(translation.target_locale_id, False)
        or (target is not None and may_publish_object(user, target))
    )
    return has_right and not (target and is_locked_for(user, target))


def may_submit(user: Any, instance: Model) -> bool:
    """Whether the user may decide that an object is translated: the permission alone is not enough."""
    return may_enter(user) and user.has_perm(SUBMIT) and may_edit(user, instance)
