"""Which of the brand's own products and topics a post speaks of."""

import re
from collections.abc import Iterator, Mapping
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


class Index(NamedTuple):
    """A list made ready: names by their words, longest first; `inside` is looked for within words."""

    by_words: Mapping[tuple[str, ...], str]
    lengths: tuple[int, ...]
    inside: tuple[tuple[str, str], ...]


class Read(NamedTuple):
    """A post made ready, so that two lists can be looked up in it."""

    words: tuple[str, ...]
    folded: str


def read(text: str) -> Read:
    """The post's first 25,000 characters, as they are compared."""
    return Read(words_of(text).folded, fold(text[:READ_AT_MOST]))


def with_subject(verdict: Verdict, brand: Brand, text: str) -> Verdict:
    """The verdict with the product and the topic that the post speaks of. Linear in the text's length."""
    if not brand.products and not brand.topics:
        return verdict
    post = read(text)
    found = {"product": named_in(post, brand.products), "topic": named_in(post, brand.topics)}
    return verdict.model_copy(update=found)


def named_in(post: Read, names: Mapping[str, tuple[str, ...]]) -> str | None:
    """The name whose longest phrase is in the post; of phrases of one length the one said first."""
    index = _index(tuple(names.items()))
    for name in _by_words(post.words, index):
        return name
    return next((name for phrase, name in index.inside if phrase in post.folded), None)


def _by_words(words: tuple[str, ...], index: Index) -> Iterator[str]:
    for length in index.lengths:
        for start in range(len(words) - length + 1):
            if name := index.by_words.get(words[start : start + length]):
                yield name


@lru_cache(maxsize=_LISTS_KEPT)
def _index(names: Pairs) -> Index:
    by_words: dict[tuple[str, ...], str] = {}
    inside: dict[str, str] = {}
    for name, phrases in names:
        for phrase in phrases:
            if not (folded := fold(phrase)):
                continue  # Nothing but invisible marks: it would be found everywhere.
            if _UNSPACED.search(phrase):
                inside.setdefault(folded, name)
            else:
                by_words.setdefault(words_of(phrase).folded, name)
    lengths = sorted({len(words) for words in by_words}, reverse=True)
    longest_first = sorted(inside.items(), key=lambda pair: -len(pair[0]))
    return Index(by_words, tuple(lengths), tuple(longest_first))
