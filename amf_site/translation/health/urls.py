"""Addresses below ``/admin/translations/``."""

from django.urls import URLPattern, path

from .views import HealthView

urlpatterns: list[URLPattern] = [path("health/", HealthView.as_view(), name="health")]
