"""A draft has what its desk learnt before it, and leaves what it could not answer."""

import pytest

from chalicelib.adapters.memory.controls import MemoryControls
from chalicelib.adapters.memory.store import MemoryStore
from chalicelib.domain import lifecycle
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.conversation import open_case
from chalicelib.domain.learnt import GapKind, Learnt
from chalicelib.domain.verdict import Intent, Risk
from chalicelib.draft.run import DraftRoom, draft_case
from chalicelib.ports import DraftRequest, Suggestion
from tests.support.values import BRAND, NOW, a_learnt, a_post, a_trace, a_verdict, heard
from tests.unit.draft.requests import sample

UNKNOWN = "@person3 asks: which astronaut chaired your zeppelin committee in 1911?"


class Listening:
    """A drafter that remembers what it was given."""

    def __init__(self) -> None:
        self.requests: list[DraftRequest] = []

    def suggest(self, request: DraftRequest) -> Suggestion:
        self.requests.append(request)
        return Suggestion(text="Thanks for asking! We will look into it.", lang="en", origin="model")


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(clock=lambda: NOW)


def draft(store: MemoryStore, case: Case, drafter: Listening | None = None) -> None:
    room = DraftRoom(
        store=store,
        controls=MemoryControls(),
        clock=lambda: NOW,
        brands={BRAND: sample().brand},
        prompts={BRAND: sample()},
        rules_version="rules-7",
        drafter=drafter,
    )
    draft_case(room, BRAND, case.id)


def asking(store: MemoryStore, risk: tuple[str, ...] = (), id: str = "1", text: str = UNKNOWN) -> Case:
    """A case that owes its draft."""
    post, verdict, trace = a_post(id, text, author=int(id)), a_verdict(Intent.QUESTION, risk=risk), a_trace()
    case = lifecycle.start_drafting(open_case(BRAND, heard(post, verdict), trace), trace)
    store.add_posts(BRAND, [post], f"page-{id}", NOW)
    store.commit(Change(case=case, events=tuple(trace.events), triaged=(post.ref, verdict)))
    return case


def test_a_question_that_nothing_answers_is_kept_for_the_owner_of_knowledge(store: MemoryStore) -> None:
    case = asking(store)
    draft(store, case)
    (gap,) = store.gaps(BRAND)
    assert (gap.kind, gap.case_id, gap.post) == (GapKind.NO_KNOWLEDGE, case.id, "x:1")
    assert gap.asked == "@someone asks: which astronaut chaired your zeppelin committee in [number]?"


def test_a_risky_question_is_kept_nowhere(store: MemoryStore) -> None:
    draft(store, asking(store, (Risk.PERSONAL_DATA.value,)))
    assert store.gaps(BRAND) == ()


def test_a_draft_has_what_the_desk_learnt_in_the_posts_language_and_nothing_of_its_own_case(
    store: MemoryStore,
) -> None:
    learnt = [a_learnt("x:8", lang="en-GB"), a_learnt("x:9", lang="de"), a_learnt("x:7", desk="sales")]
    own = a_learnt("x:1")
    for one in (*learnt, own, a_learnt("x:6", brand="other")):
        store.commit(_with(one))
    drafter = Listening()
    draft(store, asking(store), drafter)
    context = drafter.requests[0].context
    assert context
    assert context.learnt == (learnt[0],)


def _with(learnt: Learnt) -> Change:
    """A change of some other case that keeps it."""
    number = learnt.post.removeprefix("x:")
    trace = a_trace()
    case = open_case(learnt.brand, heard(a_post(f"9{number}", author=90 + int(number))), trace)
    return Change(case, tuple(trace.events), learnt=learnt)
