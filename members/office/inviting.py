"""The page of the admin where the offices of a city are invited and ended."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from amf_site.public_forms.fields import AddressField
from amf_site.public_forms.models import PUBLIC_LANGUAGES
from members.models import City

from . import access, mails
from .models import OfficeAddress

INVITED, ENDED = "office.invite", "office.end"


def may_change_cities(user: Any) -> bool:
    """Whoever may change the records of cities decides who and what comes into them."""
    return ModelPermissionPolicy(City).user_has_permission(user, "change")


class InvitationForm(forms.Form):
    email = AddressField(label=gettext_lazy("E-mail"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=PUBLIC_LANGUAGES)

    def __init__(self, *args: Any, city: City, **options: Any) -> None:
        self.city = city
        super().__init__(*args, **options)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if self.city.office_addresses.filter(email__iexact=email, ended_at=None).exists():
            raise forms.ValidationError(_("This address is invited already."))
        return email


class OfficesView(WagtailAdminTemplateMixin, FormView):
    """Who speaks for a city: invite an address, send it a new link, or end it."""

    form_class = InvitationForm
    template_name = "office/admin/offices.html"
    page_title = gettext_lazy("Office of the city")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_change_cities(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def city(self) -> City:
        return get_object_or_404(City, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.city.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        record = reverse("wagtailsnippets_members_city:edit", args=[self.city.pk])
        return [
            *self.breadcrumbs_items,
            {"url": record, "label": self.city.name},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "city": self.city}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        addresses = self.city.office_addresses.select_related("invited_by")
        return super().get_context_data(city=self.city, addresses=addresses, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.POST.get("end") or request.POST.get("again") or ""
        if not key:
            return super().post(request, *args, **kwargs)
        number = int(key) if key.isascii() and key.isdigit() and len(key) < 18 else 0
        address = get_object_or_404(OfficeAddress, pk=number, city=self.city, ended_at=None)
        with transaction.atomic():
            if "end" in request.POST:
                access.end(address)
                log(self.city, ENDED, user=request.user, data={"what": str(address.pk)})
                messages.success(request, _("This address has no office any more."))
            else:
                mails.send_link(address)
                messages.success(request, _("A new link is on its way."))
        return redirect(request.path)

    @transaction.atomic
    def form_valid(self, form: InvitationForm) -> HttpResponse:
        address = OfficeAddress.objects.create(city=self.city, invited_by_id=self.request.user.pk, **form.cleaned_data)
        mails.invite(address)
        log(self.city, INVITED, user=self.request.user, data={"what": str(address.pk)})
        messages.success(self.request, _("The invitation is on its way."))
        return redirect(self.request.path)
