"""The sandbox's clock: real time less all the time that the sandbox was stopped.

So a queue that was left at night is as urgent in the morning as it was then.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path


class SandboxClock:
    """Reads the offset from a file in the sandbox's folder; only the supervisor writes it."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock.json"
        self._stopped = timedelta(seconds=self._read()["stopped_seconds"])

    def __call__(self) -> datetime:
        """The sandbox's moment, in UTC."""
        return datetime.now(UTC) - self._stopped

    def resume(self) -> None:
        """Take the time since the last beat for time that did not pass."""
        state = self._read()
        if state["last_beat"]:
            away = max(0.0, datetime.now(UTC).timestamp() - state["last_beat"])
            self._stopped = timedelta(seconds=state["stopped_seconds"] + away)
        self.beat()

    def skip(self, span: timedelta) -> None:
        """Let time pass at once, for a rehearsal. Other processes see it when they start."""
        self._stopped -= span
        self.beat()

    def beat(self) -> None:
        """Write down that time passes. Called every second, so that even a power cut costs no more."""
        now = datetime.now(UTC).timestamp()
        written = self._file.with_suffix(".new")
        written.write_text(json.dumps({"stopped_seconds": self._stopped.total_seconds(), "last_beat": now}))
        written.replace(self._file)

    def _read(self) -> dict[str, float]:
        if not self._file.exists():
            return {"stopped_seconds": 0.0, "last_beat": 0.0}
        kept: dict[str, float] = json.loads(self._file.read_text())
        return kept
