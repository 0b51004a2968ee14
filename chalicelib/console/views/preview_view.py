"""Sample drafts before and after a change, side by side."""

from collections.abc import Iterable
from typing import NamedTuple

from chalicelib.console.words import INTENTS, direction, lang_tag, language
from chalicelib.domain.draft import Draft
from chalicelib.voice.difference import Piece, words
from chalicelib.voice.preview import Pair


class DraftSide(NamedTuple):
    """A draft in pieces, and what its checks found."""

    pieces: tuple[Piece, ...]
    lang: str
    dir: str
    problems: tuple[str, ...]


class PairView(NamedTuple):
    """A sample post with its draft now and with the change; `same` says that they do not differ."""

    post: str
    lang: str
    dir: str
    about: str
    before: DraftSide
    after: DraftSide
    same: bool


def pair_views(pairs: Iterable[Pair]) -> tuple[PairView, ...]:
    """Those that differ first."""
    return tuple(sorted((_view(pair) for pair in pairs), key=lambda one: one.same))


def _view(pair: Pair) -> PairView:
    sample, before, after = pair.sample, pair.before, pair.after
    left, right = words(before.text, after.text)
    return PairView(
        post=sample.post,
        lang=lang_tag(sample.language),
        dir=direction(sample.language),
        about=f"{INTENTS[sample.intent]}, {language(sample.language)}",
        before=_side(before, left),
        after=_side(after, right),
        same=(before.text, _problems(before)) == (after.text, _problems(after)),
    )


def _side(draft: Draft, pieces: tuple[Piece, ...]) -> DraftSide:
    return DraftSide(pieces, lang_tag(draft.lang), direction(draft.lang), _problems(draft))


def _problems(draft: Draft) -> tuple[str, ...]:
    return tuple(f"{one.name}: {one.passage}" for one in draft.checks if not one.passed)
