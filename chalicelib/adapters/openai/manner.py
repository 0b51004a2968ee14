"""How one endpoint is to be asked, as it showed so far: remembered by this process, learnt by each."""

import json
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, Literal

from chalicelib.adapters.openai.dialects import OTHER_LIMIT, Dialect, Limit, dialect_of, shown_by
from chalicelib.adapters.openai.errors import Refusal
from chalicelib.adapters.openai.question import Question
from chalicelib.adapters.openai.wire import Reply
from chalicelib.domain.credentials import Provider
from chalicelib.domain.value import digest

Form = Literal["json_schema", "json_object", "none"]
LESS_STRICT: Final[dict[Form, Form]] = {"json_schema": "json_object", "json_object": "none", "none": "none"}
# Any will do, as long as it stays the same: who tries a prompt again should see what people saw.
SEED = 7
_LONGEST_ERROR = 4_000
# What tells one prompt from another, and is the same for every case.
_PREFIX = 500
_FORM_WORDS = ("response_format", "json_schema", "json_object", "structured output")
_OPTIONAL = ("temperature", "seed", "prompt_cache_key", "cache_prompt")


@dataclass(frozen=True)
class Manner:
    """A dialect, and what of it this endpoint refused: a form, a name of the limit, optional parameters."""

    dialect: Dialect
    form: Form = "json_schema"
    limit: Limit | None = None
    without: frozenset[str] = frozenset()

    def parameters(self, provider: Provider, question: Question) -> dict[str, Any]:
        """All of the request."""
        return {
            "model": provider.name,
            "messages": question.messages(with_schema=self.form != "json_schema"),
            **self._form(question),
            self.limit or self.dialect.limit: question.answer_tokens,
            **self._optional(question),
        }

    def _form(self, question: Question) -> dict[str, Any]:
        forms: dict[Form, Any] = {"json_schema": question.form, "json_object": {"type": "json_object"}}
        return {"response_format": forms[self.form]} if self.form in forms else {}

    def _optional(self, question: Question) -> dict[str, Any]:
        given: dict[str, Any] = {}
        if question.temperature is not None:
            given["temperature"] = question.temperature
        if self.dialect.takes_seed:
            given["seed"] = SEED
        if self.dialect.caches_by_key:
            prefix = question.form["json_schema"]["name"], question.system[:_PREFIX]
            given["prompt_cache_key"] = digest(*prefix)[:32]
        kept = {name: value for name, value in given.items() if name not in self.without}
        more = {name: value for name, value in self.dialect.more.items() if name not in self.without}
        return kept | ({"extra_body": more} if more else {})

    def after(self, refusal: Refusal | None) -> "Manner":
        """Without what the endpoint says that it does not take; the same where it says no such thing."""
        if refusal is None or refusal.status not in (400, 422):
            return self
        words = set(re.findall(r"[a-z_]+(?: output)?", _told(refusal.body)))
        changed = replace(self, without=self.without | {name for name in _OPTIONAL if name in words})
        if not words.isdisjoint(_FORM_WORDS):
            changed = replace(changed, form=LESS_STRICT[self.form])
        limit = self.limit or self.dialect.limit
        if limit in words:
            changed = replace(changed, limit=OTHER_LIMIT[limit])
        return changed


def _told(body: bytes) -> str:
    """What an error says, of whatever shape: {"error": {…}}, {"error": "…"}, {"object": "error", …}."""
    text = body[:_LONGEST_ERROR].decode("utf-8", "replace")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return text.lower()
    inner = told.get("error", told) if isinstance(told, dict) else told
    return json.dumps(inner).lower()


@dataclass
class Remembered:
    """The manner of an endpoint, to be replaced as it shows more of itself."""

    manner: Manner

    def saw(self, asked: Manner, reply: Reply) -> None:
        """The endpoint answered to this manner. What a person named is not doubted."""
        shown = shown_by(reply.body, reply.server)
        self.manner = replace(asked, dialect=shown) if shown and shown != asked.dialect else asked


class Named(Remembered):
    """The manner of an endpoint whose dialect a person named."""

    def saw(self, asked: Manner, reply: Reply) -> None:
        """See `Remembered.saw`."""
        self.manner = asked


@lru_cache(maxsize=16)
def remembered(provider: Provider) -> Remembered:
    """What this process knows of the endpoint."""
    manner = Manner(dialect_of(provider))
    return Named(manner) if provider.dialect else Remembered(manner)
