"""The page of a brand's routing table, where posts can be tried. It changes nothing and keeps nothing."""

from collections.abc import Iterable, Iterator

from chalicelib.console.answer import Answer
from chalicelib.console.problems import Problem, problem_of
from chalicelib.console.render import render
from chalicelib.console.views.routing_view import RoutingPage, TriedView, rule_views, tried_view
from chalicelib.console.visit import Visit
from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import BadInputError, NotFoundError
from chalicelib.domain.post import Post
from chalicelib.domain.state import State
from chalicelib.triage.conclude import conclude
from chalicelib.triage.pasted import pasted
from chalicelib.triage.route import Found, found_for

MOST = 20
# Where posts that were heard are found: what waits, what was put aside, what has its reply.
HEARD = (State.WAITING, State.IGNORED, State.POSTED)


def show(visit: Visit, brand: str) -> Answer:
    """The page; `?heard=1` tries the table on posts that were heard."""
    of = visit.brand(brand)
    tried = _tried(visit, of, _heard(visit, of)) if visit.query.get("heard") else None
    return _page(visit, of, tried)


def try_out(visit: Visit, brand: str) -> Answer:
    """The page with what becomes of the posts that were pasted, one a line."""
    of, now = visit.brand(brand), visit.services.review.clock()
    lines = [line.strip() for line in visit.form.text("posts").split("\n") if line.strip()]
    if not 0 < len(lines) <= MOST:
        said = f"{len(lines)} were given" if lines else "none was given"
        wrong = BadInputError(f"up to {MOST} posts can be tried at once, one a line; {said}")
        return _page(visit, of, None, problem_of(wrong))
    posts = (pasted(line, number, now) for number, line in enumerate(lines, 1))
    return _page(visit, of, _tried(visit, of, posts))


def _tried(visit: Visit, brand: Brand, posts: Iterable[Post]) -> tuple[TriedView, ...]:
    return tuple(_try(visit, brand, post) for post in posts)


def _try(visit: Visit, brand: Brand, post: Post) -> TriedView:
    found = found_for(brand, post)
    verdict = conclude(brand, post, Found(found, post.found_by))
    rules, desk = visit.services.review.rules, verdict.desk or found
    return tried_view(post.text, verdict, rules.rule_on(brand, desk, post, account=verdict.account).account)


def _heard(visit: Visit, brand: Brand) -> Iterator[Post]:
    """Posts of the brand's cases, latest first."""
    store = visit.services.review.store
    cases = [
        case
        for desk in brand.desks
        for state in HEARD
        for case in store.queue(brand.brand, desk, state, limit=MOST).cases
    ]
    for case in sorted(cases, key=lambda case: case.last_post_at, reverse=True)[:MOST]:
        try:
            yield store.post(brand.brand, case.parent)[0]
        except NotFoundError:  # Erased since.
            continue


def _page(
    visit: Visit, brand: Brand, tried: tuple[TriedView, ...] | None, problem: Problem | None = None
) -> Answer:
    page = RoutingPage(
        rules=rule_views(brand),
        products=tuple(brand.products),
        topics=tuple(brand.topics),
        tried=tried,
        typed=visit.form.text("posts"),
        problem=problem,
    )
    body = render(
        "routing.html",
        urls=visit.urls,
        assets_dir=visit.services.settings.assets_dir,
        frame=visit.frame("Routing", brand.brand),
        brand=brand,
        page=page,
        most=MOST,
        here=visit.urls.routing(brand.brand),
    )
    return Answer(body, problem.status if problem else 200)
