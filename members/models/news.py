"""News of the Forum: the list and its articles."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.cldr.names import is_written_in, language_choices
from amf_site.languages import SOURCE_LANGUAGE
from amf_site.search.kinds import SearchKind
from amf_site.visibility.languages import is_of_staff, open_to
from members.checklist import NEWS
from members.feeds import Atom, NewsFeed, Rss
from members.forms import NewsFilter
from members.forum_querysets import NewsPageManager, NewsPageQuerySet
from members.news_listing import NewsListing
from members.subjects import Subjects
from members.vocabulary import NewsKind
from pages.blocks import PARAGRAPH_FEATURES, BodyBlock
from pages.frame import frame_of
from pages.models import BasePage
from pages.partial_dates import PartialDate, PartialDateField, parse_or_none
from pages.pictures import fetch_renditions

from .body import Body
from .categories import Theme
from .city import City
from .event import Event
from .profile import CityPage


class NewsIndexPage(RoutablePageMixin, BasePage):
    """The list of all news, and the parent page of the articles."""

    introduction = RichTextField(_("introduction"), features=PARAGRAPH_FEATURES, blank=True)

    query_parameters = NewsFilter.parameters()
    schema_type = "CollectionPage"
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("introduction")]

    page_description = _("The list of all news. The articles are its pages.")
    parent_page_types = ["pages.HomePage"]
    subpage_types: ClassVar = ["members.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``listing``."""
        context = super().get_context(request, *args, **kwargs)
        articles = self.articles().filter(open_to(request))
        profiles = CityPage.objects.reachable(self.passed_restrictions).filter(locale=self.locale)
        is_for_everybody = not self.passed_restrictions and not is_of_staff(request)
        context["listing"] = listing = NewsListing(articles, profiles, self.locale, request.GET, is_for_everybody)
        fetch_renditions([article.picture for article in listing.part])
        return context

    def articles(self) -> NewsPageQuerySet:
        """The articles in all languages that readers of this page can reach."""
        return NewsPage.objects.reachable(self.passed_restrictions)

    @path("feed/", name="feed")
    def atom(self, request: HttpRequest) -> HttpResponseBase:
        return NewsFeed(Atom)(request, page=self)

    @path("rss/", name="rss")
    def rss(self, request: HttpRequest) -> HttpResponseBase:
        return NewsFeed(Rss)(request, page=self)


