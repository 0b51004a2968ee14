"""A reviewer's word on a verdict: right, or wrong and what it should have been. It holds nobody's text."""

from typing import Self

from pydantic import model_validator

from chalicelib.domain.value import UtcTime, Value
from chalicelib.domain.verdict import Intent


class Mark(Value):
    """One a reviewer and post; the last one counts. Times UTC.

    `said_at` is when the post was written, by which marks are kept; `at` is when it was marked. `intent` and
    `needs_reply` are what the verdict said; `should_*` is what it should have said, where somebody said so.
    `search` found the post; `sampled`: it was drawn by lot from what was put aside, and not picked.
    """

    case_id: str
    post: str
    said_at: UtcTime
    who: str
    at: UtcTime
    right: bool
    intent: Intent
    needs_reply: bool
    should_intent: Intent | None = None
    should_need_reply: bool | None = None
    search: str | None = None
    lang: str = "und"
    sampled: bool = False

    @model_validator(mode="after")
    def _right_needs_no_other(self) -> Self:
        if self.right and (self.should_intent is not None or self.should_need_reply is not None):
            raise ValueError("a verdict that is right should not have been another")
        return self

    @property
    def true_intent(self) -> Intent:
        """The intent as the reviewer sees it."""
        return self.should_intent or self.intent

    @property
    def truly_needs_reply(self) -> bool:
        """Whether the post needs a reply, as the reviewer sees it.

        Wrong without saying how is about the decision: whether to answer is what a list shows.
        """
        if self.should_need_reply is not None:
            return self.should_need_reply
        return self.needs_reply if self.right or self.should_intent is not None else not self.needs_reply
