"""Forms for the export and import of translation files."""

from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from ...exchange.export import MOST, choose, kinds_in, languages_for
from ...exchange.readme import PO, XLIFF


class SectionField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{'– ' * (obj.depth - 2)}{obj.draft_title or obj.title}"


class KindField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(capfirst(obj.model_class()._meta.verbose_name_plural))


class ExportForm(forms.Form):
    locale = forms.ModelChoiceField(label=_("Language"), queryset=Locale.objects.none(), empty_label=None)
    section = SectionField(
        label=_("Section"), queryset=Page.objects.none(), required=False, empty_label=_("Everything, records too")
    )
    kind = KindField(
        label=_("Kind"),
        queryset=ContentType.objects.none(),
        required=False,
        empty_label=_("All kinds of page and record"),
    )
    what = forms.ChoiceField(
        label=_("Texts"),
        choices=[("open", _("What is not translated or has to be looked at")), ("all", _("All"))],
        widget=forms.RadioSelect,
        initial="open",
    )
    form = forms.ChoiceField(
        label=_("Format"),
        choices=[(PO, _("PO (Poedit and most programs)")), (XLIFF, _("XLIFF 2.1 (agencies)"))],
        widget=forms.RadioSelect,
        initial=PO,
    )
    translation = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.MultipleHiddenInput, empty_value=[]
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        fields: dict[str, Any] = self.fields
        fields["locale"].queryset = languages_for(user)
        fields["section"].queryset = (
            Page.objects.filter(locale__in=Translation.objects.values("source__locale"), numchild__gt=0, depth__gt=1)
            .exclude(locale__in=Translation.objects.values("target_locale"))
            .order_by("path")
        )
        kinds = kinds_in(Translation.objects.all())
        fields["kind"].queryset = ContentType.objects.filter(pk__in=[kind.pk for kind in kinds])
        fields["translation"].choices = [(each, each) for each in self.given()]
        if not self.is_bound and (given := self.given()):
            languages = Translation.objects.filter(pk=given[0]).values_list("target_locale", flat=True)
            self.initial.setdefault("locale", languages.first())

    def given(self) -> list[str]:
        """Return the ids of translations that were selected elsewhere."""
        data: Any = self.data
        given = data.getlist("translation") if self.is_bound else self.initial.get("translation", [])
        return [each for each in given if str(each).isdecimal() and len(str(each)) < 18][:MOST]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        self.chosen: QuerySet[Translation] = choose(
            self.user,
            cleaned["locale"],
            section=cleaned["section"],
            kind=cleaned["kind"],
            ids=cleaned["translation"],
            only_open=cleaned["what"] == "open",
        )
        count = self.chosen.count()
        if not count:
            raise forms.ValidationError(
                _("There is nothing to export: no such text is left, or none is yours to read.")
            )
        if count > MOST:
            raise forms.ValidationError(
                _("These are %(count)s files; at most %(most)s go into one zip. Choose a section or a kind."),
                params={"count": count, "most": MOST},
            )
        return cleaned


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A field for several files, as in Django's documentation."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) and data else [None]
        return [super(FilesField, self).clean(file, initial) for file in files]


class ImportForm(forms.Form):
    upload = FilesField(
        label=_("Files"),
        help_text=_("A zip file, or PO and XLIFF files: at most 20 MB and 2,000 files. Nothing is written yet."),
    )


class ConfirmForm(forms.Form):
    review = forms.ChoiceField(
        label=_("The words in the files"),
        choices=[("yes", _("have to be reviewed here before they are published")), ("no", _("are taken as they are"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    overwrite = forms.BooleanField(label=_("Write also over what was changed here since the export"), required=False)
