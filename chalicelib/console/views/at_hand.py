"""What a page knows besides what is kept of the case."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.console.views.touch_view import TouchedView


@dataclass(frozen=True)
class AtHand:
    """`kept` is the text that a form holds, `ticked` the seals vouched for in it, `by_model` whether a model
    reworded it, `touched` the last change. `says` is what each source says, None until somebody asks."""

    kept: str | None = None
    ticked: frozenset[str] = frozenset()
    by_model: bool = False
    touched: TouchedView | None = None
    says: Mapping[str, str] | None = None
