"""Which languages are open, and to whom: readers see the public ones, staff also those that are shown to staff.

Nobody sees a hidden one outside the admin. That a language's landing page is live is asked for besides, where pages are
looked for.
"""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Locale

from .models import LanguageStage


def is_of_staff(request: HttpRequest | None) -> bool:
    """Whether somebody asks who may use the admin.

    The cookie is looked at first: asking for the user opens the session, and the answer to a reader could no longer be
    kept by shared caches.
    """
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = getattr(request, "user", None)
    return user is not None and user.has_perm("wagtailadmin.access_admin")


def open_to(request: HttpRequest | None = None, locale: str = "locale") -> Q:
    """For a filter of pages: those of languages that are open to whoever asks; without a request, to every reader.

    ``locale`` leads from the rows that are asked for to their language.
    """
    stages = [LanguageStage.Stage.PUBLIC]
    if is_of_staff(request):
        stages.append(LanguageStage.Stage.PREVIEW)
    return Q(**{f"{locale}__language_code": settings.LANGUAGE_CODE}) | Q(**{f"{locale}__stage__stage__in": stages})


def hide_new_language(instance: Locale, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw and instance.language_code != settings.LANGUAGE_CODE:
        LanguageStage.objects.get_or_create(locale=instance)
