"""A model is asked only while the desk has tokens left, and what it took is counted."""

from dataclasses import dataclass

from chalicelib.allowances import take
from chalicelib.domain.caps import Bought, draws
from chalicelib.domain.errors import BudgetExhaustedError, ModelUnavailableError
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
        brand = request.brand.brand
        caps = self.controls.desk(brand, request.desk).caps_in_force
        purses = draws(Bought.TOKENS, request.desk, caps, self.clock())
        try:
            taken = take(self.store, brand, purses, TOKENS_A_DRAFT)
        except BudgetExhaustedError as error:
            until = f" until {error.renewed_at:%Y-%m-%d %H:%M} UTC" if error.renewed_at else ""
            raise ModelUnavailableError(
                f"the desk's tokens are used up{until}", may_be_billed=False
            ) from error
        try:
            suggestion = self.drafter.suggest(request)
        except ModelUnavailableError as error:
            if not error.may_be_billed:
                taken.settle(0)
            raise
        # A server that does not say what it took is taken at the whole of what was set aside.
        taken.settle(suggestion.usage.tokens or TOKENS_A_DRAFT)
        return suggestion
