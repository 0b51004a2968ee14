"""A reply's sentences, and how much each of them is needed."""

import re

from chalicelib.draft import phrases
from chalicelib.draft.links import links_in
from chalicelib.draft.words import find, is_unspaced

# After a number or a single letter, a full stop may be no end: "am 3. Mai", "z. B.".
_END = re.compile(r"(?<=[.!?…؟।])(?<!\b\w\.)(?<!\d\.)\s+(?!\s*[a-zà-ÿа-яα-ω])|(?<=[。！？])|\n+")

NEXT_STEP, PLAIN, PLEASANTRY = 2, 1, 0
_A_COURTESY_HAS_WORDS = 3
_LETTERS_A_WORD = 3


def sentences_of(text: str) -> list[str]:
    """The sentences in order. Where it is not clear that one ends, it goes on."""
    return [one.strip() for one in _END.split(text) if one and one.strip()]


def without(text: str, sentence: str) -> str:
    """The text without this sentence of it; the rest stays as it is written."""
    begin = text.index(sentence)
    before, after = text[:begin].rstrip(), text[begin + len(sentence) :]
    rest = after.lstrip()
    gap = after[: len(after) - len(rest)]
    return f"{before}{gap if before and rest else ''}{rest}"


def need_of(sentence: str, empathy: tuple[str, ...]) -> int:
    """How much it is needed: what asks or tells the person what to do most, a mere courtesy least."""
    if "?" in sentence or "؟" in sentence or "？" in sentence or links_in(sentence):
        return NEXT_STEP
    if find(phrases.PRIVATE_CHANNEL, sentence):
        return NEXT_STEP
    short = _words(sentence) <= _A_COURTESY_HAS_WORDS and not re.search(r"\d", sentence)
    return PLEASANTRY if find(empathy, sentence) or short else PLAIN


def _words(sentence: str) -> int:
    """How many there are, or would be in a script that writes spaces."""
    return len(sentence) // _LETTERS_A_WORD if is_unspaced(sentence) else len(sentence.split())
