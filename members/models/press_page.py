"""The press room."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.images.models import SourceImageIOError
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.languages import Language
from amf_site.media.models import SiteImage, SiteRendition
from members.forum_structured_data import forum_graph
from members.press_facts import HELP, refusal_of, with_facts
from members.vocabulary import NewsKind
from pages.blocks import PARAGRAPH_FEATURES, TEXT_FEATURES
from pages.frame import frame_of
from pages.models import BasePage
from pages.pictures import fetch_renditions
from pages.plain_text import lines_of

from .news import NewsPage

#: The number of statements that the page lists.
STATEMENTS = 6


class PressPage(BasePage):
    """The press room: the Forum in short and at length with facts from the records, pictures and statements."""

    short_text = RichTextField(_("the Forum in fifty words"), features=PARAGRAPH_FEATURES, help_text=HELP)
    long_text = RichTextField(_("the Forum in two hundred words"), features=PARAGRAPH_FEATURES, help_text=HELP)
    pictures_text = RichTextField(_("about the pictures"), features=PARAGRAPH_FEATURES, blank=True)
    contact = RichTextField(_("contact"), features=TEXT_FEATURES, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("short_text"),
        FieldPanel("long_text"),
        MultiFieldPanel(
            [FieldPanel("pictures_text"), InlinePanel("pictures", heading=_("Pictures"), label=_("picture"))],
            heading=_("Pictures for download"),
        ),
        FieldPanel("contact"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("short_words"),
        index.SearchField("long_words"),
        index.SearchField("contact"),
        index.RelatedFields("pictures", [index.SearchField("caption")]),
    ]
    translatable_fields = [
        *BasePage.translatable_fields,
        TranslatableField("short_text"),
        TranslatableField("long_text"),
        TranslatableField("pictures_text"),
        TranslatableField("pictures"),
        TranslatableField("contact"),
    ]

    page_description = _("Texts, pictures and statements for journalists.")
    parent_page_types = ["pages.HomePage"]
    subpage_types: ClassVar = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("press room")
        verbose_name_plural = _("press rooms")

    def clean(self) -> None:
        """Refuse marks of facts that do not exist, in every language."""
        super().clean()
        texts = {name: refusal_of(getattr(self, name)) for name in ("short_text", "long_text")}
        if refusals := {name: refusal for name, refusal in texts.items() if refusal}:
            raise ValidationError(refusals)

    @property
    def short_with_facts(self) -> str:
        return with_facts(self.short_text, self.locale.language_code)

    @property
    def long_with_facts(self) -> str:
        return with_facts(self.long_text, self.locale.language_code)

    @property
    def short_words(self) -> list[str]:
        """The paragraphs of the short text as search finds them: with the facts, as readers see them."""
        return lines_of(self.short_with_facts)

    @property
    def long_words(self) -> list[str]:
        return lines_of(self.long_with_facts)

    @cached_property
    def picture_rows(self) -> list["PressPicture"]:
        """The pictures that can be downloaded, in order."""
        rows = [row for row in self.pictures.select_related("picture") if row.picture]
        fetch_renditions([row.picture for row in rows])
        return rows

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the latest ``statements`` in this language, and the ``names`` of the Forum in all open languages."""
        context = super().get_context(request, *args, **kwargs)
        articles = NewsPage.objects.reachable(self.passed_restrictions).filter(locale=self.locale)
        statements = articles.filter(kind=NewsKind.STATEMENT).with_records().defer_streamfields().latest_first()
        context["statements"] = statements[:STATEMENTS]
        context["names"] = [name_in(language) for language in frame_of(request, self).open_languages]
        return context

    def structured_data(self, canonical: str) -> list[dict[str, Any]]:
        """Return the Forum's JSON-LD with all of its bodies."""
        return forum_graph(self.locale.language_code)


@dataclass(frozen=True)
class NameOfForum:
    """The name of the Forum in a language, the same as at the top of its pages."""

    language: Language
    words: str


def name_in(language: Language) -> NameOfForum:
    with translation.override(language.code):
        return NameOfForum(language, gettext("Asian Mayors Forum"))


@dataclass(frozen=True)
class Download:
    """A picture in one of its sizes."""

    url: str
    width: int
    height: int
    #: In bytes, once it is known.
    size: int | None


class PressPicture(TranslatableMixin, Orderable):
    """A picture that journalists may print, with its caption. Its credit says by whom it is and under which licence."""

    #: The pictures for screens and for print: no longer nor higher than this, and never larger than the original.
    FILTERS = ("max-1600x1600|format-jpeg|jpegquality-85", "max-3000x3000|format-jpeg|jpegquality-90")

    page = ParentalKey(PressPage, on_delete=models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(
        SiteImage, verbose_name=_("picture"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    caption = models.CharField(_("caption"), max_length=250, help_text=_("What it shows, and where."))
    #: The sizes of both files in bytes, set by ``members.tasks.measure_pictures`` after publication.
    small_size = models.PositiveIntegerField(null=True, editable=False)
    large_size = models.PositiveIntegerField(null=True, editable=False)

    panels = [FieldPanel("picture"), FieldPanel("caption")]
    translatable_fields: ClassVar[list[Any]] = [SynchronizedField("picture"), TranslatableField("caption")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.caption

    @property
    def downloads(self) -> list[Download]:
        """The files, the smaller one first; one if both would be the same, none if the picture cannot be read."""
        renditions = [self.picture.get_rendition(spec) for spec in self.FILTERS] if self.picture else []
        if not renditions or any(rendition.is_placeholder for rendition in renditions):
            return []
        small, large = (
            Download(rendition.url, rendition.width, rendition.height, size)
            for rendition, size in zip(renditions, (self.small_size, self.large_size), strict=True)
        )
        return [small] if small.width == large.width else [small, large]

    def measure(self) -> None:
        """Make both files, and store their sizes. What cannot be read has no size."""
        picture = self.picture
        sizes = [size_of(picture.get_rendition(spec)) for spec in self.FILTERS] if picture else [None, None]
        self.small_size, self.large_size = sizes
        PressPicture.objects.filter(pk=self.pk).update(small_size=self.small_size, large_size=self.large_size)


def size_of(rendition: SiteRendition) -> int | None:
    try:
        with rendition.open_drawn() as file:
            return file.size
    except SourceImageIOError:
        return None
