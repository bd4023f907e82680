"""The form of an application: what it asks, and the files that come with it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amf_site.cldr.names import country_choices, language_choices
from amf_site.languages import Language
from amf_site.public_forms.contact import choice
from amf_site.public_forms.fields import AddressField, LineField, TextField, with_messages
from amf_site.public_forms.forms import PublicForm
from amf_site.storable import is_storable

from .attachments import KINDS

#: The name of the field with the secret of a draft, and of the boxes that remove its files.
SECRET, REMOVE = "draft", "remove"
#: A draft keeps no more characters of an answer, even if it is too long.
LONGEST_KEPT = 20_000


def choices_of(function: Any) -> Any:
    """Return choices that are named in the language of the reader, after an empty one."""
    return lambda: [("", _("Please choose")), *function()]


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        """Return the files; there are none if the form was sent without its enctype."""
        return files.getlist(name) if hasattr(files, "getlist") else []


class FilesField(forms.Field):
    """Uploaded files, which ``attachments.examine`` looks into."""

    widget = SeveralFiles


class ApplicationForm(PublicForm):
    """The application of a city. A draft may be incomplete."""

    key = "application"

    name = LineField(label=_("Name of the city in English"), max_length=100)
    native_name = LineField(
        label=_("Name of the city as it writes itself"), max_length=100, widget=forms.TextInput({"dir": "auto"})
    )
    native_language = choice(choices_of(language_choices), label=_("Language of this name"))
    country = choice(choices_of(country_choices), label=_("Country"))
    official_site = forms.URLField(
        label=_("Official site (not required)"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.TextInput({"dir": "ltr", "inputmode": "url", "spellcheck": "false"}),
        **with_messages({}, invalid=_("This is not a web address. It looks like https://www.example.org.")),
    )
    contact_name = LineField(
        label=_("Name"), max_length=100, widget=forms.TextInput({"autocomplete": "name", "dir": "auto"})
    )
    contact_office = LineField(label=_("Office in the city"), max_length=150, widget=forms.TextInput({"dir": "auto"}))
    email = AddressField(label=_("E-mail address"))
    telephone = LineField(
        label=_("Telephone (not required)"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "dir": "ltr", "inputmode": "tel"}),
    )
    language = choice([], label=_("Language of the answer"))
    reasons = TextField(label=_("Why the city would like to join"), max_length=4000, rows=8)
    offers = TextField(
        label=_("Experience that other cities may ask for (not required)"), max_length=2000, rows=5, required=False
    )
    seeks = TextField(
        label=_("What the city would like to learn (not required)"), max_length=2000, rows=5, required=False
    )
    attachments = FilesField(
        label=_("Files (not required)"),
        required=False,
        help_text=_("At most three files of 5 MB each: PDF, DOCX, ODT, JPEG or PNG."),
    )

    SECTIONS = (
        (_("The city"), ("name", "native_name", "native_language", "country", "official_site")),
        (_("Whom we may ask"), ("contact_name", "contact_office", "email", "telephone", "language")),
        (_("In your words"), ("reasons", "offers", "seeks")),
        (_("Attachments"), ("attachments",)),
    )

    def __init__(
        self,
        data: Any = None,
        languages: Iterable[Language] = (),
        *,
        files: Any = None,
        answers: dict[str, str] | None = None,
        is_draft: bool = False,
    ) -> None:
        super().__init__(data, files=files, initial={"language": get_language()} | (answers or {}))
        offered = [(language.code, language.own_name) for language in languages]
        self.fields["language"].choices = offered  # type: ignore[attr-defined]
        self.fields["attachments"].widget.attrs |= {"accept": ",".join(f".{kind}" for kind in KINDS), "multiple": True}
        if is_draft:
            for field in self.fields.values():
                field.required = False

    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.SECTIONS]

    def typed(self) -> dict[str, str]:
        """Return all that was typed and can be stored, right or wrong, so that a draft loses nothing."""
        sent = {name: self.data.get(name, "") for name in self.fields if name != "attachments"}
        return {name: value[:LONGEST_KEPT] for name, value in sent.items() if value and is_storable(value)}

    def answers(self) -> list[tuple[Any, list[tuple[Any, str]]]]:
        """Return what was answered, by section, in the words of the form."""
        found = []
        for title, fields in self.sections():
            rows = [(field.label, self._in_words(field)) for field in fields if field.name != "attachments"]
            found.append((title, [(label, words) for label, words in rows if words]))
        return [section for section in found if section[1]]

    def _in_words(self, field: forms.BoundField) -> str:
        value = self.cleaned_data.get(field.name) or ""
        return str(dict(getattr(field.field, "choices", ())).get(value, value))

    @property
    def wrong_answers(self) -> list[str]:
        """Names of the fields that are wrong, whenever the form was opened."""
        return [name for name in self.errors if name in self.fields]
