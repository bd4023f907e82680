"""Menu, footer, contact data of the secretariat and social links, in one snippet per language."""

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.admin.one_in_language import OneInLanguage
from pages.telephone import TelephoneField


class EntryBlock(blocks.StructBlock):
    """A link to a page, labelled with the page's title unless a shorter label is given."""

    page = blocks.PageChooserBlock(label=_("page"))
    label = blocks.CharBlock(label=_("label"), max_length=60, required=False, help_text=_("Empty: the page's title."))

    class Meta:
        icon = "doc-empty"
        label = _("Page")


class SocialLinkBlock(blocks.StructBlock):
    """The Forum's account on a social network."""

    network = blocks.CharBlock(label=_("network"), max_length=40, help_text=_("Its name, as it writes itself."))
    url = blocks.URLBlock(label=_("web address"))

    class Meta:
        icon = "site"
        label = _("Social network")


class SiteNavigation(OneInLanguage, DraftStateMixin, RevisionMixin, PreviewableMixin, TranslatableMixin, models.Model):
    """The menu, footer and contact data on every page of a language.

    It has a draft state, so a translation that was only submitted is not shown half translated.
    """

    one_for_each = ()

    menu = StreamField([("page", EntryBlock())], verbose_name=_("main menu"), blank=True, max_num=6)
    footer = StreamField([("page", EntryBlock())], verbose_name=_("links in the footer"), blank=True, max_num=12)
    social = StreamField([("account", SocialLinkBlock())], verbose_name=_("social networks"), blank=True, max_num=8)
    motto_line = models.CharField(_("line beside the name"), max_length=150, blank=True)
    footer_text = models.TextField(_("about the Forum, in the footer"), max_length=500, blank=True)
    address = models.TextField(
        _("postal address"), max_length=300, blank=True, help_text=_("As it is printed, line by line.")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = TelephoneField(_("telephone"), max_length=40, blank=True, help_text=_("International form: +98 …"))
    hours = models.TextField(
        _("opening hours"), max_length=300, blank=True, help_text=_("As it is printed, line by line.")
    )
    copyright = models.CharField(_("copyright line"), max_length=150, blank=True)
    notice = models.CharField(_("notice in the footer"), max_length=300, blank=True)

    panels = [
        FieldPanel("menu"),
        FieldPanel("footer"),
        MultiFieldPanel([FieldPanel("motto_line"), FieldPanel("footer_text")], heading=_("Words")),
        MultiFieldPanel(
            [FieldPanel("address"), FieldPanel("email"), FieldPanel("telephone"), FieldPanel("hours")],
            heading=_("Contact"),
        ),
        FieldPanel("social"),
        MultiFieldPanel([FieldPanel("copyright"), FieldPanel("notice")], heading=_("Last lines")),
    ]
    translatable_fields = [
        TranslatableField("menu"),
        TranslatableField("footer"),
        TranslatableField("social"),
        TranslatableField("motto_line"),
        TranslatableField("footer_text"),
        TranslatableField("address"),
        SynchronizedField("email", overridable=False),
        SynchronizedField("telephone", overridable=False),
        TranslatableField("hours"),
        TranslatableField("copyright"),
        TranslatableField("notice"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("menu and footer")
        verbose_name_plural = _("menu and footer")

    def __str__(self) -> str:
        return str(_("Menu and footer"))

    def get_preview_template(self, request, mode_name) -> str:
        return "navigation/preview.html"

    def get_preview_context(self, request, mode_name) -> dict:
        """Return the context for a preview of the edited record around an empty page in its language."""
        from pages.frame import PageContext  # ``pages.frame`` imports this module

        translation.activate(self.locale.language_code)
        request.page_frame = PageContext(request, record=self)
        return super().get_preview_context(request, mode_name)

    @property
    def address_lines(self) -> list[str]:
        return [line.strip() for line in self.address.splitlines() if line.strip()]

    @property
    def hours_lines(self) -> list[str]:
        return [line.strip() for line in self.hours.splitlines() if line.strip()]

    @property
    def has_contact(self) -> bool:
        return bool(self.address_lines or self.email or self.telephone)
