"""Addresses below ``/admin/translations/``."""

from django.urls import URLPattern, path

from .views import machine

urlpatterns: list[URLPattern] = [path("<int:translation_id>/machine/", machine, name="machine")]
