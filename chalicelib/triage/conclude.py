"""All that triage concludes about one post: what it is, what it speaks of, and where it goes."""

from collections.abc import Callable, Container, Sequence

from chalicelib.domain.brand import Brand
from chalicelib.domain.post import Post
from chalicelib.domain.verdict import Intent, Stage, Verdict
from chalicelib.triage.judge import ALONE, judge
from chalicelib.triage.language import language_of
from chalicelib.triage.route import Found, route
from chalicelib.triage.rules.risk import INJECTION, instructs_machines
from chalicelib.triage.structure import aside_for, is_own, put_aside
from chalicelib.triage.subject import with_subject

Look = Callable[[Verdict], Verdict]
"""Looks a verdict over, once triage's own stages have judged."""


def conclude(
    brand: Brand,
    post: Post,
    found: Found,
    *,
    thanks_are_done: bool = False,
    look: Look | None = None,
    spoken: Sequence[str] = (),
    stages: Container[Stage] = ALONE,
) -> Verdict:
    """The verdict on a post that was found there, routed by the brand's table.

    `thanks_are_done`: the post joins a case that has its reply, so that praise needs no further one. `look`
    is given each verdict on what others wrote. `spoken` are the languages that the author wrote in before,
    the latest first: they tell that of a post too short to tell it. `stages` are those that are switched on.
    """
    verdict = with_subject(_judged(brand, post, thanks_are_done, look, spoken, stages), brand, post.text)
    return route(verdict, brand, found)


def _judged(
    brand: Brand,
    post: Post,
    thanks_are_done: bool,
    look: Look | None,
    spoken: Sequence[str],
    stages: Container[Stage],
) -> Verdict:
    verdict = judge(
        post.text,
        lang=language_of(post.text, post.lang, spoken) if spoken else post.lang,
        own_handles=brand.handles,
        brand_names=brand.names,
        addressed=any(post.addresses(handle) for handle in brand.handles),
        stages=stages,
    )
    if INJECTION not in verdict.risk and instructs_machines(post.author.name):
        verdict = verdict.model_copy(update={"risk": (*verdict.risk, INJECTION)})
    if is_own(brand, post):
        return put_aside(verdict, "the brand's own post")
    if Stage.STRUCTURE in stages and (why := aside_for(brand, post, verdict)):
        return put_aside(verdict, why)
    verdict = look(verdict) if look else verdict
    if thanks_are_done and verdict.intent is Intent.PRAISE:
        return put_aside(verdict, "thanks for our reply")
    return verdict
