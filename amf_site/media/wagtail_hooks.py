"""What the admin says of uploaded documents. The app stands before Wagtail's, so its addresses are found first."""

from django.urls import URLPattern, path
from wagtail import hooks

from .admin_views import AddDocument, AddDocuments, EditDocument


@hooks.register("register_admin_urls")
def views_that_tell_what_was_found() -> list[URLPattern]:
    """Under Wagtail's own addresses and names, which stay as they are: only the views differ."""
    return [
        path("documents/add/", AddDocument.as_view()),
        path("documents/edit/<int:document_id>/", EditDocument.as_view()),
        path("documents/multiple/add/", AddDocuments.as_view()),
    ]
