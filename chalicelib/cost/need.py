"""What a limit allows, and what is needed of it."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Need:
    """What one limit allows, and what is needed of it: with nothing heard, and for each post a month."""

    name: str
    allowed: Decimal
    standing: Decimal
    a_post: Decimal

    @property
    def reached_at(self) -> Decimal:
        """Posts a month from which on it is too little."""
        return max(Decimal(0), self.allowed - self.standing) / self.a_post

    def share_at(self, posts: int) -> Decimal:
        """How much of what is allowed so many posts a month need; 1 is all of it."""
        return (self.standing + self.a_post * posts) / self.allowed
