"""Which approved replies are examples for a post: those to the likest posts, and not all alike.

How like two posts are goes by the words that they share, a rare one counting more (Dice's coefficient over
weights `log(1 + N / (1 + n))`, where n of the N posts have the word). Of the likest, each further one is
chosen for its likeness less its likeness to those chosen already (maximal marginal relevance, Carbonell and
Goldstein 1998).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from heapq import nlargest
from itertools import chain
from math import log

from chalicelib.domain.learnt import Learnt
from chalicelib.domain.masking import masked
from chalicelib.domain.verdict import Intent
from chalicelib.draft.words import is_unspaced, words_of

Terms = frozenset[str]
_Ranked = tuple[float, Learnt]

_PLACEHOLDER = re.compile(r"\[[a-z-]+\]|@someone")
# Likeness is between 0 and 1. The same intent is worth as much as sharing a third of the words; a post of
# another intent is no example unless it shares at least as many.
_SAME_INTENT = _OTHER_INTENT_FROM = 0.3
# How much likeness to what was chosen takes away, and from when on it is the same once more.
_SAMENESS_COUNTS, _THE_SAME = 0.6, 0.8
_LOOKED_AT = 24


def closest(
    learnt: Iterable[Learnt], post_text: str, intent: Intent, lang: str, *, most: int = 3
) -> tuple[Learnt, ...]:
    """At most so many, best first, of the language (its first part); fewer where only fewer bear on the post.

    They are of one brand and desk, as the store reads them. Raises ValueError for more than one brand.
    """
    pool = tuple(learnt)
    if len({one.brand for one in pool}) > 1:
        raise ValueError("replies of several brands: no brand learns from another")
    spoken = {one.lang for one in pool}
    wanted = {one for one in spoken if _part_of(one) == _part_of(lang)}
    if wanted != spoken:
        pool = tuple(one for one in pool if one.lang in wanted)
    return _varied(_ranked(pool, terms_of(masked(post_text)), intent), most)


@lru_cache(maxsize=4_096)
def terms_of(text: str) -> Terms:
    """The words of a masked text without its placeholders; where no spaces are written, pairs of letters."""
    words = words_of(_PLACEHOLDER.sub(" ", text))
    return frozenset(term for word in words for term in _terms_in(word))


def _terms_in(word: str) -> Iterable[str]:
    if len(word) < 3 or not is_unspaced(word):
        return (word,)
    return (word[at : at + 2] for at in range(len(word) - 1))


def _ranked(pool: Sequence[Learnt], asked: Terms, intent: Intent) -> list[_Ranked]:
    """The best of them, best first, of equals the newer. Thousands pass here: little is done for each."""
    found = [terms_of(one.said) for one in pool]
    shared = [asked & terms for terms in found]
    weights = _weights(shared, asked)
    whole = sum(weights.values())
    usual = whole / len(weights) if weights else 1.0
    ranked = []
    for at, (one, terms, both) in enumerate(zip(pool, found, shared, strict=True)):
        score = _SAME_INTENT if one.intent is intent else 0.0
        if both:
            common = sum([weights[term] for term in both])
            likeness = 2 * common / (whole + common + usual * (len(terms) - len(both)))
            score += likeness if score or likeness >= _OTHER_INTENT_FROM else 0.0
        if score:
            ranked.append((score, one.at, one.post, one.reply, at))
    return [(score, pool[at]) for score, *_, at in nlargest(_LOOKED_AT, ranked)]


def _weights(shared: Sequence[Terms], asked: Terms) -> dict[str, float]:
    """What each word of the post counts."""
    having = Counter(chain.from_iterable(shared))
    return {term: log(1 + len(shared) / (1 + having[term])) for term in asked}


def _varied(ranked: Sequence[_Ranked], most: int) -> tuple[Learnt, ...]:
    chosen: list[Learnt] = []
    left = list(ranked)
    while left and len(chosen) < most:
        _, best = max(left, key=lambda one: one[0] - _SAMENESS_COUNTS * _alike_any(one[1], chosen))
        chosen.append(best)
        left = [one for one in left if _alike(one[1], best) < _THE_SAME]
    return tuple(chosen)


def _alike_any(one: Learnt, others: Sequence[Learnt]) -> float:
    return max((_alike(one, other) for other in others), default=0.0)


def _alike(one: Learnt, other: Learnt) -> float:
    """Of both texts the one in which they are more alike; 1 for the same post."""
    if one.post == other.post:
        return 1.0
    return max(
        _overlap(terms_of(one.said), terms_of(other.said)),
        _overlap(terms_of(one.reply), terms_of(other.reply)),
    )


def _overlap(one: Terms, other: Terms) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _part_of(lang: str) -> str:
    return lang.split("-", 1)[0].lower()
