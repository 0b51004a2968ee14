"""Brings a store to where a test begins."""

from chalicelib.domain import lifecycle
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.draft import Draft
from chalicelib.domain.post import Post
from chalicelib.domain.trace import Trace
from chalicelib.ports import Store
from tests.support.values import BRAND, NOW, a_draft, a_trace, an_opening, heard


def hear(store: Store, post: Post, brand: str = BRAND) -> Change:
    """Store the post and open its case; the change that did it. State `drafting`."""
    store.add_posts(brand, [post], f"page of {post.ref}", NOW)
    change = an_opening(heard(post), brand=brand)
    store.commit(change)
    return change


def drafted(case: Case, draft: Draft | None = None, trace: Trace | None = None) -> Change:
    """The change that puts a draft before people. Not committed."""
    trace, draft = trace or a_trace(), draft or a_draft(case)
    waiting = lifecycle.present(case, draft, trace)
    return Change(waiting, tuple(trace.events), draft=draft)


def wait_for_people(store: Store, post: Post, brand: str = BRAND) -> Case:
    """Store the post, open its case and draft a reply. State `waiting`."""
    change = drafted(hear(store, post, brand).case)
    store.commit(change)
    return change.case
