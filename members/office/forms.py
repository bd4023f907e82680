"""The forms of a city's office. Each says which changes it proposes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amf_site.cldr.formats import format_file_size
from amf_site.cldr.number_fields import DecimalNumberField, WholeNumberField
from amf_site.media.forms import PictureField
from amf_site.media.picture_examination import REFUSALS
from amf_site.public_forms.fields import AddressField, LineField, TextField, with_messages
from amf_site.public_forms.forms import PublicForm
from amf_site.settings.security import IMAGE_MAX_BYTES
from amf_site.visible_text import refuse_invisible
from members.models import City, CityFigure, ProjectPage
from pages.models import Source

from .fields import FACTS, NOTHING_NEW, WORDS, label_of, public_page, value_now, words_of
from .models import ProposedChange
from .vocabulary import Kind


def named(model: type[models.Model], field: str) -> Any:
    """Return the name of a model's field as a label, in the language of the request."""
    words = model._meta.get_field(field).verbose_name  # type: ignore[union-attr]
    return lazy(lambda: capfirst(str(words)), str)()


def choice(choices: Any, label: Any) -> forms.ChoiceField:
    messages = with_messages({}, required=_("Please choose"), invalid_choice=_("Please choose"))
    return forms.ChoiceField(choices=[("", _("Please choose")), *choices], label=label, **messages)


def address_of_page(label: Any, *, required: bool = False) -> forms.URLField:
    messages = with_messages({}, invalid=_("This is not a web address. It looks like https://example.org."))
    return forms.URLField(
        label=label,
        required=required,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput({"dir": "ltr", "inputmode": "url"}),
        **messages,
    )


class LinkForm(PublicForm):
    """Asks for a link to the office."""

    key = "office-link"
    email = AddressField(label=_("Your e-mail address"))


class OfficeForm(PublicForm):
    """The base of the forms in an office. ``code`` is the language of the words that are typed."""

    def __init__(self, data: Any, files: Any, city: City, code: str) -> None:
        self.city, self.code = city, code
        super().__init__(data, files=files, initial=self.first_values(city, code))

    def first_values(self, city: City, code: str) -> dict[str, Any]:
        return {}

    def changes(self) -> list[ProposedChange]:
        """Return what is proposed, not saved yet."""
        raise NotImplementedError

    def change(self, kind: Kind, new: Any, field: str = "", old: Any = None) -> ProposedChange:
        stood = value_now(self.city, kind, field, self.code)
        return ProposedChange(kind=kind, field=field, language=self.code, old=old, stood=stood, new=new)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for name, value in said.items():
            if isinstance(value, str):
                try:
                    refuse_invisible(value)
                except ValidationError as refusal:
                    self.add_error(name, refusal)
        return said


class FactsForm(OfficeForm):
    """The facts of the record, with their present values."""

    key = "office-facts"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        for name, length in FACTS.items():
            label, dir_ = label_of(Kind.FACT, name), "auto" if name in ("native_name", "other_names") else "ltr"
            if name == "other_names":
                self.fields[name] = TextField(label=label, max_length=length, rows=4, required=False)
            else:
                widget = forms.TextInput({"dir": dir_})
                self.fields[name] = LineField(
                    label=label, max_length=length, required=name == "native_name", widget=widget
                )

    def first_values(self, city: City, code: str) -> dict[str, Any]:
        return {name: getattr(city, name) for name in FACTS}

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for name in FACTS:
            if name in said:
                try:
                    said[name] = City._meta.get_field(name).clean(said[name], self.city)
                except ValidationError as refusal:
                    self.add_error(name, refusal)
        if not self.errors and not self.changes():
            raise ValidationError(NOTHING_NEW)
        return said

    def changes(self) -> list[ProposedChange]:
        old = self.first_values(self.city, self.code)
        return [
            self.change(Kind.FACT, self.cleaned_data[name], name, old[name])
            for name in FACTS
            if self.cleaned_data[name] != old[name].replace("\r\n", "\n")
        ]


NO_NUMBER = _("Please write this as a number, in digits.")


