"""The page of the strategic plan at its stable URL."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from amf_site.search.index import texts_of
from pages.blocks import TEXT_FEATURES
from pages.models import BasePage
from strategy.download import answer_with_file
from strategy.files import DownloadableFile, files_of, own_file

from .edition import PlanEdition
from .edition_page import PlanEditionPage


class StrategicPlanPage(RoutablePageMixin, BasePage):
    """The plan as HTML, with the same text as a PDF at ``download/``. Its child pages are the editions."""

    introduction = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("words_of_the_plan"),
    ]
    translatable_fields = [*BasePage.translatable_fields, TranslatableField("introduction")]

    page_description = _("The address of the strategic plan. The words are on the pages of its editions, below it.")
    parent_page_types = ["pages.SectionPage", "pages.HomePage"]
    subpage_types = ["strategy.PlanEditionPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("strategic plan")
        verbose_name_plural = _("strategic plans")

    @cached_property
    def editions(self) -> list[PlanEditionPage]:
        """The editions that readers can see in this language, starting with the one shown on this page."""
        if not self.pk:
            return []
        found = PlanEditionPage.objects.child_of(self).published(self.passed_restrictions)
        pages = list(found.select_related("locale").with_own_file())
        for page in pages:
            page.passed_restrictions = self.passed_restrictions
        for page in pages[:1]:
            older = (other for other in pages[1:] if other.edition.published_on < page.edition.published_on)
            page.previous = next(older, None)
            page.file = own_file(page)
        return pages

    @property
    def plan(self) -> PlanEditionPage | None:
        """The edition shown on this page: the adopted one or, if it is not translated yet, the newest one that is."""
        return self.editions[0] if self.editions else None

    @property
    def edition(self) -> PlanEdition | None:
        return self.plan.edition if self.plan else None

    @property
    def earlier_editions(self) -> list[PlanEditionPage]:
        return self.editions[1:]

    @cached_property
    def files(self) -> list[DownloadableFile]:
        """The files, in all languages, of the edition shown on this page, or else of the adopted one."""
        if self.plan is not None:
            return self.plan.files
        adopted = PlanEdition.objects.filter(status=PlanEdition.Status.ADOPTED).first()
        return files_of(adopted, self.passed_restrictions) if adopted else []

    @property
    def file(self) -> DownloadableFile | None:
        """The file in the language of this page."""
        return self.plan.file if self.plan else None

    @property
    def words_of_the_plan(self) -> list[str]:
        """The texts of the edition shown on this page, for the search index."""
        return list(texts_of(self.plan, PlanEditionPage.search_fields)) if self.plan else []

    @path("download/", name="download")
    def download(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the file of the current edition in this language, at a stable URL."""
        return answer_with_file(request, self.plan or self)
