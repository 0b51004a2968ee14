"""What review needs."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import NotFoundError
from chalicelib.policy.engine import Rules
from chalicelib.ports import Clock, Controls, Messages, Store

# An approval that was not published within a day is no longer what the person meant.
APPROVAL_HOLDS = timedelta(hours=24)
# A claim is renewed whenever the page is opened or the text is saved.
CLAIM_LASTS = timedelta(minutes=5)


class ReviewRoom(NamedTuple):
    """`site` is the network's own address, for links that people follow."""

    store: Store
    controls: Controls
    messages: Messages
    clock: Clock
    brands: Mapping[str, Brand]
    rules: Rules
    site: str

    def brand(self, brand_id: str) -> Brand:
        """The brand. Raises NotFoundError."""
        if brand_id not in self.brands:
            raise NotFoundError(f"there is no brand {brand_id!r} here")
        return self.brands[brand_id]


def new_id() -> str:
    """An id that nobody can guess."""
    return secrets.token_hex(10)