class FigureForm(OfficeForm):
    """A figure with its year and its source."""

    key = "office-figure"

    kind = choice(CityFigure.Kind.choices, named(CityFigure, "kind"))
    extent = choice(CityFigure.Extent.choices, named(CityFigure, "extent"))
    value = DecimalNumberField(
        label=named(CityFigure, "value"),
        help_text=_("People, square kilometres, metres, or the year of the foundation."),
        widget=forms.TextInput({"inputmode": "decimal"}),
        **with_messages({}, invalid=NO_NUMBER),
    )
    year = WholeNumberField(
        label=named(CityFigure, "year"),
        help_text=_("In which it was counted or published."),
        widget=forms.TextInput({"inputmode": "numeric"}),
        **with_messages({}, invalid=NO_NUMBER),
    )
    source = LineField(
        label=_("Source"), max_length=200, help_text=_("For example: Statistical Centre of Iran, census 2016.")
    )
    url = address_of_page(named(Source, "url"))

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        names = ("kind", "extent", "value", "year")
        if all(name in said for name in names):
            figure = CityFigure(**{name: said[name] for name in names})
            try:
                figure.full_clean(exclude=["city", "source"])
            except ValidationError as refusal:
                self.add_error(None, refusal)
        return said

    def changes(self) -> list[ProposedChange]:
        said = self.cleaned_data
        field = f"{said['kind']}.{said['extent']}"
        new = {"value": f"{said['value']:f}", **{name: str(said[name]) for name in ("year", "source", "url")}}
        return [self.change(Kind.FIGURE, new, field, old=value_now(self.city, Kind.FIGURE, field, self.code))]


class WordsForm(OfficeForm):
    """The words of the profile in a language, with those that readers see."""

    key = "office-words"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        for name, length in WORDS.items():
            label = label_of(Kind.WORDS, name)
            rows = 3 if length <= 300 else 10
            self.fields[name] = TextField(label=label, max_length=length, rows=rows, required=False)
            self.fields[name].widget.attrs |= {"lang": self.code}

    def first_values(self, city: City, code: str) -> dict[str, Any]:
        page = public_page(city, code)
        return {name: words_of(page, name) for name in WORDS}

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for name in ("summary", "contact"):
            if name in said:
                said[name] = " ".join(said[name].split())
        if not self.errors and not self.changes():
            raise ValidationError(NOTHING_NEW)
        return said

    def changes(self) -> list[ProposedChange]:
        old = self.first_values(self.city, self.code)
        return [
            self.change(Kind.WORDS, self.cleaned_data[name], name, old[name])
            for name in WORDS
            if self.cleaned_data[name] != old[name].strip()
        ]


class PictureForm(OfficeForm):
    """A picture for the profile."""

    key = "office-picture"

    picture = PictureField(label=_("Picture"), **with_messages({}))
    alt = LineField(label=_("What the picture shows"), max_length=250, help_text=_("For readers who do not see it."))
    credit = LineField(
        label=_("Credit"),
        max_length=200,
        help_text=_("Who made the picture and under which licence, as it should be printed."),
    )
    rights = forms.BooleanField(
        label=_("The city has the rights to this picture, and the Forum may publish it."), **with_messages({})
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        # Wagtail's field says this in the language in which the process was started.
        size = {"size": format_file_size(IMAGE_MAX_BYTES, get_language() or "")}
        picture = self.fields["picture"]
        picture.help_text = _("AVIF, HEIC, JPEG, PNG or WebP, at most %(size)s.") % size
        too_large = _("This picture is larger than %(size)s. Make it smaller and choose it again.") % size
        picture.error_messages |= {"file_too_large": too_large, "file_too_large_unknown_size": too_large}
        picture.error_messages["invalid_extension"] = REFUSALS["unknown"]

    def changes(self) -> list[ProposedChange]:
        said = self.cleaned_data
        change = self.change(Kind.PICTURE, {"alt": said["alt"], "credit": said["credit"]}, "picture")
        change.file = said["picture"]
        return [change]


class NewsForm(OfficeForm):
    """A tip for the news."""

    key = "office-news"

    title = LineField(label=_("Title"), max_length=200)
    text = TextField(label=_("Text"), max_length=5000, rows=10)
    url = address_of_page(named(ProjectPage, "link"))

    def changes(self) -> list[ProposedChange]:
        return [self.change(Kind.NEWS, {name: self.cleaned_data[name] for name in ("title", "text", "url")})]


class ProjectForm(OfficeForm):
    """A project for the data bank."""

    key = "office-project"

    title = LineField(label=_("Title"), max_length=200)
    challenge = TextField(label=named(ProjectPage, "challenge"), max_length=5000, rows=6)
    response = TextField(label=named(ProjectPage, "response"), max_length=5000, rows=6)
    outcome = TextField(label=named(ProjectPage, "outcome"), max_length=5000, rows=6, required=False)
    url = address_of_page(named(ProjectPage, "link"))

    def changes(self) -> list[ProposedChange]:
        return [self.change(Kind.PROJECT, {name: self.cleaned_data[name] for name in PROJECT})]


PROJECT = ("title", "challenge", "response", "outcome", "url")
FORMS: dict[str, type[OfficeForm]] = {
    "facts": FactsForm,
    "figures": FigureForm,
    "words": WordsForm,
    "picture": PictureForm,
    "news": NewsForm,
    "project": ProjectForm,
}
