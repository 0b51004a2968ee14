"""What a model is asked, whatever server it is at."""

import json
from collections.abc import Mapping
from math import ceil
from typing import Any, NamedTuple

from openai.types.chat import ChatCompletionMessageParam
from openai.types.shared_params import ResponseFormatJSONSchema

# Bounds an answer that nobody bounded: three replies with their claims, and some thinking aloud.
ANSWER_TOKENS = 3_000
# Text of any script has more bytes than this to a token.
BYTES_A_TOKEN = 2.5
MOST_RESERVED = 50_000
# What a server's own template adds.
_TEMPLATE = 100
_AS_SCHEMA = "\n\nAnswer with one JSON object of this JSON schema, and with nothing else:\n"


class Question(NamedTuple):
    """Our instructions, what strangers wrote, the form of the answer, and what else the call is given.

    What is the same for every case stands first, in `system`: a provider remembers a prefix. `options` are
    `temperature` and `max_completion_tokens`; each server is given them under its own names.
    """

    system: str
    user: str
    form: ResponseFormatJSONSchema
    options: Mapping[str, Any] | None = None

    @property
    def temperature(self) -> float | None:
        """None leaves it to the model."""
        return (self.options or {}).get("temperature")

    @property
    def answer_tokens(self) -> int:
        """The most that it may write."""
        return int((self.options or {}).get("max_completion_tokens", ANSWER_TOKENS))

    @property
    def most_tokens(self) -> int:
        """What one call takes at most, as far as can be told before: reserved for it."""
        schema = json.dumps(self.form)
        given = sum(len(text.encode("utf-8", "replace")) for text in (self.system, self.user, schema))
        return min(MOST_RESERVED, ceil(given / BYTES_A_TOKEN) + _TEMPLATE + self.answer_tokens)

    def messages(self, *, with_schema: bool = False) -> list[ChatCompletionMessageParam]:
        """As the protocol takes them; with the schema in words, for servers that take no schema."""
        schema = _AS_SCHEMA + json.dumps(self.form["json_schema"].get("schema", {})) if with_schema else ""
        return [
            {"role": "system", "content": self.system + schema},
            {"role": "user", "content": self.user},
        ]
