"""The languages of the site: one table that everything else reads.

A language is offered to readers only once its home page is live, so a row here opens nothing by itself.
To add a language, add a row, a ``locale/<code>`` folder and a content folder.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Language:
    """What the site must know of a language before it can set a page in it."""

    #: Address prefix and Django language code.
    code: str
    #: The language's name in itself, as the switcher shows it.
    own_name: str
    #: The language's name in English, for the admin.
    english_name: str
    #: ISO 15924 code of the script.
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

    @property
    def is_rtl(self) -> bool:
        return self.direction == "rtl"


LANGUAGES = (
    Language("en", "English", "English", "Latn", "ltr", "gregory", "latn", "en-GB", "en_GB"),
    Language("fa", "فارسی", "Persian", "Arab", "rtl", "persian", "arabext", "fa", "fa_IR"),
    Language("ar", "العربية", "Arabic", "Arab", "rtl", "gregory", "latn", "ar", "ar_AR"),
    Language("tr", "Türkçe", "Turkish", "Latn", "ltr", "gregory", "latn", "tr", "tr_TR"),
    Language("ru", "Русский", "Russian", "Cyrl", "ltr", "gregory", "latn", "ru", "ru_RU"),
    Language("zh-hans", "简体中文", "Chinese", "Hans", "ltr", "gregory", "latn", "zh-Hans", "zh_CN"),
    Language("ja", "日本語", "Japanese", "Jpan", "ltr", "gregory", "latn", "ja", "ja_JP"),
    Language("ko", "한국어", "Korean", "Kore", "ltr", "gregory", "latn", "ko", "ko_KR"),
    Language("hi", "हिन्दी", "Hindi", "Deva", "ltr", "gregory", "latn", "hi", "hi_IN"),
    Language("ur", "اردو", "Urdu", "Aran", "rtl", "gregory", "latn", "ur", "ur_PK"),
    Language("bn", "বাংলা", "Bengali", "Beng", "ltr", "gregory", "beng", "bn", "bn_BD"),
    Language("id", "Bahasa Indonesia", "Indonesian", "Latn", "ltr", "gregory", "latn", "id", "id_ID"),
    Language("th", "ไทย", "Thai", "Thai", "ltr", "buddhist", "latn", "th", "th_TH"),
    Language("tg", "Тоҷикӣ", "Tajik", "Cyrl", "ltr", "gregory", "latn", "tg", "tg_TJ"),
)

#: The language that pages are written in first, and the one of a page that has no other.
SOURCE_LANGUAGE = "en"

BY_CODE = {language.code: language for language in LANGUAGES}


def language(code: str | None) -> Language:
    """The row of a code; the source language for a code the site does not know."""
    return BY_CODE.get(code or "", BY_CODE[SOURCE_LANGUAGE])
