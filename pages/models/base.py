"""The base class of all page types."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.admin.one_in_language import OneInLanguage
from amf_site.search.kinds import SearchKind
from amf_site.visibility.pages import restrictions_of
from pages.forms import PageCopyForm, PageForm
from pages.querysets import PageManager
from pages.slugs import validate_slug_of

from .mixins import ListingFields


class BasePage(OneInLanguage, ListingFields, Page):
    """The abstract base class of every page type.

    It is a plain abstract class and not Wagtail's swappable page model, which wagtail-localize does not support.
    It makes no queries: everything around a page (menu, languages, breadcrumbs) is in ``pages.frame``.

    A new page type extends its fields, panels and translation rules::

        class EventPage(BasePage):
            place = models.CharField(...)
            content_panels = [*BasePage.content_panels, FieldPanel("place")]
            translatable_fields = [*BasePage.translatable_fields, TranslatableField("place")]
            parent_page_types = ["pages.SectionPage"]
            subpage_types = []
            page_description = _("…")

    Its template is named after the class: ``templates/pages/event_page.html``. A content field that is missing from
    ``translatable_fields`` would never be updated in translations; ``manage.py check`` reports it.
    """

    #: Schema.org type of the page, for ``pages.structured_data``.
    schema_type = "WebPage"
    #: For the search results: what kind of page it is, and the path from ``Page`` to the date of what it is about.
    #: Without one, it is the day of its last publication.
    search_kind = SearchKind.PAGE
    search_date = ""
    #: Query parameters of the page, without those that anything can be typed into. Answers to others are not kept.
    query_parameters: Collection[str] = ()
    #: Whether something can be sent to the page, as with ``PublicFormMixin``.
    accepts_post = False
    #: Ids of the view restrictions that the reader has passed to see this page, set by ``pages.serving``. A private
    #: page may list pages below the same restrictions; a public page lists no private page.
    passed_restrictions: frozenset[int] = frozenset()

    objects = PageManager()
    base_form_class = PageForm
    copy_form_class = PageCopyForm

    content_panels = [*Page.content_panels, *ListingFields.listing_panels]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("Address and search engines"),
            help_text=_("The address is shared by all languages and may contain only a–z, 0–9 and hyphens."),
        ),
    ]
    settings_panels = Page.settings_panels

    search_fields = [*Page.search_fields, index.SearchField("summary")]

    translatable_fields = [
        TranslatableField("title"),
        SynchronizedField("slug", overridable=False),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        SynchronizedField("show_in_menus", overridable=False),
        *ListingFields.listing_translatable_fields,
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        validate_slug_of(self)
        super().clean()

    def minimal_clean(self) -> None:
        """Validate the slug of drafts too: Wagtail runs only this method when it saves one."""
        self._set_core_field_defaults()  # derives a missing slug from the title
        validate_slug_of(self)
        super().minimal_clean()

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return the restrictions of the page in any language: each one applies to all its translations."""
        return restrictions_of(self)

    def get_route_paths(self) -> list[str]:
        """Return the paths of all subpage routes, so that ``pages.redirects`` can redirect them when the page moves.

        A page type whose routes have parameters must add their paths.
        """
        routes = self.get_subpage_urls() if isinstance(self, RoutablePageMixin) else ()
        plain = {f"/{route.pattern}" for route in routes if not route.pattern.converters}
        return sorted({"/", *plain})

    def serve_password_required_response(self, request: HttpRequest, form: Form, action_url: str) -> TemplateResponse:
        """Show the password form without revealing anything: Wagtail's own response has the page in its context."""
        request.page_frame = None  # type: ignore[attr-defined]
        context = {"form": form, "action_url": action_url}
        return TemplateResponse(request, "private/password.html", context, headers={"X-Robots-Tag": "noindex"})

    @property
    def head_title(self) -> str:
        """The title for search engines and browser tabs."""
        return self.seo_title or self.title

    @property
    def description(self) -> str:
        """The description for search engines and link previews."""
        return self.search_description or self.summary


def specific_pages(pages: list[Page]) -> dict[int, "BasePage"]:
    """Map page ids to specific pages with their related records, with one query for each page type."""
    by_type: dict[type[Page], list[int]] = {}
    for page in pages:
        by_type.setdefault(page.specific_class, []).append(page.pk)
    return {
        page.pk: page
        for model, ids in by_type.items()
        for page in model._default_manager.with_records().defer_streamfields().filter(pk__in=ids)
    }
