"""Addresses below ``/admin/translations/``."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("export/", views.ExportView.as_view(), name="export"),
    path("export/<int:job_id>/", views.JobFileView.as_view(), name="job_file"),
    path("import/", views.ImportView.as_view(), name="import"),
    path("import/<int:job_id>/", views.ImportReportView.as_view(), name="import_report"),
    path("import/<int:job_id>/table/", views.ImportTableView.as_view(), name="import_table"),
]
