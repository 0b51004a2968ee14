"""A brand's routing table: what becomes of a post with such a verdict. The first rule that holds decides."""

from collections.abc import Collection, Iterable
from functools import cache
from itertools import chain
from typing import Annotated, NamedTuple

from pydantic import Field

from chalicelib.domain.names import Handle, Language, Line, Slug
from chalicelib.domain.value import Value
from chalicelib.domain.verdict import Addressed, Intent, Risk, Sentiment, Verdict

Share = Annotated[float, Field(ge=0, le=1)]
SALES, SUPPORT = "sales", "support"
# No table closes a post that carries one of these: a person sees it, whatever a rule says.
NEVER_CLOSED = frozenset({Risk.CRISIS, Risk.SAFETY, Risk.SELF_HARM, Risk.LEGAL})


class Matter(NamedTuple):
    """What the rules look at: the verdict, the search that found the post, whether it speaks of an order."""

    verdict: Verdict
    search: str | None = None
    about_an_order: bool = False


class When(Value):
    """What has to hold, all of it; of a list, one entry. What is left out holds for every post."""

    intents: tuple[Intent, ...] = ()
    sentiments: tuple[Sentiment, ...] = ()
    risks: tuple[Risk, ...] = ()
    languages: tuple[Language, ...] = ()
    addressed: tuple[Addressed, ...] = ()
    topics: tuple[Slug, ...] = ()
    products: tuple[Slug, ...] = ()
    searches: tuple[Slug, ...] = ()
    urgency_at_least: Share | None = None
    confidence_at_least: Share | None = None
    confidence_below: Share | None = None
    needs_reply: bool | None = None
    about_an_order: bool | None = None

    def holds(self, matter: Matter) -> bool:
        """Whether all of it is so."""
        verdict = matter.verdict
        return (
            self._is_listed(matter)
            and (not self.risks or bool(set(self.risks) & set(verdict.risk)))
            and verdict.urgency >= (self.urgency_at_least or 0)
            and verdict.confidence >= (self.confidence_at_least or 0)
            and (self.confidence_below is None or verdict.confidence < self.confidence_below)
            and self.needs_reply in (None, verdict.needs_reply)
            and self.about_an_order in (None, matter.about_an_order)
        )

    def _is_listed(self, matter: Matter) -> bool:
        verdict = matter.verdict
        lists: Iterable[tuple[Collection[str], str | None]] = (
            (self.intents, verdict.intent),
            (self.sentiments, verdict.sentiment),
            (self.languages, verdict.lang.split("-")[0].lower()),
            (self.addressed, verdict.addressed),
            (self.topics, verdict.topic),
            (self.products, verdict.product),
            (self.searches, matter.search),
        )
        return all(not wanted or value in wanted for wanted, value in lists)


class Then(Value):
    """What becomes of the post. `desk` left out: it stays where it was found. `close` is the reason."""

    desk: Slug | None = None
    account: Handle | None = None
    priority: Share | None = None
    tags: tuple[Slug, ...] = ()
    close: Line | None = None


class Route(Value):
    """One rule of the table."""

    name: Line
    when: When = Field(default_factory=When)
    then: Then


def default_table(desks: Collection[str]) -> tuple[Route, ...]:
    """What holds where a brand's own rules do not; the last of it always does.

    Buyers go to sales, grievances and orders to support; the rest stays as found, and so does what is meant
    for a desk that the brand has not.
    """
    *rules, rest = _defaults()
    return (*(route for route in rules if route.then.desk in desks), rest)


@cache  # Made when first asked for: no function's start waits for it.
def _defaults() -> tuple[Route, ...]:
    buys, complains = When(intents=(Intent.PURCHASE_INTENT,)), When(intents=(Intent.COMPLAINT,))
    asks = When(intents=(Intent.QUESTION,), about_an_order=True)
    return (
        Route(name="default: wants to buy", when=buys, then=Then(desk=SALES)),
        Route(name="default: complains", when=complains, then=Then(desk=SUPPORT)),
        Route(name="default: asks about an order", when=asks, then=Then(desk=SUPPORT)),
        Route(name="default: as found", then=Then()),
    )


def first_that_holds(own: Iterable[Route], desks: Collection[str], matter: Matter) -> Route:
    """The rule that decides: the brand's `own` in their order, then the default table."""
    return next(route for route in chain(own, default_table(desks)) if route.when.holds(matter))


def may_be_closed(verdict: Verdict) -> bool:
    """Whether a rule may close the post without a person having seen it."""
    return not NEVER_CLOSED & set(verdict.risk)
