"""Words are only ever words, what cannot be set is told to an editor, and the same words give the same file."""

import re

import pytest
from fontTools.ttLib import TTFont

from amf_site.limited import LimitReachedError
from amf_site.printing import typesetting
from amf_site.printing.subset_fonts import HAN, standard
from amf_site.printing.typefaces import NEIGHBOURS, native_typefaces, typefaces
from amf_site.printing.typesetting import (
    FONTS,
    TEMPLATES,
    MissingLettersError,
    TypesettingError,
    generator_fingerprint,
    typeset,
)

from .hearing import spoken
from .words import CODES, city_words, picture, plan_words

LARGEST_FONTS = 14_000_000


@pytest.mark.parametrize(
    "trick",
    [
        '#import "@preview/x:0.1.0": *',
        "*bold* _thin_ `code` $x$",
        "= Heading",
        '#read("plan.typ")',
        "<label> @ref // -- ~ \\u{41} \\ #",
        '"); panic("',
    ],
)
def test_markup_in_the_words_appears_as_it_is(trick):
    words = plan_words("en") | {
        "title": trick,
        "motto": trick,
        "grounds": [trick],
        "aims": [trick],
        "vision": [trick],
        "goals": [{"title": trick, "text": trick, "actions": [trick]}],
        "values": [{"title": trick, "text": trick}],
        "edition": trick,
    }
    said = spoken(typeset("plan.typ", words, "en"))

    # Title, motto, edition, ground, aim, vision, text of a goal, action and text of a value.
    assert said.count(trick) == 9
    # Goal and value, in the contents and where they stand.
    assert len([text for text in said if trick in text]) == 13


def test_the_same_words_give_the_same_file():
    plan, city = plan_words("bn"), city_words("fa")

    assert typeset("plan.typ", plan, "bn") == typeset("plan.typ", plan, "bn")
    pictures = {"picture.jpg": picture()}
    assert typeset("city.typ", city, "fa", pictures) == typeset("city.typ", city, "fa", pictures)


def test_a_letter_without_a_shape_is_named_with_its_place():
    goals = [{"title": "Addis Ababa is አዲስ አበባ to its people", "text": "x"}]

    with pytest.raises(MissingLettersError) as caught:
        typeset("plan.typ", plan_words("en") | {"goals": goals}, "en")

    assert caught.value.letters == ["አ", "ዲ", "ስ", "በ", "ባ"]
    assert caught.value.places == ["goals 1 title “Addis Ababa is አዲስ አበባ to its people”"]
    assert "“አ” (U+12A0 ETHIOPIC SYLLABLE GLOTTAL A)" in str(caught.value)
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize("code", CODES)
def test_every_script_of_asia_is_found_in_every_language(code):
    names = "Tabriz تبریز İstanbul Казань Душанбе Ӣ ғ ҷ 海口 臺北 東京 서울 दिल्ली ঢাকা กรุงเทพ Երևան თბილისი ירושלים "
    names += "މާލެ અમદાવાદ ਅੰਮ੍ਰਿਤਸਰ ଭୁବନେଶ୍ୱର சென்னை తెలంగాణ ಬೆಂಗಳೂರು കൊച്ചി කොළඹ ວຽງຈັນ ភ្នំពេញ ရန်ကုန် Ḥalab ʿAmmān Hà Nội"
    said = spoken(typeset("plan.typ", plan_words(code) | {"goals": [{"title": names, "text": names}]}, code))

    assert names.split()[0] in " ".join(said)


def test_control_characters_and_decomposed_letters_are_cleaned():
    words = plan_words("en") | {"motto": "Tab\tand\x07bell, \ufeffU\u0308ber"}

    assert "Tab and bell, Über" in spoken(typeset("plan.typ", words, "en"))


@pytest.mark.parametrize("name", ["../evil.jpg", "plan.typ", "data.json", "a/b.jpg", "x.jpg\n", ".jpg"])
def test_a_picture_lies_nowhere_but_beside_the_words(name):
    with pytest.raises(ValueError, match="not the name of a picture"):
        typeset("city.typ", city_words("en"), "en", {name: picture()})


