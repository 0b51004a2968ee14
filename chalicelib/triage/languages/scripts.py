"""Which letters a text is written in, and which languages are written in them."""

import unicodedata
from collections import Counter

LATIN, JAPANESE, CHINESE = "LATIN", "HIRAGANA", "CJK"

# By the first word of a letter's Unicode name; a language that its letters alone tell stands by itself.
LANGUAGES_OF = {
    "GREEK": ("el",), JAPANESE: ("ja",), CHINESE: ("zh", "ja", "yue"), "HANGUL": ("ko",),
    "HEBREW": ("he", "yi"), "THAI": ("th",), "GEORGIAN": ("ka",), "ARMENIAN": ("hy",), "TAMIL": ("ta",),
    "BENGALI": ("bn", "as"), "TELUGU": ("te",), "GUJARATI": ("gu",), "GURMUKHI": ("pa",), "KANNADA": ("kn",),
    "MALAYALAM": ("ml",), "SINHALA": ("si",), "MYANMAR": ("my",), "KHMER": ("km",), "LAO": ("lo",),
    "ETHIOPIC": ("am", "ti"),
    "CYRILLIC": ("ru", "uk", "bg", "mk", "sr", "be", "kk", "ky", "tg", "mn", "tt", "bs", "uz", "az"),
    "ARABIC": ("ar", "fa", "ur", "ps", "ckb", "ku", "sd", "ug", "pa", "ks"),
    "DEVANAGARI": ("hi", "mr", "ne", "sa", "bho", "mai"),
}  # fmt: skip
# The first of these is meant nearly always; the others share their letters in earnest.
_TOLD_BY_LETTERS = frozenset(LANGUAGES_OF) - {"CYRILLIC", "ARABIC", "DEVANAGARI", CHINESE}
# Written in Latin letters too, by habit or by law.
_ROMANISED = frozenset(
    [
        "el",
        "hi",
        "ur",
        "bn",
        "ta",
        "te",
        "pa",
        "mr",
        "gu",
        "kn",
        "ml",
        "ne",
        "ar",
        "fa",
        "ru",
        "uk",
        "bg",
        "mk",
        "sr",
        "be",
        "bs",
        "uz",
        "az",
        "ku",
        "kk",
        "tt",
        "he",
        "am",
    ]
)
_FOREIGN_LETTERS = frozenset(lang for langs in LANGUAGES_OF.values() for lang in langs)


def script_of(text: str) -> str | None:
    """The script that the text is written in, None without a letter. Linear in its length."""
    if text.isascii():
        return LATIN if any(map(str.isalpha, text)) else None
    wide = unicodedata.normalize("NFKC", text)
    counts = Counter(unicodedata.name(char, "").split(" ")[0] for char in wide if char.isalpha())
    # A Japanese sentence may hold more Chinese characters than kana.
    kana = counts["HIRAGANA"] + counts["KATAKANA"]
    if kana >= 2 and kana + counts[CHINESE] > counts[LATIN]:
        return JAPANESE
    # Product names are Latin in any language.
    foreign = [(number, script) for script, number in counts.items() if script != LATIN]
    number, script = max(foreign, default=(0, None))
    if number >= max(3, counts[LATIN] // 3):
        return script
    return LATIN if counts[LATIN] else None


def told_by(script: str | None) -> str | None:
    """The language whose letters these are, where no other shares them."""
    return LANGUAGES_OF[script][0] if script in _TOLD_BY_LETTERS else None


def may_be_written(lang: str, script: str | None) -> bool:
    """Whether the language is written in these letters; of an unknown script nothing is held against it."""
    if script == LATIN:
        return lang not in _FOREIGN_LETTERS or lang in _ROMANISED
    return script not in LANGUAGES_OF or lang in LANGUAGES_OF[script]
