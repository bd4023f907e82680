"""Which languages are visible to whom: public ones to everybody, preview ones to staff, hidden ones only in the admin.

The queries for pages require in addition that the home page of the language is live.
"""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Locale

from .models import LanguageStage


def is_of_staff(request: HttpRequest | None) -> bool:
    """Return whether the request comes from a user with access to the admin.

    Check the cookie first: accessing ``request.user`` loads the session and adds ``Vary: Cookie``, which would keep
    readers' pages out of shared caches.
    """
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = getattr(request, "user", None)
    return user is not None and user.has_perm("wagtailadmin.access_admin")


def open_to(request: HttpRequest | None = None, locale: str = "locale") -> Q:
    """Return a filter for pages in the languages open to the request's user, or to every reader if there is no request.

    ``locale`` is the lookup path from the filtered model to its locale.
    """
    stages = [LanguageStage.Stage.PUBLIC]
    if is_of_staff(request):
        stages.append(LanguageStage.Stage.PREVIEW)
    return Q(**{f"{locale}__language_code": settings.LANGUAGE_CODE}) | Q(**{f"{locale}__stage__stage__in": stages})


def hide_new_language(instance: Locale, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw and instance.language_code != settings.LANGUAGE_CODE:
        LanguageStage.objects.get_or_create(locale=instance)
