"""The page of the admin that hands out or deletes all that is stored about an e-mail address."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from . import personal_data
from .models import Message


class AddressForm(forms.Form):
    email = forms.CharField(
        label=gettext_lazy("E-mail"), max_length=254, widget=forms.TextInput({"dir": "ltr", "autocomplete": "off"})
    )


def may_see(user: Any) -> bool:
    """Whoever may delete messages may also hand them out."""
    return ModelPermissionPolicy(Message).user_has_permission(user, "delete")


class PersonalDataView(WagtailAdminTemplateMixin, FormView):
    """Everything is sent with POST, so that no address stands in a log."""

    form_class = AddressForm
    template_name = "public_forms/admin/personal_data.html"
    page_title = gettext_lazy("Personal data")
    header_icon = "user"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse("personal_data"), "label": self.get_page_title()}]

    def form_valid(self, form: AddressForm) -> HttpResponse:
        email = form.cleaned_data["email"]
        if "export" in self.request.POST:
            answer = JsonResponse(
                personal_data.export(email, self.request.user),
                safe=False,
                json_dumps_params={"ensure_ascii": False, "indent": 2},
            )
            answer["Content-Disposition"] = 'attachment; filename="personal-data.json"'
            return answer
        if "delete" in self.request.POST:
            count = personal_data.delete(email, self.request.user)
            text = ngettext("%(count)d message has been deleted.", "%(count)d messages have been deleted.", count)
            messages.success(self.request, text % {"count": count})
        return self.render_to_response(
            self.get_context_data(
                form=form,
                found=personal_data.submissions_of(email),
                others=personal_data.records_of(email),
                is_asked=True,
            )
        )


class PersonalDataMenuItem(MenuItem):
    """A menu item that only users who may open the page see."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)
