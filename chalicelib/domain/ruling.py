"""What the network's rules say about answering one post."""

from enum import StrEnum

from chalicelib.domain.value import Value


class Lane(StrEnum):
    """`api`: the network lets an app reply. `hand-off`: a person posts it natively."""

    API = "api"
    HAND_OFF = "hand-off"


class Ruling(Value):
    """The lane, the rule that decided it, where the rule comes from and since when it holds."""

    lane: Lane
    account: str
    rule_id: str
    rule: str
    source: str
    since: str
    rules_version: str