def test_a_picture_that_is_none_is_told():
    with pytest.raises(TypesettingError, match="image"):
        typeset("city.typ", city_words("en"), "en", {"picture.jpg": b"no picture"})


def test_a_limit_that_is_reached_is_told(monkeypatch):
    def late(*args, **kwargs):
        raise LimitReachedError("ended by signal 9")

    monkeypatch.setattr(typesetting, "run_limited", late)
    with pytest.raises(TypesettingError, match="more time or memory"):
        typeset("plan.typ", plan_words("en"), "en")


def test_little_memory_is_an_error_and_no_crash(monkeypatch):
    monkeypatch.setattr(typesetting, "MEGABYTES", 60)
    with pytest.raises(TypesettingError):
        typeset("plan.typ", plan_words("en"), "en")


def test_the_fingerprint_is_of_what_makes_files(monkeypatch, tmp_path):
    before = generator_fingerprint()
    generator_fingerprint.cache_clear()
    assert generator_fingerprint() == before
    for template in TEMPLATES.iterdir():
        (tmp_path / template.name).write_bytes(template.read_bytes() + b"//")
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    generator_fingerprint.cache_clear()
    after = generator_fingerprint()
    generator_fingerprint.cache_clear()

    assert after != before
    assert re.fullmatch(r"[0-9a-f]{16}", before)


def test_templates_ask_for_nothing_from_elsewhere():
    for template in TEMPLATES.iterdir():
        source = template.read_text(encoding="utf-8")
        assert not re.search(r"@preview|\beval\(|\bplugin\(", source), template
        assert set(re.findall(r'#import "([^"]+)"', source)) <= {"tiles.typ"}


def test_fonts_are_small_and_every_family_that_is_named_is_there():
    families = {
        name for code in CODES for face in typefaces(code) for name in [face if isinstance(face, str) else face["name"]]
    }
    shipped = {path.stem.partition("-")[0] for path in FONTS.glob("*.ttf")}
    notice = (FONTS / "OFL.txt").read_text(encoding="utf-8")

    assert sum(path.stat().st_size for path in FONTS.iterdir()) <= LARGEST_FONTS
    assert {family.replace(" ", "") for family in families} == shipped
    assert set(NEIGHBOURS) < families
    assert all(f"{family}: Copyright" in notice for family in shipped)
    assert set(native_typefaces()) == {code.partition("-")[0] for code in CODES}


@pytest.mark.parametrize(
    ("family", "codec", "letters"),
    [("NotoSansSC", "gb2312", 7_000), ("NotoSansJP", "euc_jp", 6_500), ("NotoSansKR", "euc_kr", 2_700)],
)
def test_an_east_asian_font_has_the_letters_of_its_national_standard(family, codec, letters):
    wanted = {letter for letter in standard(codec) if family != "NotoSansKR" or letter not in HAN}
    for weight in ("Regular", "Bold"):
        with TTFont(FONTS / f"{family}-{weight}.ttf") as font:
            has = set(font.getBestCmap())
        assert len(wanted & has) >= letters
        assert not {letter for letter in wanted - has if chr(letter).isalpha() and letter >= 0x3000}


def test_the_letters_of_our_languages_have_shapes_in_their_own_fonts():
    wanted = {
        "Vazirmatn": "پچژگکیۀٹڈڑںےھہۂۓۃ۰۹٪٫٬؛؟ءآأؤإئİıĞğŞşÇçÖöÜü“”‘’–—…·",
        "NotoSans": "ЁёғӣқӯҳҷҒӢҚӮҲҶңөүəḥṣʿİığş“”«»№–—…·",
        "NotoSansDevanagari": "अआइईउऊऋएऐओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह़ािीुूृेैोौ्ंःँ।०९",
        "NotoSansBengali": "অআইঈউঊঋএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ়ািীুূৃেৈোৌ্ংঃঁৎ০৯।",
        "NotoSansThai": "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะาำิีึืุูเแโใไๆ็่้๊๋์๐๙ฯ",
    }
    for family, letters in wanted.items():
        for weight in ("Regular", "Bold"):
            with TTFont(FONTS / f"{family}-{weight}.ttf") as font:
                assert {letter for letter in letters if ord(letter) not in font.getBestCmap()} == set(), family
