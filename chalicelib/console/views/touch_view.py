"""Changes to the text with one touch, and what became of the last one."""

from dataclasses import dataclass

from chalicelib.console.views.choice_view import CheckView
from chalicelib.console.words import TOUCHES
from chalicelib.ports import Touch

_AT_HAND = (Touch.SHORTER, Touch.WARMER, Touch.MORE_FORMAL)
_FOLDED = (Touch.POST_LANGUAGE, Touch.ADD_LINK, Touch.WITH_INCENTIVE, Touch.WITHOUT_INCENTIVE)


@dataclass(frozen=True)
class TouchView:
    """A button: what is sent, and what it says."""

    value: str
    label: str


@dataclass(frozen=True)
class TouchedView:
    """What a change led to. `proposal` is a text that failed `failed` and was not put in; `before` is the
    wording that an undo brings back, None where nothing was put in; `asked` was the person's instruction."""

    touch: str
    note: str
    before: str | None = None
    proposal: str = ""
    failed: tuple[CheckView, ...] = ()
    asked: str = ""
    by_model: bool = False
    before_by_model: bool = False


@dataclass(frozen=True)
class TouchesView:
    """The buttons at hand, those that are folded away (`unfolded` after one of them), and the last change."""

    first: tuple[TouchView, ...]
    more: tuple[TouchView, ...]
    unfolded: bool
    done: TouchedView | None


def touches_view(language: str, over: int, done: TouchedView | None) -> TouchesView:
    """The buttons; a text that is too long has the one that mends that first. `language` is the post's."""
    first = (Touch.FIT, *_AT_HAND) if over else _AT_HAND
    more = _FOLDED if over else (Touch.FIT, *_FOLDED)
    return TouchesView(
        first=tuple(_button(one, language) for one in first),
        more=tuple(_button(one, language) for one in more),
        unfolded=done is not None and done.touch in (*more, Touch.FREE),
        done=done,
    )


def _button(touch: Touch, language: str) -> TouchView:
    if touch is Touch.POST_LANGUAGE and language:
        return TouchView(touch.value, f"In {language}")
    return TouchView(touch.value, TOUCHES[touch])
