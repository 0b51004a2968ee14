"""What costing needs."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.cost.known import Known
from chalicelib.domain.brand import Brand
from chalicelib.ports import Clock, Store


@dataclass(frozen=True)
class CostRoom:
    """The figures of the table, and what each costs."""

    store: Store
    clock: Clock
    brands: Mapping[str, Brand]
    known: Known
