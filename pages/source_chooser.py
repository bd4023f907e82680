"""The chooser of sources. It searches names in all languages and can create a new source."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.forms.models import WagtailAdminModelForm, formfield_for_dbfield
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.log_actions import log
from wagtail.models import Locale
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet, SnippetCreateView

from amf_site.languages import SOURCE_LANGUAGE

from .models import Source
from .querysets import name_in


class SourceSearchForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Search term"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Name or web address")})
    )

    def filter(self, objects: QuerySet[Source]) -> QuerySet[Source]:
        for word in (self.cleaned_data.get("q") or "").split():
            self.is_searching, self.search_query = True, self.cleaned_data["q"]
            in_any_language = Source.objects.filter(name__icontains=word).values("translation_key")
            objects = objects.filter(Q(translation_key__in=in_any_language) | Q(url__icontains=word))
        return super().filter(objects)


class NewSourceForm(WagtailAdminModelForm):
    class Meta:
        model = Source
        fields = ("name", "url")
        formfield_callback = formfield_for_dbfield

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The form behind the chooser has fields with the same names.
        super().__init__(*args, **{"prefix": "new-source", **kwargs})

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if Source.objects.filter(locale__language_code=SOURCE_LANGUAGE, name__iexact=name).exists():
            raise forms.ValidationError(_("There is a source of this name already. Search for it."))
        return name


class SourceColumns:
    """Mixin for the columns that identify a source: its name in English and in the user's language, and its URL."""

    @property
    def columns(self) -> list[Column]:
        columns = [self.title_column, Column("url", label=_("Web address"))]  # type: ignore[attr-defined]
        if get_language() != SOURCE_LANGUAGE:
            columns.insert(1, Column("local_name", label=_("In your language")))
        return [*columns, LiveStatusTagColumn(sort_key=None)]


class ChooseSource(SourceColumns, ChooseView):
    filter_form_class = SourceSearchForm


class SourceResults(SourceColumns, ChooseResultsView):
    filter_form_class = SourceSearchForm


class CreateSource(SnippetCreateView):
    def save_form(self, form: NewSourceForm) -> Source:
        """Create and publish the source with a revision and a log entry, as the regular form does."""
        source = form.save(commit=False)
        source.locale = Locale.objects.get(language_code=SOURCE_LANGUAGE)
        source.save()
        log(source, "wagtail.create", user=self.request.user)
        source.save_revision(user=self.request.user).publish(user=self.request.user)
        return source


class SourceChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseSource
    choose_results_view_class = SourceResults
    create_view_class = CreateSource
    creation_form_class = NewSourceForm
    creation_tab_label = create_action_label = _("New source")
    per_page = 20

    def get_object_list(self) -> Any:
        return Source.objects.filter(locale__language_code=SOURCE_LANGUAGE).annotate(
            local_name=name_in(get_language() or SOURCE_LANGUAGE, Source)
        )
