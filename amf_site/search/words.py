"""Split texts and queries into words for search.

Terms are matched as substrings, so a term may be shorter than the word in the text but never longer. So the words of a
query lose their endings here, and in scripts without spaces the query is segmented into words.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from amf_site.cldr.words import words_of

from .folding import MARKS, fold

#: The maximum number of terms of a query; further ones are ignored.
MAX_TERMS = 12
#: Longer queries are truncated: no reader types them, and they would be slow.
MAX_CHARACTERS, MAX_WORDS = 100, 10

JOINERS = "\u200c\u200d"
#: A run of letters, digits and their marks, with apostrophes, dots of kana and joiners between them.
CHUNK = re.compile(f"[^\\W_](?:[^\\W_]|[{MARKS}'’ʼ・·])*")
SPACELESS = "\u0e00-\u0eff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
HAS_SPACELESS = re.compile(f"[{SPACELESS}]")
#: A run of katakana (loanwords and names, which dictionaries segment wrongly), or of anything else.
RUN = re.compile("[\u30a0-\u30ff\uff66-\uff9f]+|[^\u30a0-\u30ff\uff66-\uff9f]+")
#: Variants of Thai sara am: as two characters, and followed by the tone mark. Dictionaries have only one spelling.
AM_IN_TWO = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
TONE_AFTER_AM = re.compile("\u0e33([\u0e48-\u0e4b])")
#: Stop words of each language, which are not searched for. In Japanese: all short runs of hiragana.
BINDING = {
    "en": "a an and are at by for from how in is of on the to what where who with",
    "fa": "و در به از که را با برای این آن چیست",
    "ar": "و في من على إلى عن مع ما هو هي",
    "tr": "ve ile için bir bu da de ne",
    "ru": "и в во на с о об из к по для что как кто где",
    "zh-hans": "的 了 和 与 在 是 及 之 为 对 等",
    "ko": "및 와 과 의",
    "hi": "का के की में से को और पर है हैं क्या",
    "ur": "کا کے کی میں سے کو اور پر ہے ہیں کیا",
    "bn": "ও এবং এর জন্য থেকে কী",
    "id": "dan di ke dari yang untuk dengan pada apa",
    "th": "ของ และ ที่ ใน เป็น ได้ ให้ กับ จาก มี แห่ง ด้วย โดย เพื่อ ๆ",
    "tg": "ва дар аз ба бо барои ки чист",
}
BINDING_WORDS = {code: {fold(word) for word in words.split()} for code, words in BINDING.items()}
BINDING_KANA = re.compile("[\u3041-\u309f]{1,2}")

#: Articles and endings (folded) that are removed from query words, so that other forms are found too. The stem is a
#: substring of the word, so every match of the word is still found.
ENDINGS = {
    "en": r"(?<=...)(?<![ius])s$",
    "fa": r"(?<=..)(?:هایی|های|ها)$",
    "ar": r"^[وبفک]?ال(?=...)|^لل(?=...)",
    "tr": r"(?<=...)l[ae]r\w{0,6}$|(?<=....)(?:n?[iu]n|[dt][ae]n?|[yns]?[iuae])$",
    "ru": r"(?<=...)(?:[ая]ми|[ое]го|[ое]му|[оеая]м|[ая]х|[оеыи]и|[аоея]я|[оеы]е|[оуе]ю|ов|ев|[аяоеуюыиь])$",
    "ko": r"(?<=..)(?:에서|으로|[은는이가을를의에와과도로])$",
    "hi": r"(?<=..)(?:ियों|ियां|ओं|ों|ें)$",
    "ur": r"(?<=..)(?:یون|ون|ین)$",
    "bn": r"(?<=..)(?:গুলির|গুলোর|গুলি|গুলো|দের|ের|কে|তে|র|ে)$",
    "tg": r"(?<=...)(?:хои|хо|ро|и)$",
}
ENDING = {code: re.compile(pattern) for code, pattern in ENDINGS.items()}


@dataclass(frozen=True)
class Term:
    """A word of a query: as typed, folded (``whole``), and the part of it that a page must contain (``stem``)."""

    typed: str
    whole: str
    stem: str

    @property
    def is_spaceless(self) -> bool:
        """Whether its script has no spaces between words."""
        return bool(HAS_SPACELESS.search(self.stem))

    @property
    def is_loosely_spaced(self) -> bool:
        """Whether spacing varies: Korean and compounds in Arabic script. Not for short stems, which match too much."""
        return len(self.stem) > 3 and bool(re.match("[\u0620-\u06ff\uac00-\ud7a3]", self.stem))


def bounded(query: str) -> str:
    """Limit a query to printable characters and to the maximum length, and normalise Thai spellings."""
    signs = (sign if unicodedata.category(sign)[0] != "C" or sign in JOINERS else _unseen(sign) for sign in query)
    text = "".join(signs)[:MAX_CHARACTERS].replace("เเ", "แ")
    text = TONE_AFTER_AM.sub("\\1\u0e33", AM_IN_TWO.sub("\\1\u0e33", text))
    return " ".join(text.split()[:MAX_WORDS])


def _unseen(sign: str) -> str:
    """Remove format characters such as soft hyphens, which occur within words; turn control characters into a space."""
    return "" if unicodedata.category(sign) == "Cf" else " "


def cut(text: str, code: str) -> Iterator[str]:
    """Yield the words of a text as written, segmented with the language's dictionary where there are no spaces."""
    for chunk in CHUNK.findall(text):
        if not HAS_SPACELESS.search(chunk):
            yield chunk
            continue
        for run in RUN.findall(chunk):
            yield from _mended(words_of(run, code))


def _mended(pieces: list[str]) -> Iterator[str]:
    """Join adjacent segments of one letter: they are a word that the dictionary does not have."""
    if re.match("[\u30a0-\u30ff\uff66-\uff9f]", pieces[0]):
        known = all(len(piece) > 1 and piece[0] not in "ーッャュョァィゥェォ" for piece in pieces)
        yield from pieces if known else ["".join(pieces)]
        return
    unknown = ""
    for piece in pieces:
        if len(piece) == 1 and piece not in BINDING["zh-hans"] and not BINDING_KANA.fullmatch(piece):
            unknown += piece
            continue
        if unknown:
            yield unknown
        unknown = ""
        yield piece
    if unknown:
        yield unknown


def terms_of(query: str, code: str) -> list[Term]:
    """Return the distinct terms of a query, without stop words unless it consists of stop words only."""
    words = list(cut(query, code))
    binding = BINDING_WORDS.get(code, ())
    content = [word for word in words if fold(word) not in binding and not BINDING_KANA.fullmatch(word)]
    terms: dict[str, Term] = {}
    for word in content or words:
        whole = fold(word)
        stem = ENDING[code].sub("", whole) if code in ENDING else whole
        if stem:
            terms.setdefault(stem, Term(word, whole, stem))
    return list(terms.values())[:MAX_TERMS]
