"""Money is set aside before it is spent: from every purse that the purchase draws on, or from none."""

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.domain.caps import Draw
from chalicelib.domain.errors import BudgetExhaustedError
from chalicelib.ports import Store


@dataclass(frozen=True)
class Taken:
    """What was set aside, until it is settled. An unsettled amount counts as spent."""

    store: Store
    brand: str
    draws: tuple[Draw, ...]
    amount: int

    def settle(self, used: int) -> None:
        """Give back what was not used."""
        if used == self.amount:
            return
        for draw in self.draws:
            self.store.settle(self.brand, draw.purse, self.amount, used)


def take(store: Store, brand: str, draws: Sequence[Draw], amount: int) -> Taken:
    """Set the amount aside from each purse.

    Raises BudgetExhaustedError, with the moment (UTC) at which that purse is renewed, when one holds less;
    then nothing is set aside.
    """
    taken: list[Draw] = []
    for draw in draws:
        try:
            store.reserve(brand, draw.purse, amount, draw.allowance)
        except BudgetExhaustedError as error:
            Taken(store, brand, tuple(taken), amount).settle(0)
            raise BudgetExhaustedError(str(error), renewed_at=draw.renewed_at) from error
        taken.append(draw)
    return Taken(store, brand, tuple(taken), amount)
