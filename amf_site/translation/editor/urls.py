"""Addresses below ``/admin/translations/``."""

from django.urls import path

from .api import AddComment, CheckSegment, HowItStands, KeepSegment, Override, ResolveComment
from .preview import Preview
from .steps import Publish, Step
from .views import Editor

urlpatterns = [
    path("<int:translation_id>/", Editor.as_view(), name="edit"),
    path("<int:translation_id>/segments/<int:segment_id>/", KeepSegment.as_view(), name="segment"),
    path("<int:translation_id>/segments/<int:segment_id>/check/", CheckSegment.as_view(), name="check"),
    path("<int:translation_id>/segments/<int:segment_id>/comments/", AddComment.as_view(), name="comment"),
    path("<int:translation_id>/comments/<int:comment_id>/resolve/", ResolveComment.as_view(), name="resolve"),
    path("<int:translation_id>/overrides/<int:segment_id>/", Override.as_view(), name="override"),
    path("<int:translation_id>/status/", HowItStands.as_view(), name="status"),
    path("<int:translation_id>/step/", Step.as_view(), name="step"),
    path("<int:translation_id>/publish/", Publish.as_view(), name="publish"),
    path("<int:translation_id>/preview/", Preview.as_view(), name="preview"),
]
