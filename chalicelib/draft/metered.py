"""A model is asked only while the desk has tokens left, and what it took is counted."""

from dataclasses import dataclass

from chalicelib.allowances import Meter
from chalicelib.ports import Clock, Controls, Drafter, DraftRequest, Store, Suggestion

# Set aside for one draft: prompt, conversation and answer stay below it in every task that we ship.
TOKENS_A_DRAFT = 8_000


@dataclass(frozen=True)
class MeteredDrafter:
    """A `Drafter` around another one."""

    drafter: Drafter
    store: Store
    controls: Controls
    clock: Clock

    def suggest(self, request: DraftRequest) -> Suggestion:
        """The drafter's suggestion. Raises ModelUnavailableError also when the desk's tokens are used up."""
        meter = Meter(self.store, self.controls, self.clock)
        return meter.spend(
            request.brand.brand, request.desk, TOKENS_A_DRAFT, lambda: self.drafter.suggest(request)
        )
