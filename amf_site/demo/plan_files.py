"""The plan as a file in each language, made from the page's own words."""

from collections.abc import Callable

from django.core.files.base import ContentFile

from amf_site.media.models import SiteDocument
from strategy.models import PlanFile, StrategicPlanPage

from .plan_pdf import plan_pdf, plan_words


def make_plan_files(overwrite: bool, progress: Callable[[str], None]) -> None:
    """A PDF for every live plan page that has no file in its language yet."""
    for page in StrategicPlanPage.objects.live().exclude(edition=None).select_related("edition", "locale"):
        language = page.locale.language_code
        made = PlanFile.objects.filter(edition=page.edition, language=language).first()
        if made is not None and not overwrite:
            continue
        progress(language)
        content = plan_pdf(plan_words(page), language)
        document = made.document if made else SiteDocument()
        document.title = page.title
        document.file = ContentFile(content, name=f"strategic-plan-{language}.pdf")
        document.file_size, document.file_hash = len(content), ""
        document._set_file_hash()
        document.clean()  # examined like an editor's
        document.save()
        PlanFile.objects.update_or_create(
            edition=page.edition, language=language, defaults={"document": document, "pages": document.pages}
        )
