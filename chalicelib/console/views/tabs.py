"""The lists of a desk: which states each shows, and what to say when it is empty."""

from typing import NamedTuple

from chalicelib.domain.state import State


class Tab(NamedTuple):
    """A list. Its address names the first of its states; `empty` says what that means and what to do."""

    label: str
    states: tuple[State, ...]
    empty: str

    @property
    def key(self) -> str:
        """How addresses name it."""
        return self.states[0].value


TABS = (
    Tab(
        "Waiting",
        (State.WAITING,),
        "Nobody is waiting for an answer. New posts show up here by themselves, most urgent first.",
    ),
    Tab(
        "On the way",
        (State.APPROVED, State.PUBLISHING, State.UNKNOWN),
        "Nothing is on its way. What you approve passes through here and is posted within a minute.",
    ),
    Tab(
        "Handed off",
        (State.HANDED_OFF,),
        "Nothing is handed off. Replies that a person posts on X stay here until we see them there.",
    ),
    Tab("Posted", (State.POSTED,), "Nothing has been posted yet. Approve a draft under Waiting."),
    Tab(
        "Answered",
        (State.ANSWERED,),
        "Nobody has answered a reply yet, or every answer that needs one is back under Waiting.",
    ),
    Tab("Resolved", (State.RESOLVED,), "Nothing is resolved yet. A posted case can be closed on its page."),
    Tab(
        "Put aside",
        (State.IGNORED,),
        "Nothing was put aside. Posts that need no reply end up here; each can be put back.",
    ),
    Tab("Rejected", (State.REJECTED,), "Nothing was rejected."),
    Tab(
        "Being drafted",
        (State.DRAFTING, State.FOUND),
        "No draft is being written. This takes seconds; a case that stays here needs a look at the worker.",
    ),
    Tab(
        "Gone",
        (State.WITHDRAWN, State.EXPIRED, State.BLOCKED),
        "No post was deleted, no case ran out, nobody opted out.",
    ),
)


def tab_of(state: State) -> Tab:
    """The list that shows a state; states without one of their own are found under Waiting."""
    return next((tab for tab in TABS if state in tab.states), TABS[0])
