"""Which of the brand's own products and topics a post speaks of."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from chalicelib.domain.brand import Brand
from chalicelib.domain.verdict import Verdict
from chalicelib.triage.rules.words import READ_AT_MOST, fold, words_of

Pairs = tuple[tuple[str, tuple[str, ...]], ...]
# Scripts that put no spaces between words: Thai to Khmer, Japanese, Chinese.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
# Several brands' lists of products and topics.
_LISTS_KEPT = 64
_START = 3


class Phrase(NamedTuple):
    """What people call a thing, word for word; where `open_ended`, the word may end in any way."""

    words: tuple[str, ...]
    open_ended: tuple[bool, ...]
    name: str

    def begins_at(self, start: int, said: tuple[str, ...]) -> bool:
        """Whether it is said there."""
        there = said[start : start + len(self.words)]
        return len(there) == len(self.words) and all(
            word.startswith(wanted) if ending else word == wanted
            for word, wanted, ending in zip(there, self.words, self.open_ended, strict=True)
        )


class Index(NamedTuple):
    """A list made ready: phrases by how they begin, longest first; `inside` is looked for within words.

    `lengths` are those of the beginnings, at most three letters.
    """

    by_start: Mapping[str, tuple[Phrase, ...]]
    lengths: tuple[int, ...]
    inside: tuple[tuple[str, str], ...]


def with_subject(verdict: Verdict, brand: Brand, text: str) -> Verdict:
    """The verdict with the product and the topic that the post speaks of. Linear in the text's length."""
    if not brand.products and not brand.topics:
        return verdict
    words = words_of(text).folded
    found = {
        "product": named_in(text, words, brand.products),
        "topic": named_in(text, words, brand.topics),
    }
    return verdict.model_copy(update=found)


def named_in(text: str, words: tuple[str, ...], names: Mapping[str, tuple[str, ...]]) -> str | None:
    """The name of the longest phrase in the text, whose folded `words` these are; of equal ones the first."""
    index = _index(tuple(names.items()))
    longest: Phrase | None = None
    for start, word in enumerate(words):
        for length in index.lengths:
            for phrase in index.by_start.get(word[:length], ()):
                if longest and len(phrase.words) <= len(longest.words):
                    break
                if phrase.begins_at(start, words):
                    longest = phrase
                    break
    if longest:
        return longest.name
    folded = fold(text[:READ_AT_MOST]) if index.inside else ""
    return next((name for phrase, name in index.inside if phrase in folded), None)


@lru_cache(maxsize=_LISTS_KEPT)
def _index(names: Pairs) -> Index:
    inside: dict[str, str] = {}
    by_start: dict[str, list[Phrase]] = {}
    for name, phrases in names:
        for text in phrases:
            phrase = _phrase(text, name)
            if phrase.words and _UNSPACED.search(text):
                inside.setdefault(fold(text), name)
            elif phrase.words:
                by_start.setdefault(phrase.words[0][:_START], []).append(phrase)
    return Index(
        {start: tuple(sorted(of, key=lambda one: -len(one.words))) for start, of in by_start.items()},
        tuple(sorted({len(start) for start in by_start})),
        tuple(sorted(inside.items(), key=lambda pair: -len(pair[0]))),
    )


def _phrase(text: str, name: str) -> Phrase:
    words: list[str] = []
    open_ended: list[bool] = []
    for part in text.split():
        folded = words_of(part.removesuffix("*")).folded
        words += folded
        open_ended += [False] * (len(folded) - 1) + [part.endswith("*")] * bool(folded)
    return Phrase(tuple(words), tuple(open_ended), name)
