"""Documents that the Forum has published: declarations, the statute, reports and programmes."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import RevisionMixin

from amf_site.cldr.names import language_choices
from amf_site.languages import SOURCE_LANGUAGE
from amf_site.media.models import SiteDocument
from amf_site.persian.letters import PERSIAN, repair_persian
from members.forum_querysets import PublishedDocumentQuerySet
from members.vocabulary import DocumentKind
from pages.models import Source
from pages.partial_dates import PartialDate, PartialDateField, parse_or_none

from .body import Body
from .city import validate_past
from .event import Event


class PublishedDocument(RevisionMixin, ClusterableModel):
    """A document in one or more languages, each with its title and a file or a link."""

    Kind = DocumentKind

    key = models.SlugField(
        _("key"), unique=True, max_length=80, help_text=_("In addresses, the same in all languages: a-z, -.")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=DocumentKind)
    date = PartialDateField(
        _("date"), help_text=_("Of its adoption, as exact as it is known: 2011, 2011-04 or 2011-04-01.")
    )
    event = models.ForeignKey(
        Event,
        verbose_name=_("event"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        help_text=_("At which it was adopted or presented."),
    )
    body = models.ForeignKey(
        Body,
        verbose_name=_("body"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
        help_text=_("Whose document it is."),
    )
    articles = models.PositiveSmallIntegerField(
        _("number of articles"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )
    checked_on = models.DateField(_("last checked on"), null=True, blank=True, validators=[validate_past])
    #: The titles in all languages, folded for search. ``forum_signals`` keeps them up to date.
    folded_titles = models.TextField(editable=False, default="")

    objects = PublishedDocumentQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]),
        FieldPanel("key"),
        MultiFieldPanel([FieldPanel("event"), FieldPanel("body"), FieldPanel("articles")], heading=_("In the Forum")),
        InlinePanel("files", heading=_("Languages"), label=_("language"), min_num=1),
        FieldRowPanel([FieldPanel("source"), FieldPanel("checked_on")]),
    ]

    class Meta:
        verbose_name = _("published document")
        verbose_name_plural = _("published documents")
        ordering = ["-date", "key"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.date} ({self.key})"

    @property
    def partial_date(self) -> PartialDate | None:
        return parse_or_none(self.date)


class PublishedFile(models.Model):
    """A published document in one language: a file of this site, or the address of the original elsewhere."""

    document = ParentalKey(PublishedDocument, on_delete=models.CASCADE, related_name="files")
    language = models.CharField(_("language"), max_length=10, choices=language_choices)
    title = models.CharField(
        _("title"), max_length=250, help_text=_("In this language, as readers of it are to see it.")
    )
    file = models.ForeignKey(
        SiteDocument, verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.URLField(
        _("link"), max_length=500, blank=True, help_text=_("If the document stands on another site.")
    )

    panels = [FieldRowPanel([FieldPanel("language"), FieldPanel("title")]), FieldPanel("file"), FieldPanel("link")]

    class Meta:
        verbose_name = _("language of a document")
        verbose_name_plural = _("languages of a document")
        ordering = ["pk"]
        constraints = (
            models.UniqueConstraint(fields=["document", "language"], name="one_published_file_per_language"),
        )

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.language == PERSIAN:
            self.title = repair_persian(self.title)
        if (self.file_id is None) == (not self.link):
            raise ValidationError({"link": _("Choose a file or write a link: one of the two.")})

    @property
    def host(self) -> str:
        """The site on which the original stands."""
        return (urlsplit(self.link).hostname or "").removeprefix("www.")
