"""What control needs."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from chalicelib.domain.brand import Brand
from chalicelib.domain.control import ControlEvent
from chalicelib.domain.errors import NotFoundError
from chalicelib.ports import Clock, Controls, Network, Store

WHO = "system:control"


class ControlRoom(NamedTuple):
    """`table_region` is where the table is; `model` tells in words which one is connected, and where it runs.

    `seconds_left` is how long this process may still run.
    """

    store: Store
    controls: Controls
    network: Network
    clock: Clock
    brands: Mapping[str, Brand]
    table_region: str
    model: Callable[[], str] = lambda: "none"
    seconds_left: Callable[[], float] = lambda: float("inf")

    def event(self, version: int, who: str, what: str, why: str = "") -> ControlEvent:
        """The trace of a change made now."""
        return ControlEvent(version=version, at=self.clock(), who=who, what=what, why=why)

    def brand_with(self, brand_id: str, desk: str) -> Brand:
        """The brand. Raises NotFoundError when there is no such brand, or it has no such desk."""
        if brand_id not in self.brands:
            raise NotFoundError(f"there is no brand {brand_id!r} here")
        if desk not in self.brands[brand_id].desks:
            raise NotFoundError(f"{brand_id} has no desk {desk!r}")
        return self.brands[brand_id]
