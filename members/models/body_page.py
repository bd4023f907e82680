"""The page of a body of the Forum."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from amf_site.languages import SOURCE_LANGUAGE
from members.body_work import BodyWork
from members.forum_structured_data import body_graph
from pages.blocks import TEXT_FEATURES, BodyBlock
from pages.models import BasePage
from pages.pictures import fetch_renditions

from .body import Body

#: The spellings of a person's name by which search finds the body, in any language.
NAMES = [index.SearchField("person"), index.SearchField("native_name"), index.SearchField("other_names")]


class BodyPage(BasePage):
    """What a body of the Forum does. Its offices, events, documents and projects are listed from the records."""

    forum_body = models.ForeignKey(
        Body,
        verbose_name=_("body of the Forum"),
        on_delete=models.PROTECT,
        related_name="pages",
        limit_choices_to={"locale__language_code": SOURCE_LANGUAGE},
    )
    task = RichTextField(_("task"), features=TEXT_FEATURES)
    body = StreamField(BodyBlock(), verbose_name=_("more"), blank=True)

    content_panels = [
        *BasePage.content_panels[:1],
        FieldPanel("forum_body"),
        *BasePage.content_panels[1:],
        FieldPanel("task"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("task"),
        index.SearchField("body"),
        index.SearchField("names_shown"),
        index.RelatedFields("forum_body", [index.RelatedFields("offices", NAMES)]),
    ]
    translatable_fields = [
        *BasePage.translatable_fields,
        SynchronizedField("forum_body", overridable=False),
        TranslatableField("task"),
        TranslatableField("body"),
    ]

    one_for_each = ("forum_body",)
    there_is_one = _("This body has a page in this language already: %(title)s.")
    page_description = _("A body of the Forum: its task, its offices, its events and documents.")
    parent_page_types = ["pages.StandardPage"]
    subpage_types: ClassVar = []

    class Meta:
        verbose_name = _("page of a body")
        verbose_name_plural = _("pages of bodies")

    @cached_property
    def work(self) -> BodyWork:
        return BodyWork(self)

    @property
    def names_shown(self) -> list[str]:
        """The names of the people and of the events on the page, for search."""
        work = BodyWork(self)
        people = [row.name for row in (*work.offices, *work.former_offices) if row.name]
        return [*people, *(event.title for event in work.events)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        fetch_renditions([self.picture, *(project.picture for project in self.work.projects)])
        return context

    def structured_data(self, canonical: str) -> list[dict[str, Any]]:
        """Return the body's JSON-LD, which ``pages.structured_data`` adds to that of the page."""
        return body_graph(self, canonical)
