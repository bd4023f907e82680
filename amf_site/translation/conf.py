"""The site in which the desk is a guest: all that it has to know of it, from the setting ``TRANSLATION_DESK``.

Without the setting it is a site of the languages of ``WAGTAIL_CONTENT_LANGUAGES``, written first in ``LANGUAGE_CODE``.
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

#: Each key of the setting with what holds without it. A dotted path stands for what is found there.
DEFAULTS: dict[str, Any] = {
    # Rows with the attributes of ``Language``, in the order in which languages are listed.
    "LANGUAGES": f"{__name__}.content_languages",
    # The language that most pages are written in first.
    "SOURCE_LANGUAGE": None,
    # What a language is called in another: ``(code, code) -> name``.
    "LANGUAGE_NAME": f"{__name__}.language_name",
    # A number as staff read it: ``(number) -> text``.
    "NUMBER": "django.utils.formats.number_format",
    # Where readers find a page: ``(page) -> address``.
    "ADDRESS": f"{__name__}.address",
    # For languages whose words are put right before they are kept: ``{code: (html) -> html}``.
    "SPELLING": {},
    # More checks of what translators write, beside those of ``segments.checks``: ``(Pair) -> findings``.
    "CHECKS": (),
    # Which field or block says what a picture shows, beside it in the same object: ``{picture: words}``.
    "DESCRIPTIONS": {"image": "alt_text"},
    # A signal that is sent when the file of a picture (``instance``) has been replaced by another one.
    "PICTURE_REPLACED": None,
    # What the help menu offers to read: folders with a file for each language of the admin, as ``en.md``, which begins
    # with the title. Its pictures are static, in a folder of that name. The first is the guide of the desk.
    "GUIDES": (),
    # The records that the ready group of editors keeps, as ``"app.Model"``; all snippets if it is not said.
    "EDITORS_KEEP": None,
}


@dataclass(frozen=True)
class Language:
    """What the desk asks of a row of the languages."""

    code: str
    own_name: str
    direction: Literal["ltr", "rtl"] = "ltr"
    #: Of Unicode: the calendar and the digits that dates and numbers are written in.
    calendar: str = "gregory"
    digits: str = "latn"


class Host:
    """The setting, read once. A dotted path is followed when its value is first asked for: settings import nothing."""

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
        """The row of a code; that of the source language for a code that the site does not know."""
        return self.by_code.get(code or "") or self.by_code[self.source_language]

    def place_of(self, code: str) -> tuple[int, str]:
        """Sorts codes in the order of the languages, unknown ones last."""
        codes = list(self.by_code)
        return (codes.index(code) if code in self.by_code else len(codes), code)

    def name_of(self, code: str) -> str:
        """What a language is called in that of the admin."""
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
    """In the language in use, whatever ``code`` is: Django knows no other."""
    try:
        return _(get_language_info(name_of)["name"])
    except KeyError:
        return name_of


def address(page: Any) -> str:
    return page.full_url or ""


host = Host()


def read_again(setting: str, **kwargs: Any) -> None:
    """For tests that set it."""
    if setting in ("TRANSLATION_DESK", "WAGTAIL_CONTENT_LANGUAGES", "LANGUAGE_CODE"):
        host.__dict__.clear()
        host.__init__()  # type: ignore[misc]


setting_changed.connect(read_again)
