"""Which knowledge bears on a matter: keywords, ranked by lunr (BM25)."""

import re
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

from lunr.builder import Builder
from lunr.index import Index

from chalicelib.domain.brand import Brand
from chalicelib.draft.prompts import KnowledgeEntry
from chalicelib.draft.words import find, fold, is_unspaced

# Endings differ, also between languages: a word is known by its beginning.
_STEM = 6
_SHORTEST = 3
# The rarest words tell most; those that most entries hold tell nothing.
_MOST_TERMS = 16
_COMMON_SHARE = 0.4
_FEW = 12
_LOOKED_AT = 80
_TITLE_COUNTS = 3
_INDEXES_KEPT = 8
_UNSPACED_RUN = re.compile(r"[^\W\d_]+")


class Hit(NamedTuple):
    """An entry and how much it bears on the matter: 0 and up, comparable within one brand."""

    entry: KnowledgeEntry
    score: float


class KnowledgeIndex:
    """The entries of one brand, to be asked many times."""

    def __init__(self, entries: Sequence[KnowledgeEntry]) -> None:
        self.entries = entries
        self._by_id = {entry.id: entry for entry in entries}
        self._by_ref = {str(number): entry for number, entry in enumerate(entries)}
        builder = Builder()
        builder.ref("ref")
        builder.field("title", boost=_TITLE_COUNTS)
        builder.field("text")
        for ref, entry in self._by_ref.items():
            text = f"{entry.text} {entry.conditions}"
            builder.add({"ref": ref, "title": list(terms_of(entry.title)), "text": list(terms_of(text))})
        self._postings: dict[str, dict[str, dict[str, object]]] = builder.inverted_index
        # The library divides by the number of entries. Without any, no term is ever looked up.
        self._index: Index | None = builder.build() if entries else None

    def entry(self, id: str) -> KnowledgeEntry | None:
        """The entry of this id."""
        return self._by_id.get(id)

    def ranked(self, terms: Iterable[str], most: int) -> list[Hit]:
        """At most so many entries that share one of the terms, best first."""
        telling = self._telling(terms)
        if self._index is None or not telling:
            return []
        query = self._index.create_query()
        for term in telling:
            query.term(term, use_pipeline=False)
        found = self._index.query(query)[:most]
        return [Hit(self._by_ref[one["ref"]], float(one["score"])) for one in found]

    def _telling(self, terms: Iterable[str]) -> list[str]:
        held = {term: self._held_by(term) for term in dict.fromkeys(terms) if term in self._postings}
        at_most = max(_FEW, len(self.entries) * _COMMON_SHARE)
        some = (term for term, entries in held.items() if entries <= at_most)
        rare = sorted(some, key=lambda term: held[term])
        # The library looks at each entry of each term: of those that tell most, few have many.
        few = sum(so_far <= _LOOKED_AT for so_far in accumulate(held[term] for term in rare))
        return rare[: min(max(few, 1), _MOST_TERMS)]

    def _held_by(self, term: str) -> int:
        posting = self._postings[term]
        return len(posting["title"].keys() | posting["text"].keys())


def index_of(entries: Sequence[KnowledgeEntry]) -> KnowledgeIndex:
    """The index of these very entries, built once as long as they are in use."""
    known = _built.get(id(entries))
    # Another sequence may have come to the same place in memory.
    if known is None or known.entries is not entries:
        known = _built[id(entries)] = KnowledgeIndex(entries)
    _built.move_to_end(id(entries))
    while len(_built) > _INDEXES_KEPT:
        _built.popitem(last=False)
    return known


_built: "OrderedDict[int, KnowledgeIndex]" = OrderedDict()


@lru_cache(maxsize=4_096)
def terms_of(text: str) -> tuple[str, ...]:
    """The text's words as they are looked up: folded, by their beginnings; unspaced ones by pairs."""
    return tuple(chain.from_iterable(_terms(word) for word in _UNSPACED_RUN.findall(fold(text))))


def _terms(word: str) -> Iterable[str]:
    if is_unspaced(word):
        return (word[place : place + 2] for place in range(len(word) - 1))
    return (word[:_STEM],) if len(word) >= _SHORTEST else ()


def asked_about(text: str, brand: Brand) -> tuple[str, ...]:
    """The terms of a post, and those of the brand's own words for what it names, in every language.

    So a German question about `Rückgabe` finds what stands in English under returns.
    """
    named = (words for words in (*brand.products.values(), *brand.topics.values()) if find(words, text))
    return (*terms_of(text), *chain.from_iterable(_terms_of_all(words) for words in named))


@lru_cache(maxsize=512)
def _terms_of_all(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(terms_of(phrase) for phrase in phrases))
