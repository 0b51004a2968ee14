"""What somebody who judges posts says of one, in the words that all of them share."""

from collections.abc import Callable, Mapping
from typing import NamedTuple


class Answer(NamedTuple):
    """The intents and the feeling read in a post, and whether it needs a reply.

    `scores` rank posts by a label; only a judge that `states_chances` means them as chances. `confidence` is
    the stated chance that the intent is right.
    """

    intents: frozenset[str]
    sentiment: str
    needs_reply: bool
    scores: Mapping[str, float]
    confidence: float | None = None


class Judge(NamedTuple):
    """One that judges: a stage of triage, all of them, or a stand-in; `tasks` names what it has a say in."""

    name: str
    answer: Callable[[str, str], Answer]  # of a text and its language
    tasks: frozenset[str]
    states_chances: bool = False
