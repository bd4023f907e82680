"""Groups of fields that page types share, each with its panels and translation rules, and the slideshow interface."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Locale, Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.media.models import SiteImage


class ListingFields(models.Model):
    """How a page appears elsewhere: on cards, in search results and in link previews."""

    summary = models.CharField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One sentence. It is shown on cards, by search engines and when the page is shared."),
    )
    picture = models.ForeignKey(
        SiteImage,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("At the top of the page and on cards. At least 1600 pixels wide."),
    )
    picture_alt = models.CharField(
        _("what the picture shows"),
        max_length=250,
        blank=True,
        help_text=_("For readers who do not see it. Leave empty if the picture is decoration."),
    )

    listing_panels = [
        FieldPanel("summary", widget=AdminAutoHeightTextInput),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture")),
    ]
    listing_translatable_fields = [
        TranslatableField("summary"),
        SynchronizedField("picture"),
        TranslatableField("picture_alt"),
    ]

    class Meta:
        abstract = True


@dataclass(frozen=True)
class Slide:
    """One slide on the landing page."""

    image: SiteImage
    alt: str
    name: str
    #: The name in the local language, and that language's code.
    native_name: str
    native_language: str
    #: The id of the place's section on the showcased page.
    anchor: str


class Showcase:
    """Interface of page types that the landing page can show in its slideshow."""

    def slides(self) -> list[Slide]:
        """Return the slides in order."""
        raise NotImplementedError

    @classmethod
    def overview(cls, locale: Locale) -> list[Page]:
        """Return the reachable pages of this type in a language, in order, at most one more than a map can name."""
        raise NotImplementedError
