"""Whatever is typed, there is a file, and what no font has is read in other letters."""

import pytest

from amf_site.printing.substitutes import typeset_readably
from tests.printing.accessibility import findings

from .hearing import spoken
from .words import city_words, plan_words

#: What is typed, and what stands in the file instead.
SIGNS = {
    "an emoji": ("🎉", "[party popper]"),
    "emoji joined to one": ("👩‍👧", "[woman]\u200d[girl]"),
    "a colour of skin": ("👍🏽", "[thumbs up sign]"),
    "a flag": ("🇮🇷", "IR"),
    "a flag of a region": ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "[waving black flag]"),
    "a key": ("1️⃣", "1"),
    "letters of mathematics": ("𝐓𝐚𝐛𝐫𝐢𝐳", "Tabriz"),
    "private use": ("\ue000", "[U+E000]"),
    "nothing yet": ("\u0378", "[U+0378]"),
    "no character": ("\U0010ffff", "[U+10FFFF]"),
    "Cherokee": ("ᎠᎡ", "ae"),
    "Ethiopic": ("አዲስ", "adis"),
    "Tibetan": ("བོད", "baoda"),
    "Tibetan digits": ("༢༠", "20"),
    "Mongolian": ("ᠮᠣᠩ", "maoang"),
    "Yi": ("ꀀ", "it"),
    "rare Han": ("𠀀", "he"),
    "a hieroglyph": ("𓂀", "[egyptian hieroglyph d010]"),
    "a mark on a letter": ("aa\u1ab0a", "aaa"),
    "a mark on a letter of another script": ("ب\u1ab0", "ب"),
    "a mark of another script": ("بb\u093c", "بb"),
    "a mark on a quotation mark": ('"\u1ab0', '"'),
    "a mark on nothing": ("a \u1ab0 b", "a b"),
    "marks upon marks": ("e" + "\u1ab0" * 40, "e"),
    "a joiner on a sign": ("🎉\u200cها", "[party popper]\u200cها"),
    "a selector of variants": ("ß\ufe0f", "ß"),
    "a selector of variants on nothing": ("a\U000e0101", "a"),
    "a sign of control": ("a\ufff9b", "ab"),
    "a half of a sign": ("a\ud83cb", "a b"),
}
#: What of a profile's data is not read.
NO_WORDS = {"picture", "native_lang", "native_dir", "published_on", "address"}


@pytest.mark.parametrize(("written", "read"), SIGNS.values(), ids=SIGNS)
def test_every_sign_is_read_somehow(written, read):
    words = city_words("en") | {"picture": None, "story": [f"{written}: before {written} after"]}
    made, substitutes = typeset_readably("city.typ", words, "en")
    assert findings(made) == []
    assert any(read in text for text in spoken(made)), spoken(made)
    assert not {sign for sign in substitutes if sign.isascii() or sign in "بها\u200c\u200d"}


@pytest.mark.parametrize("language", ["fa", "ja"])
def test_all_of_them_in_one_file(language):
    words = plan_words(language)
    made, _substitutes = typeset_readably(
        "plan.typ", words | {"vision": [text for text, _read in SIGNS.values()]}, language
    )
    assert findings(made) == []
    said = spoken(made)
    assert [read for _text, read in SIGNS.values() if not any(read in text for text in said)] == []
    assert [text for text in words["grounds"] if text not in said] == []


def test_signs_stand_at_the_edges_of_every_word():
    """Where a template sets one text after another, a mark on nothing would sit on the last letter of the other."""
    words = city_words("en") | {"picture": None}

    def edged(value):
        if isinstance(value, str):
            return f"\u1ab0{value}\u1ab0🎉"
        if isinstance(value, list):
            return [edged(part) for part in value]
        return {key: edged(part) if key not in NO_WORDS else part for key, part in value.items()}

    made, substitutes = typeset_readably("city.typ", edged(words), "en")
    assert findings(made) == []
    assert substitutes["🎉"] == "[party popper]"


def test_hundreds_of_them_at_once():
    signs = [chr(code) for code in (*range(0x1F300, 0x1F500), *range(0x13000, 0x13100), *range(0xE000, 0xE020))]
    made, substitutes = typeset_readably("plan.typ", plan_words("ja") | {"vision": [" ".join(signs)]}, "ja")
    assert findings(made) == []
    assert len(substitutes) > 700
