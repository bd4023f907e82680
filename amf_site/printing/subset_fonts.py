"""Create the subset fonts for PDFs: ``python -m amf_site.printing.subset_fonts FOLDER``.

FOLDER contains the full fonts (SIL Open Font License), as unpacked npm packages::

    npm pack @expo-google-fonts/vazirmatn @expo-google-fonts/noto-sans-sc …   # every name below
    for name in *.tgz; do mkdir "${name%-[0-9]*}"; tar xzf "$name" -C "${name%-[0-9]*}" --strip-components=1; done

Chinese, Japanese and Korean fonts are reduced to the characters of their national standards; the others are complete.
The result is committed: nothing is downloaded or generated when the site is built or runs.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
WEIGHTS = {"Regular": "400Regular", "Bold": "700Bold"}
#: Characters in every East Asian font besides its standard: Latin, punctuation, symbols, CJK punctuation, wide forms.
SHARED = [
    *range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2028), *range(0x2030, 0x203F), *range(0x2460, 0x2474),
    *range(0x3000, 0x3040), *range(0xFF00, 0xFFF0),
]  # fmt: skip
KANA = [*range(0x3040, 0x3100), *range(0x31F0, 0x3200)]
HAN = {*range(0x4E00, 0xA000), *range(0xF900, 0xFB00)}


def standard(codec: str) -> Iterator[int]:
    """Yield the code points of a two-byte national standard, according to Python's codec."""
    for first in range(0xA1, 0xFF):
        for second in range(0xA1, 0xFF):
            try:
                yield ord(bytes((first, second)).decode(codec))
            except UnicodeDecodeError:
                continue


#: npm packages and the code points to keep; ``None`` keeps the whole font.
PACKAGES = {
    "vazirmatn": None,
    "noto-sans": {*range(0x20, 0x530), *range(0x1D00, 0x2C80), *range(0xA640, 0xA800), *range(0xFE00, 0xFFFE)},
    "noto-sans-devanagari": None,
    "noto-sans-bengali": None,
    "noto-sans-thai": None,
    "noto-sans-sc": {*SHARED, *standard("gb2312")},
    "noto-sans-jp": {*SHARED, *KANA, *standard("euc_jp")},
    # Without the Chinese characters of the standard: Korean texts have few, and the other two fonts contain them.
    "noto-sans-kr": {*SHARED, *standard("euc_kr")} - HAN,
}
#: Other Asian scripts, in one weight, for the native names of cities and landmarks.
NEIGHBOURS = (
    *("armenian", "georgian", "hebrew", "thaana", "gujarati", "gurmukhi", "oriya", "tamil", "telugu", "kannada"),
    *("malayalam", "sinhala", "lao", "khmer", "myanmar"),
)


def shrink(source: Path, target: Path, letters: set[int] | None) -> None:
    """Write a subset of a font without hinting; ``None`` keeps all code points."""
    options = subset.Options(hinting=False, notdef_outline=True, name_IDs=[1, 2, 4, 6, 16, 17])
    if letters is not None:
        options.layout_features = ["ccmp", "locl", "kern", "liga", "mark", "mkmk"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=set(font.getBestCmap()) if letters is None else letters)
    subsetter.subset(font)
    subset.save_font(font, str(target), options)


def main(folder: Path) -> None:
    """Write all fonts, and one file with the licence and the copyright notices."""
    notices, licence = [], ""
    for package, letters in {**PACKAGES, **{f"noto-sans-{script}": None for script in NEIGHBOURS}}.items():
        source = next(folder.glob(f"*{package}/metadata.json")).parent
        copyright_line, _, licence = (source / "LICENSE_FONT").read_text(encoding="utf-8").partition("\n")
        names = set()
        for weight, place in WEIGHTS.items():
            if weight == "Bold" and package not in PACKAGES:
                continue
            original = next((source / place).glob("*.ttf"))
            target = FONTS / f"{original.stem.partition('_')[0]}-{weight}.ttf"
            shrink(original, target, letters)
            names.add(target.stem.partition("-")[0])
            print(f"{target.name:32} {target.stat().st_size:>9}")
        notices.append(f"{', '.join(names)}: {copyright_line.strip()}")
    (FONTS / "OFL.txt").write_text("\n".join(notices) + "\n" + licence, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
