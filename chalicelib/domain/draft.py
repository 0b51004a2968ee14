"""A draft: a suggested reply and what was checked about it."""

from enum import StrEnum

from pydantic import Field

from chalicelib.domain.value import UtcTime, Value


class Origin(StrEnum):
    """Who wrote the words."""

    MODEL = "model"
    OFFLINE = "offline"


class Check(Value):
    """One named check; `passage` is what it found, empty when it passed."""

    name: str
    passed: bool
    passage: str = ""


class Usage(Value):
    """The tokens that a model was given and gave, failed tries included; none for an offline draft."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    @property
    def tokens(self) -> int:
        """All of them."""
        return self.prompt_tokens + self.completion_tokens


class Draft(Value):
    """A suggested reply for the conversation as it was at `conversation_version`."""

    id: str
    text: str
    lang: str
    origin: Origin
    sources: tuple[str, ...]
    checks: tuple[Check, ...]
    note: str = ""
    usage: Usage = Field(default_factory=Usage)
    conversation_version: int
    rules_version: str
    made_at: UtcTime


class Edit(Value):
    """A person's own wording, saved while typing; it never makes a draft or an approval stale."""

    text: str
    by: str
    at: UtcTime
    conversation_version: int
