"""One run of one search: page by page, each stored and remembered before the next."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from chalicelib.allowances import take
from chalicelib.domain.brand import Brand, Search, SearchKind
from chalicelib.domain.caps import Bought, Draw, draws, next_day, search_purse
from chalicelib.domain.errors import (
    BudgetExhaustedError,
    LeaseLostError,
    NetworkUnavailableError,
    StoreUnavailableError,
    TerminalError,
)
from chalicelib.domain.post import Post
from chalicelib.domain.search_state import SearchState
from chalicelib.listen.bounds import finish_run, next_run
from chalicelib.listen.copies import with_copies
from chalicelib.listen.room import LEASE, MOST_PAGES, PAGE_SIZE, ListenRoom
from chalicelib.ports import Bounds, PostPage, Topic
from chalicelib.telemetry import logger

# A page needs at most this long, its storing included; less time than that is left to the next run.
PAGE_SECONDS = 30.0


def listen(room: ListenRoom, brand: Brand, search: Search, owner: str) -> int:
    """Run the search if it is due and nobody else does. Returns how many posts were new.

    Whatever stops a run, the state says where it stood, and the next run goes on from there.
    """
    now = room.clock()
    state = room.store.lease_search(brand.brand, search.id, owner, now, now + LEASE)
    if state is None:
        return 0
    before, new = state.stored, list[Post]()
    try:
        state = _read(room, brand, search, owner, state, new)
    except LeaseLostError:
        logger.warning("another worker took the search over", extra={"search": search.id})
        return 0
    finally:
        _hint(room, brand, new)
    room.store.save_search(brand.brand, owner, state, release=True)
    return state.stored - before


def _read(
    room: ListenRoom, brand: Brand, search: Search, owner: str, state: SearchState, new: list[Post]
) -> SearchState:
    for _ in range(MOST_PAGES):
        begun = next_run(state, room.clock(), room.look_back, room.overlap)
        if begun is None or room.seconds_left() < PAGE_SECONDS:
            return state
        state = begun
        try:
            page = _page(room, brand, search, state)
        except (NetworkUnavailableError, BudgetExhaustedError, TerminalError) as error:
            return _stopped(room, search, state, error)
        state = _stored(room, brand, search, state, page, new)
        room.store.save_search(brand.brand, owner, state)
    return state


def _page(room: ListenRoom, brand: Brand, search: Search, state: SearchState) -> PostPage:
    taken = take(room.store, brand.brand, _draws(room, brand, search), PAGE_SIZE)
    run = state.run
    assert run is not None
    bounds = Bounds(
        since_id=run.since_id,
        until_id=run.until_id,
        start_time=run.start_time,
        page=run.next_page,
        page_size=PAGE_SIZE,
    )
    try:
        page = _ask(room, search, bounds)
    except (NetworkUnavailableError, TerminalError) as error:
        if not (isinstance(error, NetworkUnavailableError) and error.may_be_billed):
            taken.settle(0)
        raise
    taken.settle(len(page.posts))
    return page


def _draws(room: ListenRoom, brand: Brand, search: Search) -> tuple[Draw, ...]:
    now = room.clock()
    caps = room.controls.desk(brand.brand, search.desk).caps_in_force
    own = Draw(search_purse(search.id, now), search.reads_per_day, next_day(now))
    return (own, *draws(Bought.READS, search.desk, caps, now))


def _ask(room: ListenRoom, search: Search, bounds: Bounds) -> PostPage:
    if search.kind is SearchKind.MENTIONS:
        return room.network.mentions(str(search.account), bounds)
    return room.network.search(query_of(search), bounds)


def query_of(search: Search) -> str:
    """The query with the search's languages, in the network's own words."""
    languages = " OR ".join(f"lang:{language}" for language in search.languages)
    return f"({search.query}) ({languages})" if languages else str(search.query)


def _stored(
    room: ListenRoom, brand: Brand, search: Search, state: SearchState, page: PostPage, new: list[Post]
) -> SearchState:
    run = state.run
    assert run is not None
    heard = [
        post.model_copy(update={"found_by": search.id})
        for post in with_copies(page.posts)
        if post.author.handle.lower() not in brand.handles
    ]
    refs = room.store.add_posts(brand.brand, heard, f"{search.id}:{state.pages}", room.clock())
    new += [post for post in heard if post.ref in refs]
    if refs:
        logger.info("posts were heard", extra={"search": search.id, "posts": list(refs)})
    if run.next_page is None and page.newest_id:
        newest_time = max((post.created_at for post in page.posts), default=run.begun_at)
        run = run.model_copy(update={"newest": page.newest_id, "newest_time": newest_time})
    run = run.model_copy(update={"next_page": page.next_page})
    state = state.model_copy(
        update={
            "run": run,
            "pages": state.pages + 1,
            "stored": state.stored + len(refs),
            "problem": "",
            "wait_until": None,
        }
    )
    if page.next_page:
        return state
    finished = finish_run(state, room.overlap)
    if run.second_pass:
        return finished
    return finished.model_copy(update={"next_run_at": run.begun_at + timedelta(seconds=search.every_seconds)})


def _stopped(room: ListenRoom, search: Search, state: SearchState, error: Exception) -> SearchState:
    """Why the run stopped and when to go on. A refused page is given up: the run begins anew."""
    logger.warning("listening stopped", extra={"search": search.id, "reason": type(error).__name__})
    keeps_its_place = isinstance(error, NetworkUnavailableError | BudgetExhaustedError)
    changes: dict[str, object] = {"problem": str(error), "wait_until": _wait_until(room, search, error)}
    return state.model_copy(update=changes if keeps_its_place else changes | {"run": None})


def _wait_until(room: ListenRoom, search: Search, error: Exception) -> datetime:
    now = room.clock()
    if isinstance(error, BudgetExhaustedError):
        return error.renewed_at or next_day(now)
    asked = error.not_before if isinstance(error, NetworkUnavailableError) else None
    return asked or now + timedelta(seconds=search.every_seconds)


def _hint(room: ListenRoom, brand: Brand, new: Sequence[Post]) -> None:
    """Oldest first, after all pages: pages come newest first, and who wrote first founds the case."""
    oldest_first = sorted(new, key=lambda post: (post.created_at, post.ref))
    try:
        room.messages.send(Topic.TRIAGE, [{"brand": brand.brand, "post": post.ref} for post in oldest_first])
    except StoreUnavailableError:
        # The posts are stored as owing their triage; the sweep finds them.
        logger.warning("the hints to triage were lost", extra={"brand": brand.brand, "posts": len(new)})
