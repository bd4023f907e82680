"""The page that the proxy shows instead of its own when too much was sent."""

from django.http import HttpRequest, HttpResponse

from .requests import TOO_LARGE


def too_large(request: HttpRequest) -> HttpResponse:
    return TOO_LARGE.response(request)
