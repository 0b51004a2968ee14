"""The twin of the switch and the desks' modes."""

from threading import RLock
from typing import TypeVar
from uuid import uuid4

from chalicelib.adapters.memory.faults import Faults, one_at_a_time
from chalicelib.domain.control import ControlEvent, DeskControl, Switch
from chalicelib.domain.errors import ConflictError

C = TypeVar("C", Switch, DeskControl)


class MemoryControls:
    """Implements `Controls`, safe for threads. `identity` may be changed, as if it were a restored copy."""

    def __init__(self, faults: Faults | None = None) -> None:
        self.lock = RLock()
        self.faults = faults or Faults()
        self.identity = str(uuid4())
        self._switch: list[tuple[Switch, ControlEvent]] = []
        self._desks: dict[tuple[str, str], list[tuple[DeskControl, ControlEvent]]] = {}

    @one_at_a_time
    def table_identity(self) -> str:
        """See `Controls.table_identity`."""
        return self.identity

    @one_at_a_time
    def switch(self) -> Switch:
        """See `Controls.switch`."""
        return self._switch[-1][0] if self._switch else Switch()

    @one_at_a_time
    def throw(self, switch: Switch, event: ControlEvent) -> None:
        """See `Controls.throw`."""
        _keep(self._switch, switch, event)

    @one_at_a_time
    def desk(self, brand: str, desk: str) -> DeskControl:
        """See `Controls.desk`."""
        kept = self._desks.get((brand, desk))
        return kept[-1][0] if kept else DeskControl(brand=brand, desk=desk)

    @one_at_a_time
    def set_desk(self, desk: DeskControl, event: ControlEvent) -> None:
        """See `Controls.set_desk`."""
        _keep(self._desks.setdefault((desk.brand, desk.desk), []), desk, event)

    @one_at_a_time
    def switch_events(self, limit: int = 20) -> tuple[ControlEvent, ...]:
        """See `Controls.switch_events`."""
        return _newest(self._switch, limit)

    @one_at_a_time
    def desk_events(self, brand: str, desk: str, limit: int = 20) -> tuple[ControlEvent, ...]:
        """See `Controls.desk_events`."""
        return _newest(self._desks.get((brand, desk), []), limit)


def _keep(kept: list[tuple[C, ControlEvent]], control: C, event: ControlEvent) -> None:
    if kept and kept[-1] == (control, event):
        return  # the same call again, its answer lost
    if control.version != len(kept) + 1:
        raise ConflictError("somebody else changed it first")
    kept.append((control, event))


def _newest(kept: list[tuple[C, ControlEvent]], limit: int) -> tuple[ControlEvent, ...]:
    return tuple(event for _, event in reversed(kept))[:limit]
