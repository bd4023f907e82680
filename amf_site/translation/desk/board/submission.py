"""Giving one page or record to translators, in the languages that an editor ticks."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.models import Locale, TranslatableMixin

from ...models import Job
from ...permissions.rules import may_submit
from ...workflow import jobs
from ...workflow.overview import BoardData, Row
from ...workflow.status import TranslationState
from ...workflow.submission import CannotSubmitError, submit
from .access import languages_of
from .bulk_plan import item_of
from .views import DeskMixin, columns_of, shown

#: As many are submitted while the editor waits; more are a job.
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


class SubmitView(DeskMixin, TemplateView):
    """``?content_type=&pk=`` name any version of the object; what is submitted is always its source."""

    template_name = "translation/board/submit.html"
    page_title = _("Submit for translation")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.desk = BoardData([], [], {}, set())
        self.row: Row | None = None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        board = {"url": reverse("translation:board"), "label": _("Translations")}
        return [*self.breadcrumbs_items, board, {"url": "", "label": self.page_title}]

    def load(self) -> Row:
        """The row of the object, if the user may submit it."""
        key = named_object(self.request).translation_key
        self.desk = BoardData.load(languages_of(self.request.user), [key])
        if not self.desk.sources:
            raise Http404("nothing to translate")
        row = self.desk.rows()[0]
        if not may_submit(self.request.user, instance_of(row)):
            raise PermissionDenied
        return row

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.row = self.load()
        chosen = request.GET.getlist("language")
        form = LanguagesForm(initial={"language": chosen}, locales=self.missing())
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.row = self.load()
        form = LanguagesForm(request.POST, locales=self.missing())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        locales = [locale for locale in self.missing() if locale.language_code in form.cleaned_data["language"]]
        if len(locales) > AT_ONCE:
            job = jobs.start(Job.Kind.SUBMIT, request.user, [item_of(self.row.source, locale) for locale in locales])
            return redirect("translation:job", job.pk)
        for locale in locales:
            try:
                submit(instance_of(self.row), locale, request.user)
            except CannotSubmitError as error:
                messages.error(request, str(error))
            else:
                said = gettext("“%(title)s” can now be translated into %(language)s.")
                messages.success(request, said % {"title": self.row.source.title, "language": locale})
        return redirect(request.get_full_path())

    def missing(self) -> list[Locale]:
        """The languages in which the object can still be submitted."""
        row = self.row
        return [
            locale
            for locale in self.desk.locales
            if row and locale.pk in row.cells and row.cells[locale.pk].state == TranslationState.MISSING
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Any = self.row
        columns = columns_of(self.desk)
        return super().get_context_data(
            row=shown(row, columns, may_submit=False),
            chosen=kwargs["form"]["language"].value() or [],
            missing=[locale.language_code for locale in self.missing()],
            page_subtitle=row.source.title,
            **kwargs,
        )


def named_object(request: HttpRequest) -> Any:
    """The object that the address names; 404 for what is not there or is not translated."""
    try:
        kind = ContentType.objects.get_for_id(int(request.GET.get("content_type", "")))
        model: Any = kind.model_class()
        if model is None or not issubclass(model, TranslatableMixin):
            raise Http404("not translated")
        return model._default_manager.get(pk=request.GET.get("pk", ""))
    except (ValueError, ContentType.DoesNotExist) as error:
        raise Http404("no such object") from error
    except model.DoesNotExist as error:
        raise Http404("no such object") from error


def instance_of(row: Row) -> Any:
    version = row.source.version
    return ContentType.objects.get_for_id(version.content_type_id).get_object_for_this_type(pk=version.pk)
