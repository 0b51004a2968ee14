"""Finds the words of a lexicon in a post."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from chalicelib.triage.rules.lexicon import FEELINGS, Lexicon, Phrase
from chalicelib.triage.rules.words import Words

_ENDS = frozenset({".", "!", "?", "…", "\n", "¡", "¿", "。", "！", "？", ";"})
_PAUSES = _ENDS | {",", ":", "(", ")", "–", "—", "-", "、"}
# Where a false negation would hide a danger, only the word right before counts.
_GRAVE = frozenset({"injury", "hazard", "safety", "self_harm", "legal", "press", "fraud"})
# How many words before a cue of this kind a negation may stand.
_NEGATED_WITHIN = {
    **dict.fromkeys(("love", "positive", "negative", "hate", *FEELINGS), 3),
    **dict.fromkeys(("wish", "buy", *_GRAVE), 1),
}
_NEVER_COVERED = frozenset({"harmless", "thanks", "negator", "own", "but"})
_GAP = 3


class Cue(NamedTuple):
    """A phrase found: of which kind, from which word to before which word, as written; negated or not."""

    kind: str
    start: int
    end: int
    quote: str
    negated: bool = False


def find_cues(words: Words, book: Lexicon) -> list[Cue]:
    """Every cue in order, the longest of its kind at each place, without what a harmless phrase covers."""
    found = list(_longest(words, _starting(words.folded, book)))
    if book.unspaced is not None:
        found = sorted([*_without_spaces(words, book), *found], key=lambda cue: cue.start)
    covered = {at for cue in found if cue.kind == "harmless" for at in range(cue.start, cue.end)}
    if covered:
        found = [cue for cue in found if cue.kind in _NEVER_COVERED or cue.start not in covered]
    return list(_with_negation(words.folded, found, book))


def ends_sentence(token: str) -> bool:
    """Whether a sentence ends with this token."""
    return token in _ENDS


def _starting(tokens: tuple[str, ...], book: Lexicon) -> Iterator[tuple[Phrase, int, int]]:
    for start, known in enumerate(map(book.starting.__getitem__, tokens)):
        if known is None:
            continue
        phrases = known.any
        if known.then and start + 1 < len(tokens):
            phrases += known.then.get(tokens[start + 1], ())
        for phrase in phrases:
            end = start + 1 if len(phrase.words) == 1 else _end_of(phrase.words, 1, tokens, start + 1)
            if end:
                yield phrase, start, end


def _end_of(pattern: tuple[str, ...], done: int, tokens: tuple[str, ...], at: int) -> int:
    """Where the pattern ends when matched from `at` on; 0 when it does not match. At most a few steps."""
    for index in range(done, len(pattern)):
        wanted = pattern[index]
        if wanted == "~":
            return _after_gap(pattern, index + 1, tokens, at)
        if at >= len(tokens) or not _fits(wanted, tokens[at]):
            return 0
        at += 1
    return at


def _after_gap(pattern: tuple[str, ...], index: int, tokens: tuple[str, ...], at: int) -> int:
    for skipped in range(_GAP + 1):
        if end := _end_of(pattern, index, tokens, at + skipped):
            return end
        if at + skipped >= len(tokens) or tokens[at + skipped] in _ENDS:
            return 0
    return 0


def _fits(wanted: str, token: str) -> bool:
    if wanted == "_":
        return token not in _ENDS
    return token.startswith(wanted[:-1]) if wanted.endswith("*") else token == wanted


def _longest(words: Words, found: Iterable[tuple[Phrase, int, int]]) -> Iterator[Cue]:
    best: dict[tuple[str, int], int] = {}
    for phrase, start, end in found:
        key = (phrase.kind, start)
        best[key] = max(end, best.get(key, 0))
    taken_to: dict[str, int] = {}
    for (kind, start), end in sorted(best.items(), key=lambda item: item[0][1]):
        if start >= taken_to.get(kind, 0):
            taken_to[kind] = end
            yield Cue(kind, start, end, " ".join(words.raw[start:end]).replace(" ' ", "'"))


def _without_spaces(words: Words, book: Lexicon) -> Iterator[Cue]:
    assert book.unspaced is not None
    for at, token in enumerate(words.folded):
        for match in book.unspaced.finditer(token):
            for kind in book.kind_of[match.group()]:
                yield Cue(kind, at, at + 1, match.group())


def _with_negation(tokens: tuple[str, ...], cues: list[Cue], book: Lexicon) -> Iterator[Cue]:
    negators = frozenset(at for cue in cues if cue.kind == "negator" for at in range(cue.start, cue.end))
    for cue in cues:
        # "No way 😍" is no denial: a sign stands for itself.
        if cue.kind not in _NEGATED_WITHIN or not negators or not tokens[cue.start][0].isalnum():
            yield cue
            continue
        may_follow = book.settings.negators_follow and cue.kind not in _GRAVE
        yield cue._replace(negated=_is_negated(tokens, cue, negators, may_follow))


def _is_negated(tokens: tuple[str, ...], cue: Cue, negators: frozenset[int], may_follow: bool) -> bool:
    for at in range(cue.start - 1, max(-1, cue.start - _NEGATED_WITHIN[cue.kind] - 1), -1):
        if tokens[at] in _PAUSES:
            break
        if at in negators:
            return True
    if not may_follow:
        return False
    for at in range(cue.end, min(len(tokens), cue.end + 2)):
        if tokens[at] in _PAUSES:
            return False
        if at in negators:
            return True
    return False
