"""A draft: a suggested reply and what was checked about it."""

from enum import StrEnum

from pydantic import Field

from chalicelib.domain.value import UtcTime, Value


class Origin(StrEnum):
    """Who wrote the words."""

    MODEL = "model"
    OFFLINE = "offline"
    PROTOCOL = "protocol"


class Approach(StrEnum):
    """What a reply sets out to do. Variants of a draft differ in it, not in words alone."""

    SOLVE = "solve"
    PRIVATE = "private"
    ASK = "ask"
    ACKNOWLEDGE = "acknowledge"
    THANK = "thank"
    PROTOCOL = "protocol"


class Claim(Value):
    """A passage that states or promises something, and the source (`knowledge:returns`) that it rests on.

    Without a source, a person has to accept it by name, or remove it, before the reply is approved.
    """

    passage: str
    source: str | None = None


class Check(Value):
    """One named check; `passage` is what it found, empty when it passed."""

    name: str
    passed: bool
    passage: str = ""


class Usage(Value):
    """The tokens that a model was given and gave, failed tries included; none for an offline draft.

    `cached_tokens` of those given were remembered by the provider, who bills them for less.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0

    @property
    def tokens(self) -> int:
        """All of them."""
        return self.prompt_tokens + self.completion_tokens

    def __add__(self, other: "Usage") -> "Usage":
        """Both together."""
        return Usage(
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
        )


class Made(Value):
    """How a draft came to be, for whoever asks why it says what it says.

    `versions` of the prompts that it was made from, by document (`voices/tarnhollow/support.yaml`); `model`
    and `parameters` are empty for an offline draft; `seconds` is what writing took; `cost` is in
    micro-dollars, None where the model has no price.
    """

    versions: dict[str, str] = Field(default_factory=dict)
    model: str = ""
    parameters: dict[str, str] = Field(default_factory=dict)
    seconds: float = 0.0
    cost: int | None = None


class Variant(Value):
    """Another way to answer the same post."""

    text: str
    lang: str
    origin: Origin
    approach: Approach | None = None
    sources: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    checks: tuple[Check, ...] = ()


class Draft(Value):
    """A suggested reply for the conversation as it was at `conversation_version`.

    `variants` are further ways to answer, `text` being the first one. `steps` is what a brand's protocol asks
    of whoever takes the case. `gap` names a question that no knowledge answered.
    """

    id: str
    text: str
    lang: str
    origin: Origin
    sources: tuple[str, ...]
    checks: tuple[Check, ...]
    note: str = ""
    usage: Usage = Field(default_factory=Usage)
    approach: Approach | None = None
    claims: tuple[Claim, ...] = ()
    variants: tuple[Variant, ...] = ()
    steps: tuple[str, ...] = ()
    gap: str = ""
    made: Made = Field(default_factory=Made)
    conversation_version: int
    rules_version: str
    made_at: UtcTime


class Edit(Value):
    """A person's own wording, saved while typing; it never makes a draft or an approval stale.

    `by_model`: it goes back to a text that a model reworded for the person.
    """

    text: str
    by: str
    at: UtcTime
    conversation_version: int
    by_model: bool = False
