"""The configuration of the translation desk by its host site, from the setting ``TRANSLATION_DESK``.

By default the languages are those of ``WAGTAIL_CONTENT_LANGUAGES``, and the source language is ``LANGUAGE_CODE``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.dispatch import Signal
from django.utils.module_loading import import_string
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from wagtail.snippets.models import get_snippet_models

#: The keys of the setting with their defaults. A dotted path is imported.
DEFAULTS: dict[str, Any] = {
    # Objects with the attributes of ``Language``, in the order in which languages are listed.
    "LANGUAGES": f"{__name__}.content_languages",
    # The language in which most pages are written.
    "SOURCE_LANGUAGE": None,
    # Returns the name of a language in another: ``(code, code) -> name``.
    "LANGUAGE_NAME": f"{__name__}.language_name",
    # Formats a number for staff: ``(number) -> text``.
    "NUMBER": "django.utils.formats.number_format",
    # Returns the public URL of a page: ``(page) -> address``.
    "ADDRESS": f"{__name__}.address",
    # Normalises the spelling of a language before translations are saved: ``{code: (html) -> html}``.
    "SPELLING": {},
    # Checks of translations in addition to ``segments.checks``: ``(Pair) -> findings``.
    "CHECKS": (),
    # The field or block that describes an image, in the same object: ``{picture: words}``.
    "DESCRIPTIONS": {"image": "alt_text"},
    # A signal that is sent when the file of an image (``instance``) has been replaced.
    "PICTURE_REPLACED": None,
    # Guides for the help menu: folders with a file for each language of the admin, such as ``en.md``, whose first line
    # is the title. Images are static files, in a folder of the same name. The first is the guide of the desk.
    "GUIDES": (),
    # Models that the predefined group of editors may edit, as ``"app.Model"``; all snippets by default.
    "EDITORS_KEEP": None,
}


@dataclass(frozen=True)
class Language:
    """The attributes of a language that the desk uses."""

    code: str
    own_name: str
    direction: Literal["ltr", "rtl"] = "ltr"
    #: Unicode (CLDR) names of the calendar and the digits for dates and numbers.
    calendar: str = "gregory"
    digits: str = "latn"


class Host:
    """The setting, read once. Dotted paths are imported on first use, since settings must not import."""

    language_name: Callable[[str, str], str]
    number: Callable[[Any], str]
    address: Callable[[Any], str]
    descriptions: dict[str, str]
    picture_replaced: Signal | None

    def __init__(self) -> None:
        given = getattr(settings, "TRANSLATION_DESK", {})
        if unknown := given.keys() - DEFAULTS.keys():
            raise ImproperlyConfigured(f"TRANSLATION_DESK knows no {', '.join(sorted(unknown))}.")
        self._given = DEFAULTS | given

    def __getattr__(self, name: str) -> Any:
        if name.upper() not in DEFAULTS:
            raise AttributeError(name)
        self.__dict__[name] = self._found(name.upper())
        return self.__dict__[name]

    def _found(self, key: str) -> Any:
        value = self._given[key]
        return import_string(value) if isinstance(value, str) else value

    @cached_property
    def languages(self) -> Sequence[Language]:
        found = self._found("LANGUAGES")
        return tuple(found() if callable(found) else found)

    @cached_property
    def by_code(self) -> dict[str, Language]:
        return {language.code: language for language in self.languages}

    @cached_property
    def source_language(self) -> str:
        return self._given["SOURCE_LANGUAGE"] or settings.LANGUAGE_CODE

    def language(self, code: str | None) -> Language:
        """Return the language of a code; the source language for an unknown code."""
        return self.by_code.get(code or "") or self.by_code[self.source_language]

    def place_of(self, code: str) -> tuple[int, str]:
        """Sort key: codes in the order of the languages, unknown ones last."""
        codes = list(self.by_code)
        return (codes.index(code) if code in self.by_code else len(codes), code)

    def name_of(self, code: str) -> str:
        """Return the name of a language in that of the admin."""
        return self.language_name(code, get_language() or self.source_language)

    @cached_property
    def spelling(self) -> dict[str, Callable[[str], str]]:
        return {code: import_string(path) for code, path in self._given["SPELLING"].items()}

    @cached_property
    def checks(self) -> Sequence[Callable[[Any], Any]]:
        return [import_string(path) for path in self._given["CHECKS"]]

    @cached_property
    def guides(self) -> dict[str, Path]:
        return {Path(folder).name: Path(folder) for folder in self._given["GUIDES"]}

    @property
    def editors_keep(self) -> Sequence[str]:
        given = self._given["EDITORS_KEEP"]
        names = [model._meta.label for model in get_snippet_models()] if given is None else given
        return [name.lower() for name in names]


def content_languages() -> list[Language]:
    return [
        Language(code, own_name(code, name), "rtl" if code in settings.LANGUAGES_BIDI else "ltr")
        for code, name in settings.WAGTAIL_CONTENT_LANGUAGES
    ]


def own_name(code: str, name: str) -> str:
    try:
        return get_language_info(code)["name_local"]
    except KeyError:
        return str(name)


def language_name(name_of: str, code: str) -> str:
    """Return the name in the active language; Django cannot use ``code``."""
    try:
        return _(get_language_info(name_of)["name"])
    except KeyError:
        return name_of


def address(page: Any) -> str:
    return page.full_url or ""


host = Host()


def read_again(setting: str, **kwargs: Any) -> None:
    """Reload the setting, for tests that override it."""
    if setting in ("TRANSLATION_DESK", "WAGTAIL_CONTENT_LANGUAGES", "LANGUAGE_CODE"):
        host.__dict__.clear()
        host.__init__()  # type: ignore[misc]


setting_changed.connect(read_again)
