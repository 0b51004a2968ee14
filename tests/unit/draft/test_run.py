"""The step: one draft for a conversation, however often and however badly it is asked for."""

from collections.abc import Callable

import pytest

from chalicelib.adapters.memory.controls import MemoryControls
from chalicelib.adapters.memory.store import MemoryStore
from chalicelib.domain import lifecycle
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.conversation import join, open_case
from chalicelib.domain.draft import Draft
from chalicelib.domain.errors import ConflictError, NotFoundError, StoreUnavailableError
from chalicelib.domain.state import State
from chalicelib.domain.verdict import Verdict
from chalicelib.draft.run import ATTEMPTS, DraftRoom, draft_case, draft_id_for
from chalicelib.ports import DraftRequest, Suggestion
from tests.support.values import (
    BRAND,
    NOW,
    a_post,
    a_reply,
    a_trace,
    a_verdict,
    an_approval,
    an_attempt,
    heard,
)
from tests.unit.draft.requests import sample

POST = a_post(text="my parcel is late")


class Counting:
    """A drafter that counts how often it is asked, and does something each time."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.asked = 0
        self._meanwhile = meanwhile

    def suggest(self, request: DraftRequest) -> Suggestion:
        self.asked += 1
        self._meanwhile()
        return Suggestion(text=f"Text number {self.asked}.", lang="en", origin="model")


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def room(store: MemoryStore, drafter: Counting | None = None) -> DraftRoom:
    brand = sample().brand
    return DraftRoom(
        store=store,
        controls=MemoryControls(),
        clock=lambda: NOW,
        brands={BRAND: brand},
        prompts={BRAND: sample()},
        rules_version="rules-7",
        drafter=drafter,
    )


def a_case_in(store: MemoryStore, verdict: Verdict | None = None) -> Case:
    """A case that owes its first draft."""
    trace, verdict = a_trace(), verdict or a_verdict()
    case = lifecycle.start_drafting(open_case(BRAND, heard(POST, verdict), trace), trace)
    store.add_posts(BRAND, [POST], "page-1", NOW)
    store.commit(Change(case=case, events=tuple(trace.events), triaged=(POST.ref, verdict)))
    return case


def test_a_case_gets_its_draft_and_waits(store: MemoryStore) -> None:
    case = a_case_in(store)
    draft_case(room(store), BRAND, case.id)
    dossier = store.dossier(BRAND, case.id)
    assert dossier.case.state is State.WAITING
    assert dossier.draft is not None
    assert dossier.draft.sources == ("reply:late-delivery", "knowledge:delivery-times")
    assert dossier.draft.rules_version == "rules-7"
    assert dossier.events[-1].what == "drafted"


def test_asking_again_changes_nothing(store: MemoryStore) -> None:
    case = a_case_in(store)
    drafter = Counting()
    draft_case(room(store, drafter), BRAND, case.id)
    before = store.dossier(BRAND, case.id)
    draft_case(room(store, drafter), BRAND, case.id)
    assert store.dossier(BRAND, case.id) == before
    assert drafter.asked == 1


def test_a_lost_answer_leaves_one_draft(store: MemoryStore) -> None:
    case = a_case_in(store)
    store.faults.lose_answer()
    with pytest.raises(StoreUnavailableError):
        draft_case(room(store), BRAND, case.id)
    draft_case(room(store), BRAND, case.id)
    assert [draft.id for draft in store.dossier(BRAND, case.id).drafts] == [draft_id_for(case)]


def test_after_a_conflict_the_case_is_read_again_and_the_text_kept(store: MemoryStore) -> None:
    case = a_case_in(store)

    def somebody_claims() -> None:
        trace = a_trace("mara")
        current = store.case(BRAND, case.id)
        claimed = lifecycle.claim(current, trace, "mara", NOW)
        store.commit(Change(case=claimed, events=tuple(trace.events)))

    drafter = Counting(somebody_claims)
    draft_case(room(store, drafter), BRAND, case.id)
    dossier = store.dossier(BRAND, case.id)
    assert drafter.asked == 1
    assert dossier.draft is not None
    assert dossier.draft.text == "Text number 1."
    assert dossier.case.state is State.WAITING


def test_a_conversation_that_went_on_gets_another_draft(store: MemoryStore) -> None:
    case = a_case_in(store)
    drafter = Counting(lambda: _another_post(store, case.id) if drafter.asked == 1 else None)
    draft_case(room(store, drafter), BRAND, case.id)
    dossier = store.dossier(BRAND, case.id)
    assert drafter.asked == 2
    assert [draft.conversation_version for draft in dossier.drafts] == [2]
    assert dossier.draft is not None
    assert dossier.draft.text == "Text number 2."


def test_when_somebody_else_was_faster_nothing_is_added(store: MemoryStore) -> None:
    case = a_case_in(store)
    drafter = Counting(lambda: draft_case(room(store), BRAND, case.id))
    draft_case(room(store, drafter), BRAND, case.id)
    assert len(store.dossier(BRAND, case.id).drafts) == 1


def test_endless_conflict_is_given_up(store: MemoryStore) -> None:
    case = a_case_in(store)
    store.faults.conflict(times=ATTEMPTS)
    with pytest.raises(ConflictError):
        draft_case(room(store), BRAND, case.id)
    assert store.case(BRAND, case.id).state is State.DRAFTING


def test_a_case_that_is_not_there_is_said(store: MemoryStore) -> None:
    with pytest.raises(NotFoundError):
        draft_case(room(store), BRAND, "none")


@pytest.mark.parametrize("lang", ["en", "es", "de", "fr", "tr", "el", "pl", "lv", "pt", "ja"])
def test_who_answers_our_reply_is_not_told_the_same_again(store: MemoryStore, lang: str) -> None:
    verdict = a_verdict(lang=lang)
    case = a_case_in(store, verdict)
    drafts: list[Draft] = []
    for number in range(2, 5):
        draft_case(room(store), BRAND, case.id)
        draft = store.dossier(BRAND, case.id).draft
        assert draft is not None
        drafts.append(draft)
        _posted(store, case.id, draft.text, number)
        _another_post(store, case.id, verdict, number=1000 + number)
    assert len({draft.text for draft in drafts}) == 3
    assert {draft.lang for draft in drafts} == {lang}
    assert {draft.sources for draft in drafts[1:]} == {("reply:follow-up-1",), ("reply:follow-up-2",)}
    assert all(check.passed for draft in drafts for check in draft.checks)


def _posted(store: MemoryStore, case_id: str, text: str, number: int) -> None:
    case = store.case(BRAND, case_id)
    approval = an_approval(case, f"approval-{number}", text=text)
    attempt = an_attempt(approval.id, f"attempt-{number}")
    reply = a_reply(approval, f"70{number}")
    trace = a_trace("mara")
    approved = lifecycle.approve(case, approval, trace)
    begun = lifecycle.begin(approved, approval, attempt, trace)
    settled = lifecycle.settle(begun, approval, reply, trace)
    store.commit(
        Change(case=settled, events=tuple(trace.events), approval=approval, attempt=attempt, reply=reply)
    )


def _another_post(
    store: MemoryStore, case_id: str, verdict: Verdict | None = None, *, number: int = 1002
) -> None:
    trace, verdict = a_trace(), verdict or a_verdict()
    post = a_post(id=str(number), text="hello?", conversation_id=POST.conversation_id)
    store.add_posts(BRAND, [post], f"page-{number}", NOW)
    joined = join(store.case(BRAND, case_id), heard(post, verdict), trace)
    store.commit(Change(case=joined, events=tuple(trace.events), triaged=(post.ref, verdict)))
