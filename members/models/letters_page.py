"""The page on which readers subscribe to letters, confirm it, and leave."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from amf_site.public_forms.forms import PublicForm
from amf_site.public_forms.pages import BUSY, PublicFormMixin
from amf_site.public_forms.requests import PERSONAL
from pages.blocks import TEXT_FEATURES
from pages.frame import frame_of
from pages.models import BasePage


class Step(models.TextChoices):
    """A step after the form; its words are in ``templates/members/letters/step.html``."""

    ASKED = "asked"
    CONFIRM = "confirm"
    CONFIRMED = "confirmed"
    LEAVE = "leave"
    LEFT = "left"
    BAD_CONFIRMATION = "bad-confirmation"
    BAD_LEAVING = "bad-leaving"


class LettersPage(PublicFormMixin, BasePage):
    """The form for letters. The steps behind it are in ``members.letters.views``."""

    introduction = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("introduction")]

    page_description = _("A form with which readers subscribe to letters.")
    parent_page_types = ["pages.HomePage", "pages.SectionPage"]
    subpage_types: ClassVar[list[Any]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("page of the letters")
        verbose_name_plural = _("pages of the letters")

    def new_form(self, request: HttpRequest, data: Any = None) -> PublicForm:
        from members.letters.subscribing import SubscriptionForm  # it uses this package

        return SubscriptionForm(data, frame_of(request, self).open_languages)

    def answer(self, request: HttpRequest, form: PublicForm) -> HttpResponse:
        """Take the form, and give the same answer whether or not the address is subscribed."""
        from members.letters.subscribing import ask  # it uses this package

        if not form.is_valid():
            return self.show_again(request, form, 422)
        if not self.may_send(request, form):
            return self.show_again(request, form, 429)
        if not ask(form):
            form.add_error(None, BUSY)
            return self.show_again(request, form, 429)
        return HttpResponseRedirect(f"{request.path}{self.reverse_subpage('receipt')}", status=303, headers=PERSONAL)

    @path("received/", name="receipt")
    def receipt(self, request: HttpRequest) -> HttpResponse:
        response = self.render(
            request, template="members/letters/step.html", context_overrides={"step": Step.ASKED.value}
        )
        for name, value in PERSONAL.items():
            response[name] = value
        return response
