"""Addresses below ``/admin/translations/``."""

from django.urls import URLPattern, path

from .views import LanguagesView, MinimumView, OpenView, StageView, make_missing_drafts

urlpatterns: list[URLPattern] = [
    path("languages/", LanguagesView.as_view(), name="languages"),
    path("languages/open/", OpenView.as_view(), name="open_language"),
    path("languages/<int:locale_id>/drafts/", make_missing_drafts, name="make_drafts"),
    path("languages/<int:locale_id>/minimum/", MinimumView.as_view(), name="minimum_coverage"),
    path("languages/<int:locale_id>/<slug:stage>/", StageView.as_view(), name="language_stage"),
]
