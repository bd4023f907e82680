"""The floor of ``bench_pages``: a bare Django view that returns as many bytes as it is asked for."""

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[])

BYTES = b"a" * 1_000_000


def answer(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse(BYTES[:number])


urlpatterns = [path("<int:number>/", answer)]
application = WSGIHandler()
