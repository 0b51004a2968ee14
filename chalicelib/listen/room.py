"""What listening needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.ports import Clock, Controls, Messages, Network, Store

# The network's search window is seven days; the margin keeps a slow run inside it.
WINDOW = timedelta(days=7) - timedelta(minutes=10)
# Long enough for MOST_PAGES slow answers; another worker takes over when it is past.
LEASE = timedelta(minutes=5)
MOST_PAGES = 40
PAGE_SIZE = 100


@dataclass(frozen=True)
class ListenRoom:
    """`look_back`: how far a new search looks; `overlap`: when the second pass follows the first.

    `seconds_left` is how long this run may still take.
    """

    store: Store
    controls: Controls
    messages: Messages
    network: Network
    clock: Clock
    look_back: timedelta
    overlap: timedelta
    seconds_left: Callable[[], float]
