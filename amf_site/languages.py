"""The languages and scripts of the site, as two tables that all other modules use.

A new row alone does not show a language to readers: it must be made public, and its home page must be live.
``docs/languages.md`` explains how to add a language.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Script:
    """Typography of a script. ``build_assets`` generates CSS rules from it, for ``<html data-script>``."""

    #: CSS font stack of body text; empty means the site's default for Latin script. CJK and Indic web fonts are too
    #: large, so these stacks name system fonts.
    fonts: str
    #: Line heights of body text and of headings, in ems.
    line_height: float
    line_height_tight: float
    #: Whether headings use the serif display font instead of the body font.
    has_display_font: bool = False


_VAZIRMATN = 'Vazirmatn, "Segoe UI", Tahoma, "Geeza Pro", "Noto Sans Arabic", sans-serif'

#: By ISO 15924 code. ``Aran`` is Arabic script in Nastaliq style.
SCRIPTS = {
    "Latn": Script("", 1.6, 1.16, has_display_font=True),
    "Cyrl": Script("", 1.6, 1.2, has_display_font=True),
    "Arab": Script(_VAZIRMATN, 1.8, 1.45),
    "Aran": Script(f'"Noto Nastaliq Urdu", "Jameel Noori Nastaleeq", "Urdu Typesetting", {_VAZIRMATN}', 2.1, 1.9),
    "Hans": Script('"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif', 1.7, 1.35),
    "Jpan": Script('"Hiragino Sans", "Yu Gothic", Meiryo, "Noto Sans CJK JP", "Noto Sans JP", sans-serif', 1.7, 1.35),
    "Kore": Script('"Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR", "Noto Sans KR", sans-serif', 1.7, 1.35),
    "Deva": Script('"Nirmala UI", "Kohinoor Devanagari", "Noto Sans Devanagari", sans-serif', 1.75, 1.4),
    "Beng": Script('"Nirmala UI", "Kohinoor Bangla", "Noto Sans Bengali", sans-serif', 1.75, 1.4),
    "Thai": Script('"Leelawadee UI", Thonburi, "Noto Sans Thai", Sarabun, sans-serif', 1.75, 1.45),
}


@dataclass(frozen=True)
class Language:
    """The properties of a language that the site needs to render pages in it."""

    #: URL prefix and Django language code.
    code: str
    #: The name of the language in the language itself, for the language switcher.
    own_name: str
    #: The name of the language in English, for the admin.
    english_name: str
    #: A key of ``SCRIPTS``.
    script: str
    direction: Literal["ltr", "rtl"]
    #: Unicode calendar for dates.
    calendar: str
    #: Unicode numbering system for numbers.
    digits: str
    #: CLDR locale for names, patterns and collation.
    cldr: str
    #: Open Graph locale, as language_TERRITORY.
    open_graph: str
    #: Separator between the items of a list, including its space.
    list_mark: str = ", "
    #: Opening and closing quotation marks.
    quotes: tuple[str, str] = ("“", "”")

    @property
    def is_rtl(self) -> bool:
        return self.direction == "rtl"

    @property
    def folder(self) -> str:
        """Return the name of the language's folder in ``locale/`` (Django's locale name)."""
        language, _, variant = self.code.partition("-")
        return f"{language}_{variant.title() if len(variant) > 2 else variant.upper()}" if variant else language


LANGUAGES = (
    Language("en", "English", "English", "Latn", "ltr", "gregory", "latn", "en-GB", "en_GB", quotes=("‘", "’")),
    Language("fa", "فارسی", "Persian", "Arab", "rtl", "persian", "arabext", "fa", "fa_IR", "، ", ("«", "»")),
    Language("ar", "العربية", "Arabic", "Arab", "rtl", "gregory", "latn", "ar", "ar_AR", "، ", ("«", "»")),
    Language("tr", "Türkçe", "Turkish", "Latn", "ltr", "gregory", "latn", "tr", "tr_TR"),
    Language("ru", "Русский", "Russian", "Cyrl", "ltr", "gregory", "latn", "ru", "ru_RU", quotes=("«", "»")),
    Language("zh-hans", "简体中文", "Chinese", "Hans", "ltr", "gregory", "latn", "zh-Hans", "zh_CN", "、"),
    Language("ja", "日本語", "Japanese", "Jpan", "ltr", "gregory", "latn", "ja", "ja_JP", "、", ("「", "」")),
    Language("ko", "한국어", "Korean", "Kore", "ltr", "gregory", "latn", "ko", "ko_KR"),
    Language("hi", "हिन्दी", "Hindi", "Deva", "ltr", "gregory", "latn", "hi", "hi_IN"),
    Language("ur", "اردو", "Urdu", "Aran", "rtl", "gregory", "latn", "ur", "ur_PK", "، ", ("”", "“")),
    Language("bn", "বাংলা", "Bengali", "Beng", "ltr", "gregory", "beng", "bn", "bn_BD"),
    Language("id", "Bahasa Indonesia", "Indonesian", "Latn", "ltr", "gregory", "latn", "id", "id_ID"),
    Language("th", "ไทย", "Thai", "Thai", "ltr", "buddhist", "latn", "th", "th_TH", " "),
    Language("tg", "Тоҷикӣ", "Tajik", "Cyrl", "ltr", "gregory", "latn", "tg", "tg_TJ", quotes=("«", "»")),
)

#: The language that pages are written in before they are translated.
SOURCE_LANGUAGE = "en"

BY_CODE = {language.code: language for language in LANGUAGES}


def language(code: str | None) -> Language:
    """Return the language with a code, or the source language for an unknown code."""
    return BY_CODE.get(code or "", BY_CODE[SOURCE_LANGUAGE])
