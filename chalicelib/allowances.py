"""Money is set aside before it is spent: from every purse that the purchase draws on, or from none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from chalicelib.domain.caps import Bought, Draw, draws
from chalicelib.domain.draft import Usage
from chalicelib.domain.errors import BudgetExhaustedError, ModelUnavailableError
from chalicelib.ports import Clock, Controls, Store


class Billed(Protocol):
    """What a model answered, with what it took."""

    @property
    def usage(self) -> Usage:
        """Its tokens; none where the server does not tell."""
        ...


B = TypeVar("B", bound=Billed)


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


class Meter(NamedTuple):
    """Lets a model be asked only while the desk has tokens left, and counts what it took."""

    store: Store
    controls: Controls
    clock: Clock

    def spend(self, brand: str, desk: str, most: int, ask: Callable[[], B]) -> B:
        """What `ask` answers, with `most` tokens set aside meanwhile.

        One call of a model: each further one is set aside for by itself. What a failed call told that it took
        is taken, the whole where it may have worked and told nothing.

        Raises ModelUnavailableError also when the desk's tokens are used up, and as the store does.
        """
        taken = self._taken(brand, desk, most)
        try:
            answer = ask()
        except ModelUnavailableError as error:
            taken.settle(error.usage.tokens or (most if error.may_be_billed else 0))
            raise
        # A server that does not say what it took is taken at the whole of what was set aside.
        taken.settle(answer.usage.tokens or most)
        return answer

    def _taken(self, brand: str, desk: str, most: int) -> Taken:
        caps = self.controls.desk(brand, desk).caps_in_force
        try:
            return take(self.store, brand, draws(Bought.TOKENS, desk, caps, self.clock()), most)
        except BudgetExhaustedError as error:
            until = f" until {error.renewed_at:%Y-%m-%d %H:%M} UTC" if error.renewed_at else ""
            raise ModelUnavailableError(
                f"the desk's tokens are used up{until}", may_be_billed=False
            ) from error
