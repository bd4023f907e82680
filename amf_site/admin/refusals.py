"""Turn errors that models raise behind the admin's forms into messages for the user.

Wagtail validates the form before it saves and expects no error afterwards. But pages and records have rules of their
own, which also apply to copies and bulk publishing, and records in use are protected from deletion. Without this module
a view would answer 500 to such an error.
"""

import logging
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin import messages

from amf_site.middleware import RefuseUnreadable

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]
#: Exceptions raised by the validation of a page or record, or by a protected relation.
REFUSALS = (ValidationError, ProtectedError, RestrictedError)
#: The maximum number of users of a record that a message names.
NAMED = 5


def say_refusals(view: View) -> View:
    """Decorate an admin view to answer a refusal with JSON (400) or a redirect and an error message.

    A ``next`` that is not a URL is refused before anything is saved: Wagtail's views pass it to ``redirect``, which
    takes it for the name of a view.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_of_wagtail(view) and not all(map(is_url, next_pages(request))):
            return RefuseUnreadable.refuse()
        try:
            return view(request, *args, **kwargs)
        except REFUSALS as refusal:
            logger.warning("refused at %s", request.path_info, exc_info=refusal)
            reason = reason_of(refusal)
        if not request.accepts("text/html") or request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"success": False, "error_message": reason}, status=400)
        messages.error(request, reason)
        return redirect(page_before(request))

    return answer


def is_of_wagtail(view: View) -> bool:
    """Return whether a view is one of Wagtail's, or a class derived from one."""
    classes = getattr(view, "view_class", object).__mro__
    return any(module.startswith("wagtail") for module in (view.__module__, *(each.__module__ for each in classes)))


def next_pages(request: HttpRequest) -> list[str]:
    """Return where the request asks to be led next; Wagtail looks in the form and in the query."""
    return [data["next"] for data in (request.GET, request.POST) if data.get("next")]


def is_url(place: str) -> bool:
    """Return whether Django's ``redirect`` takes a string for a URL."""
    return "/" in place or "." in place


def page_before(request: HttpRequest) -> str:
    """Return the URL that a form was submitted from, or the admin's home."""
    before = request.headers.get("referer", "")
    is_ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if is_ours and request.method == "POST" else reverse("wagtailadmin_home")


def reason_of(refusal: Exception, model: type[Model] | None = None) -> str:
    """Return the message of a refusal, with the labels of the fields if ``model`` is given."""
    if isinstance(refusal, ProtectedError):
        return in_use_by(refusal.protected_objects)
    if isinstance(refusal, RestrictedError):
        return in_use_by(refusal.restricted_objects)
    if not isinstance(refusal, ValidationError):
        return str(refusal)
    if model is None or not hasattr(refusal, "error_dict"):
        return " ".join(refusal.messages)
    labels = {
        field.name: capfirst(str(getattr(field, "verbose_name", field.name))) for field in model._meta.get_fields()
    }
    return " ".join(
        f"{labels[name]}: {' '.join(words)}" if name in labels else " ".join(words)
        for name, words in refusal.message_dict.items()
    )


def in_use_by(users: Iterable[Model]) -> str:
    """Return the message that a record is in use, with the names of the objects that use it."""
    names = list(dict.fromkeys(f"{user._meta.verbose_name} “{user}”" for user in users))
    shown = [*names[:NAMED], "…"] if len(names) > NAMED else names
    return _("It is in use, so it stays: %(users)s") % {"users": ", ".join(shown)}
