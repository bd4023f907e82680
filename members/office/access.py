"""The way into a city's office: a link that works once opens two hours, in one browser, below the office's addresses.

Whoever is in has a cookie of the office, which is no session of Django's: it opens nothing else, and public pages never
get it. A path cannot name "all languages", so there is one cookie for each, with the same secret.
"""

import secrets
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from amf_site.addresses import absolute
from amf_site.languages import LANGUAGES

from .models import OfficeAddress, OfficeLink, OfficeSession

LINK_LIFE, SESSION_LIFE = timedelta(minutes=30), timedelta(hours=2)


def digest_of(secret: str) -> str:
    return salted_hmac("members.office", secret, algorithm="sha256").hexdigest()


def home_path(code: str) -> str:
    return f"/{code}/office/"


def new_link(address: OfficeAddress) -> str:
    """Return the URL of a new link. The secret is in the query string, which no log has."""
    secret = secrets.token_urlsafe(32)
    OfficeLink.objects.create(address=address, digest=digest_of(secret))
    return absolute(f"{home_path(address.language)}enter/?{urlencode({'key': secret})}")


@transaction.atomic
def enter(secret: str) -> str:
    """Use up a link, and return the secret of the session that it opens; empty if it opens none."""
    now = timezone.now()
    link = OfficeLink.objects.filter(
        digest=digest_of(secret), used_at=None, created_at__gt=now - LINK_LIFE, address__ended_at=None
    ).first()
    # The update decides: of two requests at once, only one uses the link.
    if link is None or not OfficeLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
        return ""
    opened = secrets.token_urlsafe(32)
    OfficeSession.objects.create(address=link.address, digest=digest_of(opened))
    return opened


def session_of(request: HttpRequest) -> OfficeSession | None:
    """Return the open session of the browser."""
    secret = request.COOKIES.get(cookie_name(get_language() or ""), "")
    if not secret:
        return None
    sessions = OfficeSession.objects.select_related("address__city").filter(
        digest=digest_of(secret), began_at__gt=timezone.now() - SESSION_LIFE, address__ended_at=None
    )
    return sessions.first()


def cookie_name(code: str) -> str:
    """Return the name of the cookie for a language. Browsers take the prefix only over HTTPS."""
    return f"__Secure-office-{code}" if settings.SESSION_COOKIE_SECURE else f"office-{code}"


def give_cookies(response: HttpResponse, secret: str) -> None:
    for row in LANGUAGES:
        response.set_cookie(
            cookie_name(row.code),
            secret,
            max_age=SESSION_LIFE,
            path=home_path(row.code),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )


def take_cookies(response: HttpResponse) -> None:
    for row in LANGUAGES:
        response.delete_cookie(cookie_name(row.code), path=home_path(row.code), samesite="Strict")


def end(address: OfficeAddress) -> None:
    """Take the office away from an address, also in browsers in which it is open."""
    address.ended_at = timezone.now()
    address.save(update_fields=["ended_at"])
    address.sessions.all().delete()
    address.links.all().delete()


def delete_outdated() -> None:
    now = timezone.now()
    OfficeLink.objects.filter(created_at__lt=now - LINK_LIFE).delete()
    OfficeSession.objects.filter(began_at__lt=now - SESSION_LIFE).delete()
