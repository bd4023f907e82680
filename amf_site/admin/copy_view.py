"""Copying: of pages, all of them are copied or none, and the form is asked first; of records, a copy is a new one.

Wagtail's view of pages looks for the parent before the form does, and fails where there is none. Its address stands
before those that hooks add. Its view of records shows a form that is sent elsewhere; what is sent to itself, it writes
into the original. To be deleted when the views do so no longer: ``tests/admin`` tells.
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
        self.get_object()  # whoever may not see the original is refused
        self.object = None
        return super(CopyViewMixin, self).get_initial_form_instance()

    CopyViewMixin.get_initial_form_instance = get_initial_form_instance
