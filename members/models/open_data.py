"""The page that offers the directory's data as files."""

from typing import ClassVar

from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from members import exports
from pages.blocks import TEXT_FEATURES, BodyBlock
from pages.models import BasePage


class OpenDataPage(RoutablePageMixin, BasePage):
    """Describes the data files and their licence, and serves them at stable URLs."""

    introduction = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("more"), blank=True)
    licence_name = models.CharField(_("licence"), max_length=120)
    licence_url = models.URLField(_("its address"))

    schema_type = "DataCatalog"
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel([FieldPanel("licence_name"), FieldPanel("licence_url")], heading=_("Licence of the files")),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    translatable_fields = [
        *BasePage.translatable_fields,
        TranslatableField("introduction"),
        TranslatableField("body"),
        SynchronizedField("licence_name", overridable=False),
        SynchronizedField("licence_url", overridable=False),
    ]

    page_description = _("Members, partnerships and projects as files for other programs.")
    parent_page_types = ["members.MemberDirectoryPage"]
    subpage_types: ClassVar = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("data page")
        verbose_name_plural = _("data pages")

    def get_context(self, request, *args, **kwargs):
        """Add ``subjects``: the name, label, formats and columns of each."""
        context = super().get_context(request, *args, **kwargs)
        context["subjects"] = [
            (subject, exports.LABELS[subject], exports.FORMATS, exports.COLUMNS[subject])
            for subject in exports.SUBJECTS
        ]
        return context

    def get_route_paths(self) -> list[str]:
        files = [f"/{subject}/{form}/" for subject in exports.SUBJECTS for form in exports.FORMATS]
        return [*super().get_route_paths(), *files]

    @path("<slug:subject>/<slug:form>/", name="file")
    def file(self, request, subject: str, form: str):
        """Serve one subject in one format. Raise ``Http404`` if either is unknown."""
        if subject not in exports.SUBJECTS or form not in exports.FORMATS:
            raise Http404
        return exports.answer(self, subject, form)
