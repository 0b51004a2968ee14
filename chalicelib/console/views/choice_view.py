"""The ways to answer that a draft offers, one of which is in the text field."""

from dataclasses import dataclass

from chalicelib.console.words import APPROACHES, direction, lang_tag
from chalicelib.domain.draft import Approach, Check, Draft, Variant


@dataclass(frozen=True)
class CheckView:
    """A check and the passage that it found."""

    name: str
    passed: bool
    passage: str


@dataclass(frozen=True)
class ChoiceView:
    """One way. `in_use`: its text is the one in the text field."""

    label: str
    text: str
    lang: str
    dir: str
    failed: tuple[CheckView, ...]
    in_use: bool


def choices(draft: Draft | None, text: str) -> tuple[ChoiceView, ...]:
    """The draft's own text and its variants; none where there is nothing to choose from."""
    if draft is None or not draft.variants:
        return ()
    first = _choice(draft, text, "The first draft")
    return (first, *(_choice(one, text, "Another way") for one in draft.variants))


def checks(found: tuple[Check, ...]) -> tuple[CheckView, ...]:
    """The checks, those that failed first."""
    ordered = sorted(found, key=lambda check: check.passed)
    return tuple(CheckView(check.name.replace("_", " "), check.passed, check.passage) for check in ordered)


def approach_label(approach: Approach | None, otherwise: str) -> str:
    """What a reply sets out to do, in words."""
    return APPROACHES[approach] if approach else otherwise


def _choice(one: Draft | Variant, text: str, otherwise: str) -> ChoiceView:
    return ChoiceView(
        label=approach_label(one.approach, otherwise),
        text=one.text,
        lang=lang_tag(one.lang),
        dir=direction(one.lang),
        failed=tuple(check for check in checks(one.checks) if not check.passed),
        in_use=one.text.strip() == text.strip(),
    )
