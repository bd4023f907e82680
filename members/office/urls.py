"""The addresses of a city's office, below the prefix of a language."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import path
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from pages.views import in_an_open_language

from . import views


def of(view: type[View]) -> Callable[..., HttpResponseBase]:
    """Return the view without Django's token: where a form comes from is asked in ``public_forms.requests``."""
    return csrf_exempt(in_an_open_language(view.as_view()))


urlpatterns = [
    path("", of(views.Home), name="office"),
    path("enter/", of(views.Enter), name="office_enter"),
    path("leave/", of(views.Leave), name="office_leave"),
    path("proposal/<str:reference>/", of(views.ShowProposal), name="office_proposal"),
    path("words/<str:code>/", of(views.Propose), {"name": "words"}, name="office_words"),
    path("<str:name>/", of(views.Propose), name="office_propose"),
]
