"""Proves a connected model with one call: its key, its name, and that it answers by a JSON schema."""

from typing import Final, NamedTuple

from openai.types.shared_params import ResponseFormatJSONSchema
from pydantic import BaseModel, ConfigDict, ValidationError

from chalicelib.adapters.openai.completion import content_of
from chalicelib.adapters.openai.errors import Blame, CallFailedError
from chalicelib.adapters.openai.manner import Manner, remembered
from chalicelib.adapters.openai.question import Question
from chalicelib.adapters.openai.wire import post
from chalicelib.domain.credentials import Provider
from chalicelib.domain.errors import ModelUnavailableError

_FORM: Final[ResponseFormatJSONSchema] = {
    "type": "json_schema",
    "json_schema": {
        "name": "readiness",
        "strict": True,
        "schema": {
            "type": "object",
            "properties": {"ready": {"type": "boolean"}},
            "required": ["ready"],
            "additionalProperties": False,
        },
    },
}
# Some think aloud before they say yes.
_QUESTION: Final = Question(
    "Answer with the JSON object that is asked for.",
    "Are you ready?",
    _FORM,
    {"temperature": 0, "max_completion_tokens": 1_000},
)
_REMEDIES: Final[dict[Blame, str]] = {
    Blame.REFUSED: "check key, name and address at the provider, then connect it again",
    Blame.PASSING: "try again in a minute; where it stays so, look at the provider's status and your credit",
    Blame.SLOW: "try again; where it stays so, set EARSHOT_MODEL_TIMEOUT_SECONDS higher or take another",
    Blame.NONSENSE: "this is no server of OpenAI's protocol: its address often ends in /v1",
    Blame.OURS: "this model cannot be used as it is; take another",
}


class Proof(NamedTuple):
    """Whether it can be relied on, and what is to be said of it, with what to do where it cannot."""

    works: bool
    says: str


class _Ready(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    ready: bool


def prove(provider: Provider, seconds: float = 30.0) -> Proof:
    """Ask the model once, for at most so long. Raises nothing: what goes wrong is told in words."""
    manner = remembered(provider).manner
    try:
        content = content_of(post(provider, manner.parameters(provider, _QUESTION), seconds).body)
    except CallFailedError as failure:
        return _of_failure(manner, failure)
    except ModelUnavailableError as unusable:
        return Proof(False, f"{unusable}; take another model, or one that thinks less")
    try:
        _Ready.model_validate_json(content)
    except ValidationError:
        return Proof(False, "it does not answer by the JSON schema that it is given; take another model")
    return Proof(True, "key, name and JSON schema are accepted")


def _of_failure(manner: Manner, failure: CallFailedError) -> Proof:
    other = manner.after(failure.refusal)
    if other == manner:
        return Proof(False, f"{failure}; {_REMEDIES.get(failure.blame, 'try again')}")
    if other.form != manner.form:
        return Proof(
            False, "it takes no JSON schema: it is asked without, and its answers often will not fit"
        )
    left_out = sorted(other.without - manner.without) or [manner.limit or manner.dialect.limit]
    return Proof(True, f"it takes no {' and no '.join(left_out)}, and is asked without")
