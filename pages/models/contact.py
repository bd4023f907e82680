"""The contact page."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from amf_site.public_forms import contact
from amf_site.public_forms.forms import PublicForm
from amf_site.public_forms.models import Message
from amf_site.public_forms.pages import PublicFormMixin
from pages.blocks import TEXT_FEATURES

from .base import BasePage
from .navigation import SiteNavigation


class ContactPage(PublicFormMixin, BasePage):
    """The form for messages to the secretariat, beside its addresses, which are those of ``SiteNavigation``."""

    introduction = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)

    schema_type = "ContactPage"
    submission_model = Message
    receipt_template = "pages/contact_receipt.html"

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("introduction")]

    page_description = _("A form for messages to the secretariat, beside its addresses.")
    parent_page_types = ["pages.HomePage", "pages.SectionPage"]
    subpage_types: ClassVar[list[Any]] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    def new_form(self, request: HttpRequest, data: Any = None) -> PublicForm:
        """Offer answers in the languages that are open."""
        from pages.frame import frame_of  # ``pages.frame`` imports this package

        return contact.ContactForm(data, frame_of(request, self).open_languages)

    def receive(self, form: PublicForm) -> Message:
        # The address that mail is announced to may be another one than the one that is published.
        record = SiteNavigation.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
        return contact.receive(form, settings.CONTACT_EMAIL or (record.email if record else ""))
