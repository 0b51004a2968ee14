"""A rough guess at a text's language where its file names none: by script, then by small words."""

import re

from sandbox.network.text import HANDLE, URL

UNKNOWN = "und"

_SCRIPTS = {
    "el": "\u0370-\u03ff", "ru": "\u0400-\u04ff", "he": "\u0590-\u05ff", "ar": "\u0600-\u06ff",
    "hi": "\u0900-\u097f", "th": "\u0e00-\u0e7f", "ja": "\u3040-\u30ff", "ko": "\uac00-\ud7af",
    "zh": "\u4e00-\u9fff",
}  # fmt: skip
_BY_SCRIPT = [(lang, re.compile(f"[{letters}]")) for lang, letters in _SCRIPTS.items()]

_SMALL_WORDS = {
    "en": "the and you your for with this that was have not just are but what my is it to of on i",
    "es": "el la los las que de y en un una por para con mi no es está pero como muy me",
    "de": "der die das und ich nicht ist ein eine mit für auf wie aber mir hat seit bei zu den",
    "fr": "le la les des et je est pas une pour dans que vous mon avec sur mais qui ma du",
    "tr": "bir ve bu için çok ama ben da de ne mi var yok gibi daha kadar neden hala",
    "pl": "i w na nie się jest to że jak mi od za czy ale mam już po moje proszę",
    "lv": "un ir es ka ar par no uz kas man bet nav vai jau kā šo ļoti lūdzu",
    "it": "il lo gli che di e un una per con non mi è ma come sono ho della",
    "pt": "o os as que de e um uma para com não meu minha é mas muito eu vocês",
}
_WORDS = {lang: frozenset(small.split()) for lang, small in _SMALL_WORDS.items()}
_LETTERS = re.compile(r"[^\W\d_]+")


def guess(text: str) -> str:
    """A two-letter language, or `und` (as X says) where the text gives too little to go by."""
    plain = URL.sub(" ", HANDLE.sub(" ", text)).lower()
    for lang, letters in _BY_SCRIPT:
        if letters.search(plain):
            return lang
    found = _LETTERS.findall(plain)
    scores = {lang: sum(word in small for word in found) for lang, small in _WORDS.items()}
    best = max(scores, key=lambda lang: scores[lang])
    return best if scores[best] else UNKNOWN
