"""Filter forms of the public lists. They are sent with GET and validated before any query."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amf_site.cldr.collation import sort_key
from amf_site.cldr.formats import format_number
from amf_site.cldr.names import territory_name

MAX_CHARACTERS = 100
NO_SUCH_CHOICE = _("There is no such choice in this list. It has been left out.")

Choices = list[tuple[str, str]]


class FilterForm(forms.Form):
    """A form of optional fields, whose valid fields apply even if another field is invalid."""

    def __init__(self, data: Any, **choices: Choices) -> None:
        super().__init__(data)
        for name, offered in choices.items():
            field = self.fields[name]
            field.choices = [("", field.empty_label), *offered]  # type: ignore[attr-defined]

    @classmethod
    def parameters(cls) -> list[str]:
        """Return the query parameters of the list that offer a choice, with that of its parts."""
        return [name for name, field in cls.base_fields.items() if isinstance(field, FilterField)] + ["page"]

    @property
    def chosen(self) -> dict[str, str]:
        """The values of the fields that are filled in and valid, by field name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_open(self) -> bool:
        """Whether no filter was given, so that everything is shown."""
        return not self.chosen and not self.errors


class FilterField(forms.ChoiceField):
    """An optional choice; ``empty_label`` is the text of the empty option."""

    def __init__(self, *, empty_label: Any, **options: Any) -> None:
        super().__init__(required=False, error_messages={"invalid_choice": NO_SUCH_CHOICE}, **options)
        self.empty_label = empty_label


class SearchField(forms.CharField):
    """A search term in any script."""

    def __init__(self, **options: Any) -> None:
        attributes = {"type": "search", "dir": "auto", "autocomplete": "off", "enterkeyhint": "search"}
        super().__init__(
            required=False,
            max_length=MAX_CHARACTERS,
            widget=forms.TextInput(attributes),
            error_messages={"max_length": _("These words are too long to search for.")},
            **options,
        )


class CityFilter(FilterForm):
    """The filter of the directory."""

    q = SearchField(label=_("Name of a city or country"))
    region = FilterField(label=_("Region"), empty_label=_("All regions"))
    country = FilterField(label=_("Country"), empty_label=_("All countries"))
    theme = FilterField(label=_("Theme"), empty_label=_("All themes"))
    membership = FilterField(label=_("Membership"), empty_label=_("Any membership"))


class ProjectFilter(FilterForm):
    """The filter of the project data bank."""

    theme = FilterField(label=_("Theme"), empty_label=_("All themes"))
    country = FilterField(label=_("Country"), empty_label=_("All countries"))
    city = FilterField(label=_("City"), empty_label=_("All cities"))


class DocumentFilter(FilterForm):
    """The filter of the archive of documents."""

    q = SearchField(label=_("Words of the title"))
    kind = FilterField(label=_("Kind"), empty_label=_("All kinds"))
    year = FilterField(label=_("Year"), empty_label=_("All years"))
    language = FilterField(label=_("Language"), empty_label=_("All languages"))
    body = FilterField(label=_("Body"), empty_label=_("All bodies"))


class EventFilter(FilterForm):
    """The filter of the list of events."""

    kind = FilterField(label=_("Kind"), empty_label=_("All kinds"))
    year = FilterField(label=_("Year"), empty_label=_("All years"))
    city = FilterField(label=_("City"), empty_label=_("All cities"))


class NewsFilter(EventFilter):
    """The filter of the news."""

    theme = FilterField(label=_("Theme"), empty_label=_("All themes"))


def territories(counts: Counter[str], code: str) -> Choices:
    """Return choices of countries or regions with their numbers of entries, in the language's alphabetical order."""
    names = [(territory, territory_name(territory, code), count) for territory, count in counts.items()]
    names.sort(key=lambda entry: sort_key(entry[1], code))
    return [(territory, label(name, count, code)) for territory, name, count in names]


def categories(rows: Iterable[Any], code: str) -> Choices:
    """Return choices of the categories that have entries (``count``), in the given order."""
    return [(row.slug, label(row.local_name, row.count, code)) for row in rows if row.count]


def label(name: str, count: int, code: str) -> str:
    """Return the label of a choice with its number of entries."""
    return f"{name} ({format_number(count, code)})"
