"""How one sandbox network behaves: everything that a rehearsal may want to change, with X's values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

ReplyRuleWording = Literal["engaged", "mentioned"]
CreditsShape = Literal["credits-depleted", "payment-required"]
Naming = Literal["tweet", "post"]

SEARCH_WINDOW = timedelta(days=7)
"""How far back recent search reaches."""


@dataclass(frozen=True)
class Settings:
    """Behaviour of the network. Money is in micro-dollars; all times are durations."""

    search_lag: timedelta = timedelta()
    """How far before now `end_time` lies by default. X: 30 s; the sandbox shows posts at once."""

    index_delay: timedelta = timedelta()
    """How long after it is visible a post becomes searchable."""

    index_jitter: timedelta = timedelta()
    """Up to this much more delay, different for each post: indexing out of order."""

    follow_up_delay: timedelta = timedelta(seconds=8)
    """How long a customer takes to answer our reply."""

    duplicate_window: timedelta = timedelta(hours=24)
    """For how long an account may not post the same text again. X states no figure; this one is ours."""

    reply_rule: ReplyRuleWording = "engaged"
    """Which of X's two wordings refuses a reply to somebody who did not address us."""

    credits_shape: CreditsShape = "credits-depleted"
    """Which of X's two 402 answers says that the credits are used up."""

    naming: Naming = "tweet"
    """`tweet`: the names that tweepy knows; `post`: those of X's spec since 2.167."""

    max_query_length: int = 512
    """Longest search query in characters, for self-serve access."""

    rate_limits: Mapping[str, int] = field(default_factory=dict)
    """Requests per 15 minutes by endpoint name, in place of X's own (see `limits.py`)."""
