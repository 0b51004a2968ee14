r"""How often triage is right, from what reviewers marked.

Each post counts once, with the last mark on it. Of a stratum (a search, a language, an intent, or all of it):

- **precision** = r / k: of the k marked posts that were not put aside, the r whose verdict was marked right.
- **missed** = m / n: of the n marked posts that were drawn by lot from what was put aside, the m that need a
  reply. Marks on put aside posts that somebody picked are left out: people open what looks wrong.
- **recall** = K·h / (K·h + A·m/n), where K posts were kept and A put aside in the time that is looked at, and
  h = (marked kept posts that do need a reply) / k. K·h estimates how many were kept rightly, A·m/n how many
  were missed. As every put aside post is as likely to be drawn as any other, m/n estimates the share that was
  missed without bias, as long as the whole sample is marked.

For intents, a post belongs to the one that it truly has: h counts the kept posts of this verdict that truly
have it and need a reply, m the missed ones that truly have it, n and A are those of all that was put aside.

Intervals are Wilson's at 95 %. That of recall puts the ends of the intervals of h and m/n, each at 97.5 %,
into the formula: both hold at once at least 95 times in 100 (Bonferroni), so it errs to the wide side. Of
fewer than 5 marks no figure is told.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from chalicelib.domain.mark import Mark
from chalicelib.domain.verdict import Intent
from chalicelib.measure.wilson import Z_975, Interval, wilson

FEWEST = 5
NO_SEARCH = ""


class Heard(NamedTuple):
    """What is counted of a case: which search found it, and what the verdict said."""

    search: str
    intent: Intent
    lang: str
    kept: bool


class Share(NamedTuple):
    """A share with its interval (0 to 1), and how many marks it is of."""

    value: float
    interval: Interval
    of: int


class Line(NamedTuple):
    """One stratum. A share is None where too few marks tell it; the counts are of marks."""

    name: str
    precision: Share | None
    kept_marks: int
    missed: Share | None
    aside_marks: int
    recall: Share | None


class Accuracy(NamedTuple):
    """All of it, and by search, intent and language, each by name."""

    overall: Line
    searches: tuple[Line, ...]
    intents: tuple[Line, ...]
    languages: tuple[Line, ...]


class _Part(NamedTuple):
    """A stratum's marks and counts, as the formula names them: r, k, hits (h·k), m, n, K, A."""

    right: int
    marked: int
    hits: int
    missed: int
    drawn: int
    kept: int
    aside: int


def accuracy(marks: Iterable[Mark], heard: Sequence[Heard]) -> Accuracy:
    """The figures. `heard` is what was kept and put aside in the time that recall is told for."""
    counted = one_a_post(marks)
    return Accuracy(
        overall=_line("all", _of(counted, heard, lambda _: "all", lambda _: "all", "all")),
        searches=_lines(counted, heard, lambda mark: mark.search or NO_SEARCH, lambda one: one.search),
        intents=_intents(counted, heard),
        languages=_lines(counted, heard, lambda mark: mark.lang, lambda one: one.lang),
    )


def one_a_post(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The last mark on each post; drawn by lot where any of the post's marks says so."""
    last: dict[str, Mark] = {}
    for mark in sorted(marks, key=lambda one: (one.at, one.who)):
        before = last.get(mark.post)
        drawn = mark.sampled or (before is not None and before.sampled)
        last[mark.post] = mark if drawn == mark.sampled else mark.model_copy(update={"sampled": drawn})
    return tuple(last.values())


def _lines(
    marks: Sequence[Mark],
    heard: Sequence[Heard],
    of_mark: Callable[[Mark], str],
    of_heard: Callable[[Heard], str],
) -> tuple[Line, ...]:
    names = sorted({of_mark(mark) for mark in marks})
    return tuple(_line(name, _of(marks, heard, of_mark, of_heard, name)) for name in names)


def _of(
    marks: Sequence[Mark],
    heard: Sequence[Heard],
    of_mark: Callable[[Mark], str],
    of_heard: Callable[[Heard], str],
    name: str,
) -> _Part:
    kept = [mark for mark in marks if mark.needs_reply and of_mark(mark) == name]
    drawn = [mark for mark in marks if _was_drawn(mark) and of_mark(mark) == name]
    here = [one for one in heard if of_heard(one) == name]
    return _Part(
        right=sum(mark.right for mark in kept),
        marked=len(kept),
        hits=sum(mark.truly_needs_reply for mark in kept),
        missed=sum(mark.truly_needs_reply for mark in drawn),
        drawn=len(drawn),
        kept=sum(one.kept for one in here),
        aside=sum(not one.kept for one in here),
    )


def _intents(marks: Sequence[Mark], heard: Sequence[Heard]) -> tuple[Line, ...]:
    drawn = [mark for mark in marks if _was_drawn(mark)]
    aside = sum(not one.kept for one in heard)
    found = []
    for intent in Intent:
        kept = [mark for mark in marks if mark.needs_reply and mark.intent is intent]
        missed = [mark for mark in drawn if mark.truly_needs_reply and mark.true_intent is intent]
        part = _Part(
            right=sum(mark.right for mark in kept),
            marked=len(kept),
            hits=sum(mark.truly_needs_reply and mark.true_intent is intent for mark in kept),
            missed=len(missed),
            drawn=len(drawn),
            kept=sum(one.kept and one.intent is intent for one in heard),
            aside=aside,
        )
        if kept or missed:
            found.append(_line(intent.value, part))
    return tuple(found)


def _was_drawn(mark: Mark) -> bool:
    return mark.sampled and not mark.needs_reply


def _line(name: str, part: _Part) -> Line:
    return Line(
        name=name,
        precision=share(part.right, part.marked),
        kept_marks=part.marked,
        missed=share(part.missed, part.drawn),
        aside_marks=part.drawn,
        recall=_recall(part),
    )


def share(hits: int, of: int) -> Share | None:
    """The share with its interval; None where there are too few to tell."""
    return Share(hits / of, wilson(hits, of), of) if of >= FEWEST else None


def _recall(part: _Part) -> Share | None:
    if min(part.marked, part.drawn) < FEWEST or part.kept == 0:
        return None
    hit, missed = wilson(part.hits, part.marked, Z_975), wilson(part.missed, part.drawn, Z_975)
    value = _ratio(part, part.hits / part.marked, part.missed / part.drawn)
    low, high = _ratio(part, hit.low, missed.high), _ratio(part, hit.high, missed.low)
    return Share(value, Interval(low, high), part.marked + part.drawn)


def _ratio(part: _Part, hit: float, missed: float) -> float:
    """K·h / (K·h + A·m/n); 0 where nothing needed a reply at all."""
    found = part.kept * hit
    needed = found + part.aside * missed
    return found / needed if needed else 0.0
