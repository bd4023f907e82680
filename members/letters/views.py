"""The steps that readers take with a link from a mail. They need the secret in it, but neither cookie nor login.

Mail programs fetch links to examine them, so a link only shows a button. What it does is done by POST; for leaving,
mail programs send that by themselves when the reader says so there (RFC 8058). The addresses are outside the page tree,
so links work whatever becomes of the page with the form.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from amf_site.addresses import page_path
from amf_site.languages import SOURCE_LANGUAGE
from amf_site.public_forms.requests import PERSONAL
from amf_site.visibility.languages import open_to
from members.models import LettersPage
from members.models.letters_page import Step
from pages.frame import PageContext

from . import subscribing


@csrf_exempt  # readers have no cookie, and nobody else has the secret
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    secret, is_sent = request.GET.get("key", ""), request.method == "POST"
    is_good = subscribing.confirm(secret) if is_sent else subscribing.is_open(secret)
    return show(request, (Step.CONFIRMED if is_sent else Step.CONFIRM) if is_good else Step.BAD_CONFIRMATION)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Let a reader leave. The answer to POST is no redirect, which mail programs need not follow."""
    secret, is_sent = request.GET.get("key", ""), request.method == "POST"
    is_good = subscribing.leave(secret) if is_sent else subscribing.is_link_to_leave(secret)
    return show(request, (Step.LEFT if is_sent else Step.LEAVE) if is_good else Step.BAD_LEAVING)


def show(request: HttpRequest, step: Step) -> HttpResponse:
    """Return the page of a step, in the source language if that of the link is not public any more."""
    frame = PageContext(request)
    code = get_language() if frame.language in frame.open_languages else SOURCE_LANGUAGE
    with override(code):
        context = {"step": step.value, "form_path": form_path(code) if step == Step.BAD_CONFIRMATION else ""}
        status = 404 if step in (Step.BAD_CONFIRMATION, Step.BAD_LEAVING) else 200
        response = render(request, "members/letters/step.html", context, status=status)
    response["Content-Language"] = code
    for name, value in PERSONAL.items():
        response[name] = value
    return response


def form_path(code: str) -> str:
    """Return the path of the page with the form, or nothing if there is none."""
    page = LettersPage.objects.reachable().filter(open_to(), locale__language_code=code).first()
    return page_path(page, code) if page else ""
