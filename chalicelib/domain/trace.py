"""Collects the events of one change, so that state and trace are written together."""

from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.errors import IllegalMoveError
from chalicelib.domain.event import Event
from chalicelib.domain.state import LEGAL_MOVES, State


class Trace:
    """Who changes a case and when (UTC). Each step of the change appends one event."""

    def __init__(self, who: str, at: datetime) -> None:
        self.who = who
        self.at = at
        self.events: list[Event] = []

    def change(self, case: Case, what: str, why: str, **changes: object) -> Case:
        """The case with these changes and no move. Facts for the event go into `facts`."""
        return self._record(case, case.state, what, why, changes)

    def move(self, case: Case, to: State, what: str, why: str, **changes: object) -> Case:
        """The case in its new state. Raises IllegalMoveError, and records nothing, if it may not go there."""
        if to not in LEGAL_MOVES[case.state]:
            raise IllegalMoveError(f"case {case.id} is {case.state} and cannot become {to}")
        return self._record(case, to, what, why, changes)

    def _record(self, case: Case, to: State, what: str, why: str, changes: dict[str, object]) -> Case:
        facts = changes.pop("facts", {})
        fields = dict(case) | {"not_before": None} | changes
        moved = Case(**fields | {"state": to, "version": case.version + 1, "changed_at": self.at})
        self._append(moved, case.state, what, why, facts)
        return moved

    def opened(self, case: Case, what: str, why: str) -> Case:
        """A case that is new, at version 1."""
        self._append(case, None, what, why, {})
        return case

    def _append(self, case: Case, came_from: State | None, what: str, why: str, facts: object) -> None:
        self.events.append(
            Event.model_validate(
                {
                    "case_id": case.id,
                    "version": case.version,
                    "at": self.at,
                    "who": self.who,
                    "what": what,
                    "from_state": came_from,
                    "to_state": case.state,
                    "why": why,
                    "facts": facts,
                }
            )
        )
