"""What is refused below the forms of the admin is said in words.

Wagtail asks a form before it stores anything and expects no refusal after that. But pages and records have rules of
their own, which also hold for copies and for what is published in bulk, and what is in use is not deleted: a view that
meets such a rule would answer 500.
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

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]
#: What a rule of a page, a record or a relation raises.
REFUSALS = (ValidationError, ProtectedError, RestrictedError)
#: So many of those that use something are named.
NAMED = 5


def say_refusals(view: View) -> View:
    """For all views of the admin."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
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


def page_before(request: HttpRequest) -> str:
    """The page of the admin that the request came from."""
    before = request.headers.get("referer", "")
    is_ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if is_ours and request.method == "POST" else reverse("wagtailadmin_home")


def reason_of(refusal: Exception, model: type[Model] | None = None) -> str:
    """The refusal in words, with the names of the fields if their model is known."""
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
    """That something is in use, and by what."""
    names = list(dict.fromkeys(f"{user._meta.verbose_name} “{user}”" for user in users))
    shown = [*names[:NAMED], "…"] if len(names) > NAMED else names
    return _("It is in use, so it stays: %(users)s") % {"users": ", ".join(shown)}
