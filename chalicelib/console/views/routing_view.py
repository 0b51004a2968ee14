"""The routing table in plain words, and what it makes of posts."""

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from chalicelib.console.problems import Problem
from chalicelib.console.views.frame import desk_name
from chalicelib.console.words import INTENTS, SENTIMENTS, direction, lang_tag, language
from chalicelib.domain.brand import Brand
from chalicelib.domain.routing import Route, Then, When, default_table
from chalicelib.domain.verdict import Verdict

EVERY_POST, AS_FOUND = "every post", "stays at the desk whose search found it"


class RuleView(NamedTuple):
    """A rule in words; `own` where it is the brand's, not a default."""

    name: str
    when: tuple[str, ...]
    then: tuple[str, ...]
    own: bool


class TriedView(NamedTuple):
    """A post and what became of it. `account` is the one that would answer."""

    text: str
    lang: str
    dir: str
    intent: str
    intent_label: str
    facts: tuple[str, ...]
    risk: tuple[str, ...]
    rule: str
    desk: str
    account: str
    priority: str
    tags: tuple[str, ...]
    closed: str


class RoutingPage(NamedTuple):
    """The page. `typed` is what was pasted; `tried` is None where nothing was tried."""

    rules: tuple[RuleView, ...]
    products: tuple[str, ...]
    topics: tuple[str, ...]
    tried: tuple[TriedView, ...] | None
    typed: str
    problem: Problem | None


def rule_views(brand: Brand) -> tuple[RuleView, ...]:
    """The whole table: the brand's own rules, then the defaults."""
    tables = ((brand.routes, True), (default_table(brand.desks), False))
    return tuple(_rule(route, own) for routes, own in tables for route in routes)


def tried_view(text: str, verdict: Verdict, account: str) -> TriedView:
    """What triage and the table made of a post."""
    return TriedView(
        text=text,
        lang=lang_tag(verdict.lang),
        dir=direction(verdict.lang),
        intent=verdict.intent.value,
        intent_label=INTENTS[verdict.intent],
        facts=tuple(_facts(verdict)),
        risk=tuple(flag.replace("_", " ") for flag in verdict.risk),
        rule=verdict.rule or "",
        desk=desk_name(verdict.desk or ""),
        account=account,
        priority="" if verdict.priority is None else _of_100(verdict.priority),
        tags=verdict.tags,
        closed=verdict.closed or "",
    )


def _rule(route: Route, own: bool) -> RuleView:
    return RuleView(route.name, tuple(_when(route.when)) or (EVERY_POST,), tuple(_then(route.then)), own)


def _when(when: When) -> Iterable[str]:
    lists: tuple[tuple[str, Sequence[str]], ...] = (
        ("intent", [INTENTS[one].lower() for one in when.intents]),
        ("feeling", [SENTIMENTS[one] for one in when.sentiments]),
        ("risk", _plain(when.risks)),
        ("language", [language(code) or "not known" for code in when.languages]),
        ("speaks", _plain(when.addressed)),
        ("topic", when.topics),
        ("product", when.products),
        ("found by", when.searches),
    )
    yield from (f"{what}: {' or '.join(values)}" for what, values in lists if values)
    if when.urgency_at_least is not None:
        yield f"urgency {_of_100(when.urgency_at_least)} or more"
    if when.confidence_at_least is not None:
        yield f"confidence {_of_100(when.confidence_at_least)} or more"
    if when.confidence_below is not None:
        yield f"confidence below {_of_100(when.confidence_below)}"
    if when.needs_reply is not None:
        yield "needs a reply" if when.needs_reply else "needs no reply"
    if when.about_an_order is not None:
        yield "about an order" if when.about_an_order else "not about an order"


def _then(then: Then) -> Iterable[str]:
    yield f"goes to {desk_name(then.desk)}" if then.desk else AS_FOUND
    if then.account:
        yield f"answered as @{then.account}, unless the post addressed another account of the desk"
    if then.priority is not None:
        yield f"priority {_of_100(then.priority)}"
    if then.tags:
        yield f"tags: {', '.join(then.tags)}"
    if then.close:
        yield f"closed without a reply: {then.close}"


def _facts(verdict: Verdict) -> Iterable[str]:
    yield "needs a reply" if verdict.needs_reply else "needs no reply"
    yield SENTIMENTS[verdict.sentiment]
    yield f"urgency {_of_100(verdict.urgency)}"
    yield f"confidence {_of_100(verdict.confidence)}"
    yield f"speaks {_plain([verdict.addressed])[0]}"
    yield from (
        f"{what}: {name}" for what, name in (("product", verdict.product), ("topic", verdict.topic)) if name
    )
    yield language(verdict.lang) or "language not known"


def _plain(values: Iterable[Enum]) -> list[str]:
    return [str(value.value).replace("_", " ") for value in values]


def _of_100(share: float) -> str:
    return f"{round(share * 100)} of 100"
