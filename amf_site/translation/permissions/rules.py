"""The permissions on translations. All views of the desk use these functions.

A permission comes from a ``LanguageRight`` of one of the user's groups, for all objects in that language, or from
Wagtail's permissions on the object: whoever may edit a page may translate it, and whoever may publish it may publish
its translation.
"""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, Model, QuerySet
from wagtail.models import Collection, GroupApprovalTask, Locale, LockableMixin, Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation

from ..models import LanguageRight

#: Wagtail's permission to use the admin.
ENTER = "wagtailadmin.access_admin"
#: wagtail-localize's permission for those who decide what is translated into which language.
SUBMIT = "wagtail_localize.submit_translation"


def may_enter(user: Any) -> bool:
    """Return whether the user is staff now. A job may belong to a user who has left or been deleted since."""
    return user is not None and user.has_perm(ENTER)


def is_desk_superuser(user: Any) -> bool:
    return may_enter(user) and user.is_superuser


def has_only_the_desk(user: Any) -> bool:
    """Return whether the user is staff without any permission on pages, files, records or workflow tasks."""
    return (
        may_enter(user)
        and user.get_all_permissions() == {ENTER}
        and not policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
        and not policy_registry.get_by_type(Collection).get_cached_permissions_for_user(user)
        and not moderates(user)
    )


def moderates(user: Any) -> bool:
    """Return whether the user approves workflow tasks. Cached together with the language rights, if there are any."""
    language_rights(user)
    if not hasattr(user, "_moderates"):
        user._moderates = GroupApprovalTask.objects.filter(groups__user=user).exists()
    return user._moderates


def language_rights(user: Any) -> dict[int, bool]:
    """Return the ids of the locales of the user's groups, each with whether its translations may be published.

    Cached on the user object for one request, like Django's permissions.
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
    """Return all locales for those who decide what is translated, for a translator their own."""
    return Locale.objects.all() if user.has_perm(SUBMIT) else Locale.objects.filter(pk__in=language_rights(user))


def may_use_desk(user: Any) -> bool:
    """Return whether the user may open the board. It lists every page, so permissions on some pages are not enough."""
    return may_enter(user) and (user.has_perm(SUBMIT) or bool(language_rights(user)))


def may_open_languages(user: Any) -> bool:
    """Return whether the user may manage languages and their visibility, and repair damage."""
    return may_enter(user) and user.has_perm("wagtailcore.change_locale")


def may(user: Any, instance: Model, on_page: str, on_record: str) -> bool:
    """Return whether Wagtail allows the user an action on a page or record in any language."""
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
    """Return whether the object is locked for this user: by a user, a workflow or a schedule."""
    lock = instance.get_lock() if isinstance(instance, LockableMixin) else None
    return bool(lock and lock.for_user(user))


def target_of(translation: Translation) -> Model | None:
    """Return the target of a translation, or ``None`` if it was deleted: the translation itself is kept then."""
    try:
        return translation.get_target_instance()
    except ObjectDoesNotExist:
        return None


def may_translate(user: Any, translation: Translation, target: Model | None = None) -> bool:
    """Return whether the user may change the translation; passing ``target`` saves a query."""
    target = target or target_of(translation)
    return may_read(user, translation, target) and not (target and is_locked_for(user, target))


def may_read(user: Any, translation: Translation, target: Model | None = None) -> bool:
    """Return whether the user may read the translation: like ``may_translate``, but regardless of locks."""
    if is_desk_superuser(user) or translation.target_locale_id in language_rights(user):
        return True
    target = target or target_of(translation)
    return target is not None and may_edit(user, target)


def may_publish(user: Any, translation: Translation, target: Model | None = None) -> bool:
    """Return whether the user may publish the translation."""
    target = target or target_of(translation)
    has_right = (
        is_desk_superuser(user)
        or language_rights(user).get(translation.target_locale_id, False)
        or (target is not None and may_publish_object(user, target))
    )
    return has_right and not (target and is_locked_for(user, target))


def may_submit(user: Any, instance: Model) -> bool:
    """Return whether the user may submit an object for translation; this also takes the permission to edit it."""
    return may_enter(user) and user.has_perm(SUBMIT) and may_edit(user, instance)
