"""What costing needs."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.cost.known import Known
from chalicelib.cost.limits import Limits
from chalicelib.domain.brand import Brand
from chalicelib.domain.caps import Caps
from chalicelib.ports import Clock, Controls, Store


@dataclass(frozen=True)
class CostRoom:
    """The figures of the table, what each costs, and what allows no more."""

    store: Store
    controls: Controls
    clock: Clock
    brands: Mapping[str, Brand]
    known: Known
    limits: Limits

    def caps(self, brand: Brand) -> dict[str, Caps]:
        """The caps of each of the brand's desks, as they are in force now."""
        return {desk: self.controls.desk(brand.brand, desk).caps_in_force for desk in brand.desks}
