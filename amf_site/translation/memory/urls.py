"""Addresses below ``/admin/translations/``."""

from django.urls import URLPattern, path

from .glossary import GlossaryFiles, export_glossary
from .views import ConsistencyReport, suggest

urlpatterns: list[URLPattern] = [
    path("<int:translation_id>/segments/<int:segment_id>/suggestions/", suggest, name="suggestions"),
    path("consistency/", ConsistencyReport.as_view(), name="consistency"),
    path("glossary/", GlossaryFiles.as_view(), name="glossary_files"),
    path("glossary/<slug:language_code>.csv", export_glossary, name="glossary_export"),
]
