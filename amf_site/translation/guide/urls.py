"""The guide's address."""

from django.urls import path

from .views import GuideView

urlpatterns = [path("guide/", GuideView.as_view(), name="guide")]
