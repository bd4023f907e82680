"""The languages of the site and their scripts: two tables that everything else reads.

A language is offered to readers only once it is public and its home page is live, so a row here opens nothing.
``docs/languages.md`` tells how to add one.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Script:
    """How a script is set. ``build_assets`` makes style rules of it, for ``<html data-script>``."""

    #: CSS font stack of running text; empty for the site's own of Latin letters. CJK and Indic fonts are too large to
    #: send, so these are names of what systems have.
    fonts: str
    #: Of running text and of headings, in ems.
    line_height: float
    line_height_tight: float
    #: Whether headings have a font of their own, in which the script has a serif tradition on screens.
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
    """What the site must know of a language before it can set a page in it."""

    #: Address prefix and Django language code.
    code: str
    #: The language's name in itself, as the switcher shows it.
    own_name: str
    #: The language's name in English, for the admin.
    english_name: str
    #: A key of ``SCRIPTS``.
    script: str
    direction: Literal["ltr", "rtl"]
    #: Unicode calendar that dates are shown in.
    calendar: str
    #: Unicode numbering system that numbers are shown in.
    digits: str
    #: CLDR locale whose words, patterns and alphabet are used.
    cldr: str
    #: Locale of Open Graph, language_TERRITORY.
    open_graph: str
    #: What stands between the parts of a list, with its space.
    list_mark: str = ", "
    #: Opening and closing quotation mark.
    quotes: tuple[str, str] = ("“", "”")

    @property
    def is_rtl(self) -> bool:
        return self.direction == "rtl"

    @property
    def folder(self) -> str:
        """The name of its folder in ``locale/``, as Django spells it."""
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

#: The language that pages are written in first, and the one of a page that has no other.
SOURCE_LANGUAGE = "en"

BY_CODE = {language.code: language for language in LANGUAGES}


def language(code: str | None) -> Language:
    """The row of a code; the source language for a code the site does not know."""
    return BY_CODE.get(code or "", BY_CODE[SOURCE_LANGUAGE])
