"""Replace Wagtail's upload views. The app precedes Wagtail's in ``INSTALLED_APPS``, so its URLs match first."""

from django.urls import URLPattern, path
from wagtail import hooks

from .admin_views import (
    AddDocument,
    AddDocuments,
    AddPicture,
    AddPictures,
    CreateDocumentFromUpload,
    CreatePictureFromUpload,
    EditDocument,
    EditPicture,
    preview,
)


@hooks.register("register_admin_urls")
def views_that_tell_what_was_found() -> list[URLPattern]:
    """Return URL patterns with the same paths as Wagtail's own; their names are still resolved by Wagtail's."""
    return [
        path("documents/add/", AddDocument.as_view()),
        path("documents/edit/<int:document_id>/", EditDocument.as_view()),
        path("documents/multiple/add/", AddDocuments.as_view()),
        path(
            "documents/multiple/create_from_uploaded_document/<int:uploaded_file_id>/",
            CreateDocumentFromUpload.as_view(),
        ),
        path("images/add/", AddPicture.as_view()),
        path("images/multiple/add/", AddPictures.as_view()),
        path("images/<int:image_id>/", EditPicture.as_view()),
        path("images/<int:image_id>/preview/<str:filter_spec>/", preview),
        path("images/multiple/create_from_uploaded_image/<int:uploaded_file_id>/", CreatePictureFromUpload.as_view()),
    ]
