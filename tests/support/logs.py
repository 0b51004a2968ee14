"""What was logged, line by line, as CloudWatch would get it."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from chalicelib.telemetry import Formatter, logger


@dataclass(frozen=True)
class Lines:
    """Everything that was written so far."""

    stream: io.StringIO

    @property
    def text(self) -> str:
        """As it was written."""
        return self.stream.getvalue()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter([json.loads(line) for line in self.text.splitlines()])

    def naming(self, *ids: str) -> list[dict[str, Any]]:
        """Those that carry one of the ids in any field: what a person finds who searches for it."""
        return [line for line in self if any(f'"{one}"' in json.dumps(line) for one in ids)]

    def clear(self) -> None:
        """Forget what was written."""
        self.stream.truncate(0)
        self.stream.seek(0)


@contextmanager
def logged() -> Iterator[Lines]:
    """Everything that Earshot and Chalice log inside, from INFO on."""
    lines = Lines(io.StringIO())
    handler = logging.StreamHandler(lines.stream)
    handler.setFormatter(Formatter(service="earshot", serialize_stacktrace=False, utc=True))
    ours = logging.getLogger(logger.name)
    before = ours.level
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        ours.removeHandler(handler)
        ours.setLevel(before)
