"""Addresses below ``/admin/translations/``."""

from django.urls import URLPattern, path

from .stopping_view import StartView, StopView
from .together_view import TogetherView
from .views import SameStepView

urlpatterns: list[URLPattern] = [
    path("same-step/<str:step>/", SameStepView.as_view(), name="same_step"),
    path("together/<int:content_type>/<str:pk>/", TogetherView.as_view(), name="together"),
    path("stop/<int:translation_id>/", StopView.as_view(), name="stop"),
    path("start/<int:translation_id>/", StartView.as_view(), name="start"),
]
