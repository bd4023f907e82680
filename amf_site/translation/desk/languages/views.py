"""Views of languages for staff: their progress, and the steps of their life cycle."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.models import Locale

from amf_site.visibility.models import LanguageStage

from ...conf import host
from ...permissions.rules import may_open_languages
from ...workflow.coverage import Coverage, coverage_of, coverages
from ...workflow.language_lifecycle import (
    CannotOpenError,
    languages_to_open,
    make_drafts,
    obstacles,
    open_language,
    set_minimum_coverage,
    set_stage,
)
from ..base import DeskView, style_sheets


class LanguagesView(DeskView, TemplateView):
    """The table of all languages, for all users of the desk."""

    template_name = "translation/languages/languages.html"
    page_title = _("Languages")
    media = style_sheets("languages")

    def may_open(self, user: Any) -> bool:
        return may_open_languages(user) or super().may_open(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_decide = may_open_languages(self.request.user)
        return super().get_context_data(
            coverages=coverages(),
            source=host.language(host.source_language),
            stages=LanguageStage.Stage,
            may_decide=may_decide,
            can_open_another=may_decide and bool(languages_to_open()),
            **kwargs,
        )


class StepView(DeskView):
    """Base view for a step in the life cycle of a language, for those who may manage languages."""

    parents = (("translation:languages", LanguagesView.page_title),)

    def may_open(self, user: Any) -> bool:
        return may_open_languages(user)


class OneLanguageView(StepView):
    """Base view for the language in the URL. The source language has no life cycle."""

    @cached_property
    def coverage(self) -> Coverage:
        locales = Locale.objects.exclude(language_code=host.source_language)
        return coverage_of(get_object_or_404(locales, pk=self.kwargs["locale_id"]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(coverage=self.coverage, **kwargs)

    def get_page_subtitle(self) -> str:
        return host.name_of(self.coverage.locale.language_code)


class StageView(OneLanguageView, TemplateView):
    """Show the progress of a language, and set its stage."""

    template_name = "translation/languages/stage.html"

    @property
    def stage(self) -> LanguageStage.Stage:
        try:
            return LanguageStage.Stage(self.kwargs["stage"])
        except ValueError as error:
            raise Http404 from error

    def get_page_title(self) -> str:
        return str(TITLES[self.stage])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "stage": self.stage,
            "stages": LanguageStage.Stage,
            "obstacles": obstacles(self.coverage, self.stage),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            set_stage(self.coverage.locale, self.stage, request.user)
        except CannotOpenError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.path)
        messages.success(
            request, _("%(language)s: %(stage)s") % {"language": self.get_page_subtitle(), "stage": self.stage.label}
        )
        return redirect("translation:languages")


TITLES = {
    LanguageStage.Stage.HIDDEN: _("Hide a language"),
    LanguageStage.Stage.PREVIEW: _("Show a language to staff"),
    LanguageStage.Stage.PUBLIC: _("Make a language public"),
}


class MinimumForm(forms.Form):
    minimum_coverage = forms.IntegerField(
        label=_("Least coverage, percent"),
        min_value=0,
        max_value=100,
        help_text=_("So much of the site must be live in the language before it can become public."),
    )


class MinimumView(OneLanguageView, FormView):
    template_name = "translation/languages/form.html"
    page_title = _("Least coverage")
    form_class = MinimumForm

    def get_initial(self) -> dict[str, Any]:
        return {"minimum_coverage": self.coverage.stage.minimum_coverage}

    def form_valid(self, form: MinimumForm) -> HttpResponse:
        set_minimum_coverage(self.coverage.locale, form.cleaned_data["minimum_coverage"], self.request.user)
        messages.success(self.request, _("The least coverage has been changed."))
        return redirect("translation:languages")


def choices_to_open() -> list[tuple[str, str]]:
    return [(row.code, f"{row.own_name} ({host.name_of(row.code)})") for row in languages_to_open()]


class OpenForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=choices_to_open)


class OpenView(StepView, FormView):
    """Create a language; a job creates its drafts."""

    template_name = "translation/languages/form.html"
    page_title = _("Open a language")
    form_class = OpenForm

    def form_valid(self, form: OpenForm) -> HttpResponse:
        try:
            job = open_language(form.cleaned_data["language"], self.request.user)
        except CannotOpenError as error:
            form.add_error("language", str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("The language is there, hidden from readers. Its drafts are being made."))
        return redirect("translation:job", job_id=job.pk)


class DraftsView(OneLanguageView):
    """Create the missing drafts of a language that exists."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, locale_id: int) -> HttpResponse:
        job = self.coverage.job
        if job is not None:
            messages.info(request, _("The drafts of this language are being made already."))
        else:
            job = make_drafts(self.coverage.locale, request.user)
        return redirect("translation:job", job_id=job.pk)
