"""A post of one of the brand's own accounts."""

from datetime import datetime
from typing import NamedTuple


class OwnPost(NamedTuple):
    """As the network shows it: `text` may carry wrapped links and leading handles. Time in UTC."""

    id: str
    account: str
    text: str
    in_reply_to: str | None
    created_at: datetime
