"""What follows from signing in, from changes of second factors and of rights: mostly entries of the audit log."""

from collections.abc import Callable, Iterable
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import get_user_model
from django.contrib.auth import signals as auth
from django.contrib.auth.models import Group
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.http import HttpRequest
from wagtail.models import ModelLogEntry, PageLogEntry

from . import audit
from .audit import note
from .second_factor import FACTORS


def connect() -> None:
    factors.authenticator_added.connect(accept_new_factor)
    for signal, action in (
        (factors.authenticator_added, audit.FACTOR_ADDED),
        (factors.authenticator_removed, audit.FACTOR_REMOVED),
        (factors.authenticator_reset, audit.CODES_RENEWED),
        (factors.authentication_failed, audit.CODE_FAILED),
    ):
        signal.connect(_noting_factor(action), weak=False)
    auth.user_logged_in.connect(note_login)
    auth.user_logged_out.connect(note_logout)
    auth.user_login_failed.connect(note_failed_login)
    connect_rights()
    for entries in (ModelLogEntry, PageLogEntry):
        post_save.connect(audit.tell_stream, sender=entries)


def connect_rights() -> None:
    user_model: Any = get_user_model()
    pre_save.connect(remember_account, sender=user_model)
    post_save.connect(note_account, sender=user_model)
    for through in (user_model.groups.through, user_model.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(note_membership, sender=through)
    # Permissions on pages, collections and languages are rows that belong to a group.
    for relation in Group._meta.related_objects:
        if relation.one_to_many:
            model = relation.related_model
            post_save.connect(_noting_right(audit.RIGHTS_GIVEN, relation.field.name), sender=model, weak=False)
            post_delete.connect(_noting_right(audit.RIGHTS_TAKEN, relation.field.name), sender=model, weak=False)


def accept_new_factor(request: HttpRequest, user: Any, authenticator: Authenticator, **options: Any) -> None:
    """Count the session in which a factor is set up as one with a second factor: it was just used."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def _noting_factor(action: str) -> Callable[..., None]:
    def receive(user: Any, authenticator: Authenticator, **options: Any) -> None:
        note(user, action, user=user, what=str(authenticator))

    return receive


def note_login(user: Any, **options: Any) -> None:
    note(user, audit.LOGIN, user=user)


def note_logout(user: Any, **options: Any) -> None:
    if user:
        note(user, audit.LOGOUT, user=user)


def note_failed_login(credentials: dict[str, Any], request: HttpRequest | None = None, **options: Any) -> None:
    """Note it with the account, if there is one: people also type passwords into the field for the name.

    Attempts that Axes has refused without a look are not noted, or anybody could fill the database.
    """
    if request is not None and AxesProxyHandler.is_locked(request, credentials):
        return
    users = get_user_model().objects
    user = users.filter(username=credentials.get("username") or "").first()
    if user:
        note(user, audit.LOGIN_FAILED)
    else:
        audit.tell_failure("no account with this name")


def remember_account(instance: Any, raw: bool = False, **options: Any) -> None:
    before = None if raw or not instance.pk else type(instance).objects.filter(pk=instance.pk).first()
    instance._before = (before.is_superuser, before.is_active) if before else (False, False)


def note_account(instance: Any, raw: bool = False, **options: Any) -> None:
    if raw:
        return
    now = (instance.is_superuser, instance.is_active)
    for name, was, is_now in zip(("superuser", "active"), instance._before, now, strict=True):
        if was != is_now:
            note(instance, audit.RIGHTS_GIVEN if is_now else audit.RIGHTS_TAKEN, what=name)
    if instance._password is not None:  # Django has forgotten it if only the hash is renewed
        note(instance, audit.PASSWORD_CHANGED)


ACTIONS = {"post_add": audit.RIGHTS_GIVEN, "post_remove": audit.RIGHTS_TAKEN, "pre_clear": audit.RIGHTS_TAKEN}


def note_membership(
    sender: Any, instance: Any, action: str, reverse: bool, model: type[Model], pk_set: set | None, **options: Any
) -> None:
    """Note groups and permissions of an account, and permissions of a group, from whichever side they are changed."""
    if action not in ACTIONS:
        return
    if action == "pre_clear":
        own = next(field for field in type(instance)._meta.get_fields() if _through(field) is sender)
        others: Iterable[Any] = getattr(instance, own.name if not reverse else own.get_accessor_name()).all()
    else:
        others = model._default_manager.filter(pk__in=pk_set or ())
    if reverse:
        for other in others:
            note(other, ACTIONS[action], what=str(instance))
    elif names := ", ".join(sorted(map(str, others))):
        note(instance, ACTIONS[action], what=names)


def _through(field: Any) -> Any:
    relation = getattr(field, "remote_field", None) if not field.auto_created else field
    return getattr(relation, "through", None)


def _noting_right(action: str, field: str) -> Callable[..., None]:
    def receive(instance: Any, raw: bool = False, created: bool = True, **options: Any) -> None:
        # A group that is being deleted takes its rights along.
        if not raw and created and Group.objects.filter(pk=getattr(instance, f"{field}_id")).exists():
            note(getattr(instance, field), action, what=str(instance))

    return receive
