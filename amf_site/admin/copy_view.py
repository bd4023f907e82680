"""Patch Wagtail's copy view: validate the form first, and copy all pages or none.

Wagtail's view looks up the parent page before it validates the form, and crashes if it does not exist. The view is
patched because its URL takes precedence over URLs that hooks add. Remove the patch once Wagtail validates first;
``tests/admin`` fails then.
"""

from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.views.generic import FormView
from wagtail.admin.views.pages.copy import CopyView


def patch_copying() -> None:
    @wraps(CopyView.post)
    def post(self: CopyView, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with transaction.atomic():
            return FormView.post(self, request, *args, **kwargs)

    CopyView.post = post
