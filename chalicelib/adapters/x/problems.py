"""What X says in the body of an answer that is not a success."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import requests

from chalicelib.adapters.x.answers import UnusableAnswerError, opened, problems_in

LONGEST = 300
"""Characters of X's wording that go into a message."""


@dataclass(frozen=True)
class Problem:
    """X's words, in lower case where they are compared. Empty where the body said nothing usable."""

    status: int
    kind: str = ""
    title: str = ""
    words: str = ""
    parameters: frozenset[str] = frozenset()

    def says(self, *phrases: str) -> bool:
        """Whether X's wording contains one of the phrases (given in lower case)."""
        return any(phrase in self.words.lower() for phrase in phrases)

    def __str__(self) -> str:
        """One line for a message."""
        told = ": ".join(part for part in (self.title, self.words) if part)
        return f"HTTP {self.status}" + (f", {told}" if told else "")


def problem_of(response: requests.Response) -> Problem:
    """X's words in an answer, both of today's shape and of v1.1's; never fails."""
    status = response.status_code
    try:
        body = opened(response)
    except UnusableAnswerError:
        return Problem(status)
    errors = problems_in(body)
    names = [error["parameters"] for error in errors if isinstance(error.get("parameters"), dict)]
    said = [_line(error.get("message") or error.get("detail")) for error in errors] or [
        _line(body.get("detail"))
    ]
    return Problem(
        status,
        _line(body.get("type")),
        _line(body.get("title")),
        " ".join(word for word in said if word)[:LONGEST],
        frozenset(str(name) for one in names if isinstance(one, Mapping) for name in one),
    )


def _line(value: object) -> str:
    """A text on one line, without characters that could forge a log's lines."""
    return " ".join(re.sub(r"[^\w\s!-~]", "?", value).split())[:LONGEST] if isinstance(value, str) else ""
