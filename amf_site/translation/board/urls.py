"""Addresses below ``/admin/translations/``."""

from django.urls import URLPattern, path

from .bulk import BulkView
from .submission import SubmitView
from .views import BoardView

urlpatterns: list[URLPattern] = [
    path("", BoardView.as_view(), name="board"),
    path("bulk/", BulkView.as_view(), name="bulk"),
    path("submit/", SubmitView.as_view(), name="submit"),
]
