"""Where a post goes: the brand's routing table, applied to a verdict."""

from typing import NamedTuple

from chalicelib.domain.brand import Brand
from chalicelib.domain.post import Post
from chalicelib.domain.routing import Matter, Route, first_that_holds, may_be_closed
from chalicelib.domain.verdict import Said, Stage, Verdict
from chalicelib.triage.judge import ABOUT_AN_ORDER


class Found(NamedTuple):
    """Where a post was found: the desk of the search, and the search, where one is known.

    `stays` is the desk of the case that the post joins: no rule moves a case that people work on.
    """

    desk: str
    search: str | None = None
    stays: str | None = None


def found_for(brand: Brand, post: Post) -> str:
    """The desk of the search that found the post, else of the first whose account it addresses."""
    for search in brand.searches:
        if search.id == post.found_by:
            return search.desk
    for search in brand.searches:
        if search.account and post.addresses(search.account):
            return search.desk
    return next(iter(brand.desks))


def route(verdict: Verdict, brand: Brand, found: Found) -> Verdict:
    """The verdict with what the first rule that holds assigns, and a line that names the rule.

    A rule that closes the post leaves it without need of a reply, except where a risk forbids that.
    """
    about_an_order = any(reason.startswith(ABOUT_AN_ORDER) for reason in verdict.why)
    matter = Matter(verdict, found.search, about_an_order)
    rule = first_that_holds(brand.routes, brand.desks, matter)
    desk = found.stays or rule.then.desk or found.desk
    closed = rule.then.close if may_be_closed(verdict) else None
    what = f"rule “{rule.name}”: {_in_words(rule, desk, closed)}"
    return verdict.model_copy(
        update={
            "desk": desk,
            "account": rule.then.account,
            "rule": rule.name,
            "priority": rule.then.priority,
            "tags": rule.then.tags,
            "closed": closed,
            "needs_reply": verdict.needs_reply and closed is None,
            "stages": (*verdict.stages, Said(stage=Stage.ROUTING, what=what)),
            "why": (*verdict.why, f"routed by {what}"),
        }
    )


def with_priority(verdict: Verdict) -> Verdict:
    """The verdict as urgent as its rule says, where it says so and somebody has to answer."""
    if verdict.priority is None or not verdict.needs_reply:
        return verdict
    return verdict.model_copy(update={"urgency": verdict.priority})


def _in_words(rule: Route, desk: str, closed: str | None) -> str:
    then = rule.then
    words = [f"desk {desk}"]
    if then.account:
        words.append(f"as @{then.account}")
    if then.priority is not None:
        words.append(f"priority {then.priority:g}")
    if then.tags:
        words.append(f"tags {', '.join(then.tags)}")
    if closed:
        words.append(f"closed: {closed}")
    elif then.close:
        words.append("not closed, because of its risk")
    return ", ".join(words)
