"""Submit a page or record for translation into selected languages."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.models import Locale

from ...models import Job
from ...permissions.rules import may_submit
from ...workflow import jobs
from ...workflow.lookup import object_of
from ...workflow.overview import BoardData, Row
from ...workflow.submission import CannotSubmitError, item_of, submit
from ..base import BOARD, DeskView
from .access import languages_of, submit_address
from .views import STYLE, columns_of, shown

#: Up to this many submissions are made during the request; more become a job.
AT_ONCE = 2


class LanguagesForm(forms.Form):
    language = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )

    def __init__(self, *args: Any, locales: list[Locale], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(locale.language_code, str(locale)) for locale in locales]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


class SubmitView(DeskView, FormView):
    """``?content_type=&pk=`` identify any version of the object; its source is submitted."""

    template_name = "translation/board/submit.html"
    page_title = _("Submit for translation")
    parents = (BOARD,)
    media = STYLE
    form_class = LanguagesForm

    def may_open(self, user: Any) -> bool:
        return super().may_open(user) and may_submit(user, self.source)

    @cached_property
    def desk(self) -> BoardData:
        """Board data of this object only. Raise ``Http404`` if it does not exist or is not translatable."""
        query = self.request.GET
        named = object_of(f"{query.get('content_type', '')}-{query.get('pk', '')}")
        desk = BoardData.load(languages_of(self.request.user), [named.translation_key])
        if not desk.sources:
            raise Http404("nothing to translate")
        return desk

    @cached_property
    def row(self) -> Row:
        return self.desk.rows()[0]

    @cached_property
    def source(self) -> Any:
        return object_of(self.row.source.name)

    @cached_property
    def missing(self) -> list[Locale]:
        """The languages into which the object can still be submitted."""
        return [locale for locale in self.desk.locales if self.row.is_missing_in(locale)]

    def get_page_subtitle(self) -> str:
        return self.row.source.title

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.request.GET.getlist("language")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"locales": self.missing}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "row": shown(self.row, columns_of(self.desk), may_submit=False),
            "chosen": context["form"]["language"].value() or [],
            "missing": [locale.language_code for locale in self.missing],
        }

    def form_valid(self, form: LanguagesForm) -> HttpResponse:
        user = self.request.user
        locales = [locale for locale in self.missing if locale.language_code in form.cleaned_data["language"]]
        if len(locales) > AT_ONCE:
            job = jobs.start(Job.Kind.SUBMIT, user, [item_of(self.row.source, locale) for locale in locales])
            return redirect("translation:job", job.pk)
        for locale in locales:
            try:
                submit(self.source, locale, user)
            except CannotSubmitError as error:
                messages.error(self.request, str(error))
            else:
                said = gettext("“%(title)s” can now be translated into %(language)s.")
                messages.success(self.request, said % {"title": self.row.source.title, "language": locale})
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return self.request.get_full_path()

    def form_invalid(self, form: LanguagesForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SubmitNowView(SubmitView):
    """Submit with one click, to the languages in the query string, from the message after a publication."""

    http_method_names = ("post",)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"data": self.request.GET}

    def get_success_url(self) -> str:
        return submit_address(self.row.source.content_type_id, self.row.source.pk)

    def form_invalid(self, form: LanguagesForm) -> HttpResponse:
        messages.warning(self.request, gettext("These languages have it by now. Choose again."))
        return redirect(self.get_success_url())