class NewsPage(BasePage):
    """An article. What it is about is the same in all languages; only its words are translated."""

    Kind = NewsKind

    date = PartialDateField(
        _("date"),
        help_text=_("Of what happened or was said, as exact as it is known: 2011, 2011-04 or 2011-04-01."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=NewsKind, default=NewsKind.NEWS)
    place = models.ForeignKey(
        City, verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"))
    event = models.ForeignKey(
        Event, verbose_name=_("event"), null=True, blank=True, on_delete=models.PROTECT, related_name="news"
    )
    forum_body = models.ForeignKey(
        Body,
        verbose_name=_("body of the Forum"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="news",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )
    project = models.ForeignKey(
        "members.ProjectPage",
        verbose_name=_("project"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    cities = ParentalManyToManyField(City, verbose_name=_("cities"), blank=True, related_name="news")
    themes = ParentalManyToManyField(
        Theme,
        verbose_name=_("themes"),
        blank=True,
        related_name="news",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )

    objects: ClassVar = NewsPageManager()

    schema_type = "NewsArticle"
    search_kind, search_date = SearchKind.NEWS, "newspage__date"
    checklist = NEWS
    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]),
        *BasePage.listing_panels[:1],
        FieldPanel("body"),
        InlinePanel("sources", heading=_("Sources"), label=_("source")),
        *BasePage.listing_panels[1:],
        MultiFieldPanel(
            [
                FieldPanel("event"),
                FieldRowPanel([FieldPanel("place"), FieldPanel("forum_body")]),
                FieldPanel("cities", widget=forms.CheckboxSelectMultiple),
                FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                PageChooserPanel("project", page_type="members.ProjectPage"),
            ],
            heading=_("What it is about"),
        ),
    ]
    search_fields = [
        *(*BasePage.search_fields, index.SearchField("body")),
        *(index.FilterField(name) for name in ("date", "kind", "event", "place")),
    ]
    translatable_fields = [
        *BasePage.translatable_fields,
        SynchronizedField("date", overridable=False),
        SynchronizedField("kind", overridable=False),
        SynchronizedField("place", overridable=False),
        TranslatableField("body"),
        TranslatableField("sources"),
        SynchronizedField("event", overridable=False),
        SynchronizedField("forum_body", overridable=False),
        SynchronizedField("project", overridable=False),
        SynchronizedField("cities", overridable=False),
        SynchronizedField("themes", overridable=False),
    ]

    page_description = _("News, a statement or a call of the Forum.")
    parent_page_types = ["members.NewsIndexPage"]
    subpage_types: ClassVar = []

    class Meta:
        verbose_name = _("news article")
        verbose_name_plural = _("news articles")

    def clean(self) -> None:
        """Refuse a date after the day of publication, which readers would take for a mistake."""
        super().clean()
        try:
            date = self.partial_date
        except ValueError:  # refused already, by the validators of the field
            return
        if date and date.first_day > self.publication_day:
            raise ValidationError(
                {"date": _("This day is still to come. Choose under “Schedule” when the article is to be published.")}
            )

    @property
    def publication_day(self) -> datetime.date:
        """The day on which it goes live, or today."""
        moment = self.go_live_at if self.go_live_at and self.go_live_at > timezone.now() else timezone.now()
        return timezone.localdate(moment)

    @property
    def partial_date(self) -> PartialDate | None:
        """The date; ``None`` in a draft without one. Raises ``ValueError`` before it is valid."""
        return parse_or_none(self.date)

    @property
    def published_at(self) -> datetime.datetime | None:
        """The moment of publication, if that was on its date; ``None`` for an article about an earlier day."""
        moment = self.first_published_at
        shown = self.partial_date
        is_of_its_date = moment and shown and shown.first_day <= timezone.localdate(moment) <= shown.last_day
        return moment if is_of_its_date else None

    @property
    def article_times(self) -> tuple[str, str]:
        """When it was published and last changed, for ``pages.seo``. Of an earlier day, it has that day or its year."""
        published, changed = self.published_at, self.last_published_at
        return published.isoformat() if published else self.date, changed.isoformat() if changed else ""

    @property
    def embargoed_until(self) -> datetime.datetime | None:
        """The moment before which only staff see it, in the time zone of whoever asks; ``None`` if it has passed."""
        moment = self.go_live_at
        return timezone.localtime(moment) if moment and moment > timezone.now() else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``subjects``: what the article is about; and ``project``: its project in the reader's language."""
        context = super().get_context(request, *args, **kwargs)
        context["subjects"] = subjects = Subjects(self)
        context["project"] = frame_of(request, self).local_page(self.project_id) if self.project_id else None
        context["time_zone"] = timezone.get_current_timezone_name()
        fetch_renditions([self.picture, *(article.picture for article in subjects.related)])
        return context

    @cached_property
    def source_rows(self) -> list["NewsSource"]:
        return list(self.sources.all())


class NewsSource(TranslatableMixin, Orderable):
    """A publication that an article relies on, by the name that it has itself."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="sources")
    publisher = models.CharField(_("publisher"), max_length=120, help_text=_("The name, as it writes it itself."))
    url = models.URLField(_("web address"), max_length=700)
    language = models.CharField(_("language"), max_length=10, choices=language_choices, default=SOURCE_LANGUAGE)

    panels = [FieldRowPanel([FieldPanel("publisher"), FieldPanel("language")]), FieldPanel("url")]
    translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("publisher", overridable=False),
        SynchronizedField("url", overridable=False),
        SynchronizedField("language", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.publisher

    @property
    def name_language(self) -> str:
        """The language of the publisher's name: many publications have an English name beside their own."""
        return self.language if is_written_in(self.publisher, self.language) else SOURCE_LANGUAGE
