"""The report of inconsistent translations into a language."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.models import Locale

from ...conf import host
from ...glossary.csv_files import as_csv
from ...memory.consistency import Inconsistency, locate, several_translations, terms_not_said
from ...permissions.rules import languages_of
from ..base import BOARD, DeskView

#: Findings per page.
PART = 25


def readable_languages(user: Any) -> QuerySet[Locale]:
    return languages_of(user).exclude(language_code=host.source_language).order_by("pk")


class ReportForm(forms.Form):
    """The options of the report."""

    KINDS = (("several", _("One source, several translations")), ("terms", _("Terms of the glossary not used")))

    language = forms.ModelChoiceField(Locale.objects.none(), to_field_name="language_code", label=_("Language"))
    kind = forms.ChoiceField(choices=KINDS, label=_("Report"))
    exact = forms.BooleanField(required=False, label=_("Also differences of case and space"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].queryset = readable_languages(user)  # type: ignore[attr-defined]

    def findings(self) -> list[Inconsistency]:
        locale = self.cleaned_data["language"]
        if self.cleaned_data["kind"] == "terms":
            return terms_not_said(locale)
        return several_translations(locale, exact=self.cleaned_data["exact"])


class ConsistencyReport(DeskView, TemplateView):
    """The report for one language, paginated or as CSV."""

    template_name = "translation/memory/consistency.html"
    page_title = _("Consistency of translations")
    header_icon = "list-ul"
    parents = (BOARD,)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.copy()
        first = readable_languages(request.user).first()
        asked.setdefault("language", first.language_code if first else "")
        asked.setdefault("kind", "several")
        form = ReportForm(asked, user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        locale, findings = form.cleaned_data["language"], form.findings()
        if request.GET.get("format") == "csv":
            return self.as_file(findings, locale, form.cleaned_data["kind"])
        part = Paginator(findings, PART).get_page(request.GET.get("p"))
        locate(part, locale)
        return self.render_to_response(
            self.get_context_data(
                form=form,
                part=part,
                source_language=host.language(host.source_language),
                language=host.language(locale.language_code),
                query={key: value for key, value in asked.items() if key not in ("p", "format")},
            )
        )

    def as_file(self, findings: list[Inconsistency], locale: Locale, kind: str) -> HttpResponse:
        """Return the report as CSV, with a row for each place."""
        locate(findings, locale)
        rows = (
            (
                finding.term.term if finding.term else "",
                finding.term.words if finding.term else "",
                finding.source,
                variant.words,
                place.name,
                self.request.build_absolute_uri(place.edit_url),
            )
            for finding in findings
            for variant in finding.variants
            for place in variant.places
        )
        return HttpResponse(
            as_csv(("term", "term in the language", "source", "translation", "place", "address"), rows),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="consistency-{kind}-{locale.language_code}.csv"'},
        )
