"""Which language a post is in."""

import re
import unicodedata
from collections import Counter
from functools import cache

from chalicelib.triage.rules.lexicon import LANGUAGES, UNSPACED, Lexicon, lexicon
from chalicelib.triage.rules.words import is_word, words_of

UNKNOWN = "und"
# X's tags for posts without a language of their own, and its names for two languages.
_NO_LANGUAGE = frozenset({"", "und", "qam", "qct", "qht", "qme", "qst", "zxx", "art"})
_OTHER_NAMES = {"in": "id", "iw": "he", "ji": "yi"}
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*\Z")

_LOOKED_AT = 600
_SCRIPTS = {
    "GREEK": "el", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "HEBREW": "he", "THAI": "th",
    "GEORGIAN": "ka", "ARMENIAN": "hy",
}  # fmt: skip
_SEVERAL_LANGUAGES = frozenset({"CYRILLIC", "ARABIC", "DEVANAGARI"})
_SURE = 0.9
_WORDS_FOR_A_GUESS = 4


def language_of(text: str, hint: str | None = None) -> str:
    """The language as BCP 47: the network's own tag, else what the text itself tells, else `und`."""
    tag = (hint or "").strip().lower().replace("_", "-")
    tag = _OTHER_NAMES.get(tag, tag)
    if tag not in _NO_LANGUAGE and _TAG.match(tag):
        return tag
    start = text[:_LOOKED_AT]
    script = _script_of(start)
    if script in _SCRIPTS:
        return _SCRIPTS[script]
    if script == "CJK":
        return "zh" if len(start) > _WORDS_FOR_A_GUESS else UNKNOWN
    if script == "LATIN" and (voted := _vote(start)):
        return voted
    return _detected(start) if script == "LATIN" or script in _SEVERAL_LANGUAGES else UNKNOWN


def _script_of(text: str) -> str | None:
    counts = Counter(unicodedata.name(char, "").split(" ")[0] for char in text if char.isalpha())
    # A Japanese sentence may hold more Chinese characters than kana.
    kana = counts["HIRAGANA"] + counts["KATAKANA"]
    if kana >= 2 and kana + counts["CJK"] > counts["LATIN"]:
        return "HIRAGANA"
    # Handles, product names and links are Latin in any language.
    foreign = Counter({script: number for script, number in counts.items() if script != "LATIN"})
    if foreign and foreign.most_common(1)[0][1] >= max(3, counts["LATIN"] // 3):
        return foreign.most_common(1)[0][0]
    return "LATIN" if counts["LATIN"] else None


def _vote(text: str) -> str | None:
    """The language whose own little words and letters the text holds most of, if it leads clearly."""
    words = {token for token in words_of(text).folded if is_word(token)}
    letters = set(unicodedata.normalize("NFC", text))
    votes = Counter(
        {
            lang: len(words & book.settings.stop) + len(letters & book.settings.letters)
            for lang, book in _books().items()
        }
    )
    (first, most), (_, next_most) = votes.most_common(2)
    return first if most >= 2 and most >= next_most + 2 else None


@cache
def _books() -> dict[str, Lexicon]:
    return {lang: lexicon(lang) for lang in LANGUAGES if lang not in UNSPACED and lang != "el"}


def _detected(text: str) -> str:
    plain = " ".join(token for token in words_of(text).raw if is_word(token) and not token.isdigit())
    if len(plain.split()) < _WORDS_FOR_A_GUESS:
        return UNKNOWN
    from langdetect import DetectorFactory, LangDetectException, detect_langs  # slow to load, seldom needed

    DetectorFactory.seed = 0
    try:
        best = detect_langs(plain)[0]
    except LangDetectException:
        return UNKNOWN
    return str(best.lang) if best.prob >= _SURE else UNKNOWN
