"""One try at publishing an approval, and what was really posted."""

from chalicelib.domain.value import UtcTime, Value


class Attempt(Value):
    """Written before the call. Past `lease_until` nobody is still calling: the outcome is unknown."""

    id: str
    approval_id: str
    started_at: UtcTime
    lease_until: UtcTime


class Reply(Value):
    """What stands on the network. `by_hand` when a person posted it natively, `edited` when reworded."""

    post_id: str
    approval_id: str
    account: str
    parent: str
    text: str
    posted_at: UtcTime
    by_hand: bool = False
    edited: bool = False
