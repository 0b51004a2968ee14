"""What is known of a model's endpoint that failed: how often in a row, and until when it is left alone."""

from datetime import datetime

from chalicelib.domain.value import UtcTime, Value


class Circuit(Value):
    """`failures` in a row since the last success; while `open_until` is set, the endpoint is taken for dead.

    From that moment on, one caller may probe it. `why` it was opened, in our own words.
    """

    failures: int = 0
    open_until: UtcTime | None = None
    why: str = ""

    def is_open(self, now: datetime) -> bool:
        """Whether nobody may ask."""
        return self.open_until is not None and now < self.open_until
