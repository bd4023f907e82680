"""Patch Wagtail's copy views: copy all pages or none, and save a copied record as a new one.

The view for pages looks up the parent before it validates the form, and crashes if it does not exist; it is patched
because its URL takes precedence over URLs that hooks add. The view for records shows a form that posts to another URL;
if data is posted to the view itself, it overwrites the original. Remove each patch once Wagtail has fixed this;
``tests/admin`` fails then.
"""

from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.views.generic import FormView
from wagtail.admin.views.generic.models import CopyViewMixin
from wagtail.admin.views.pages.copy import CopyView


def patch_copying() -> None:
    @wraps(CopyView.post)
    def post(self: CopyView, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with transaction.atomic():
            return FormView.post(self, request, *args, **kwargs)

    CopyView.post = post

    begin = CopyViewMixin.get_initial_form_instance

    @wraps(begin)
    def get_initial_form_instance(self: Any) -> Any:
        if self.request.method != "POST":
            return begin(self)
        self.get_object()  # checks the permission to view the original
        self.object = None
        return super(CopyViewMixin, self).get_initial_form_instance()

    CopyViewMixin.get_initial_form_instance = get_initial_form_instance
