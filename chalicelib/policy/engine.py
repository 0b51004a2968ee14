"""Reads the networks' rules: by which lane, and as whom, may this post be answered?"""

from typing import Literal

from pydantic import Field

from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.post import Post
from chalicelib.domain.ruling import Lane, Ruling
from chalicelib.domain.value import Value

Condition = Literal["refused_by_network", "addressed", "always"]


class Rule(Value):
    """One rule of a network, with its source and the day (ISO 8601) from which it holds."""

    id: str
    when: Condition
    lane: Lane
    text: str
    source: str
    since: str


class Rules(Value):
    """A network's rules in order; the first that holds decides, so the last must always hold."""

    schema_: Literal[1] = Field(alias="schema")
    network: str
    version: str
    rules: tuple[Rule, ...] = Field(min_length=1)

    @property
    def label(self) -> str:
        """The network and the version of its rules, as approvals record them."""
        return f"{self.network}@{self.version}"

    def rule_on(
        self, brand: Brand, desk: str, post: Post, *, api_refused: bool = False, account: str | None = None
    ) -> Ruling:
        """The lane and account for a reply from this desk to this post.

        `api_refused`: the network itself has already refused an app's reply to this post. `account` is taken
        where the post addressed none of the desk's, if the desk uses it. Raises NotFoundError for a desk that
        the brand has not, or no longer has.
        """
        if desk not in brand.desks:
            raise NotFoundError(f"{brand.brand} has no desk {desk!r}")
        accounts = brand.desks[desk].accounts
        addressed = next((one for one in accounts if post.addresses(one)), None)
        wanted = account if account in accounts else accounts[0]
        holds: dict[Condition, bool] = {
            "refused_by_network": api_refused,
            "addressed": addressed is not None,
            "always": True,
        }
        rule = next(rule for rule in self.rules if holds[rule.when])
        return Ruling(
            lane=rule.lane,
            account=addressed or wanted,
            rule_id=rule.id,
            rule=rule.text,
            source=rule.source,
            since=rule.since,
            rules_version=self.label,
        )
