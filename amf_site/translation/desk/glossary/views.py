"""Export and import the glossary as CSV files."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.models import Locale

from ...glossary.admin import languages_of, policy
from ...glossary.csv_files import MAX_BYTES, UnreadableFileError, export_terms, import_terms, text_in
from ...models import Term
from ..base import DeskView


class FileForm(forms.Form):
    """An uploaded file, or the text of one that was checked before."""

    locale = forms.ModelChoiceField(Locale.objects.none(), label=gettext_lazy("Language"))
    file = forms.FileField(label=gettext_lazy("CSV file"), required=False)
    text = forms.CharField(widget=forms.HiddenInput, required=False, strip=False, max_length=MAX_BYTES)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["locale"].queryset = languages_of(user)  # type: ignore[attr-defined]
        self.fields["file"].widget.attrs["accept"] = ".csv,text/csv"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload:
            try:
                # One more byte suffices to detect that it is too large.
                cleaned["text"] = text_in(upload.read(MAX_BYTES + 1))
            except UnreadableFileError as error:
                self.add_error("file", str(error))
        elif not cleaned.get("text"):
            self.add_error("file", _("Choose a file."))
        return cleaned


class GlossaryFiles(DeskView, FormView):
    """One file per language: download it; or upload it, check what each line would do, and then import all of it."""

    template_name = "translation/glossary/files.html"
    page_title = gettext_lazy("Glossary: import and export")
    parents = (("wagtailsnippets_translation_term:list", gettext_lazy("Glossary")),)
    header_icon = "list-ul"
    form_class = FileForm

    def may_open(self, user: Any) -> bool:
        return policy.user_has_permission(user, "change")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: FileForm) -> HttpResponse:
        locale, text = form.cleaned_data["locale"], form.cleaned_data["text"]
        write = "write" in self.request.POST
        try:
            outcomes = import_terms(text, locale, self.request.user, write=write)
        except UnreadableFileError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        refused = any(outcome.kind == "refused" for outcome in outcomes)
        if write and not refused:
            count = sum(outcome.kind in ("added", "changed") for outcome in outcomes)
            words = ngettext("%(count)d term was written.", "%(count)d terms were written.", count)
            messages.success(self.request, words % {"count": count})
            return redirect("translation:glossary_files")
        return self.render_to_response(
            self.get_context_data(
                form=form, outcomes=outcomes, refused=refused, checked_locale=locale, checked_text=text
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = dict(Term.objects.order_by().values_list("locale").annotate(Count("pk")))
        languages = [(locale, counts.get(locale.pk, 0)) for locale in languages_of(self.request.user)]
        return super().get_context_data(languages=languages, max_kilobytes=MAX_BYTES // 1000, **kwargs)


@require_safe
def export_glossary(request: HttpRequest, language_code: str) -> HttpResponse:
    """Download the glossary of a language as CSV."""
    if not policy.user_has_any_permission(request.user, ["add", "change", "view"]):
        raise PermissionDenied
    locale = get_object_or_404(Locale, language_code=language_code)
    name = f"glossary-{locale.language_code}.csv"
    return HttpResponse(
        export_terms(locale),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
