"""Addresses below ``/admin/translations/``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
