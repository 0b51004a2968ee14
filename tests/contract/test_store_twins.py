"""Whatever is done to both, in whatever order, the twin and the real store give the same answers."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from chalicelib.adapters.dynamodb import DynamoStore
from chalicelib.adapters.dynamodb.table import create_table
from chalicelib.adapters.memory import MemoryStore
from chalicelib.domain import conversation, lifecycle
from chalicelib.domain.case import Case, WorkKind
from chalicelib.domain.change import Change, Membership
from chalicelib.domain.errors import (
    BudgetExhaustedError,
    ConflictError,
    IllegalMoveError,
    LeaseLostError,
    NotFoundError,
)
from chalicelib.domain.post import Post
from chalicelib.domain.state import State
from chalicelib.domain.trace import Trace
from chalicelib.ports import CasePage, Store
from tests.support.values import BRAND, DESK, NOW, a_draft, a_post, a_search_state, a_trace, an_edit, heard

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REFUSALS = (BudgetExhaustedError, ConflictError, LeaseLostError, NotFoundError)
BRANDS = st.sampled_from([BRAND, "other"])
NUMBERS = st.integers(1, 6)
MOMENTS = st.integers(0, 300).map(lambda minutes: NOW + timedelta(minutes=minutes))
LATEST = NOW + timedelta(days=3)

_numbers = count(1)


def the_post(number: int) -> Post:
    """Six posts of three authors in two conversations, hours apart."""
    at = NOW + timedelta(minutes=47 * number)
    return a_post(str(number), author=number % 3, conversation_id=str(number % 2), created_at=at)


class Stores(RuleBasedStateMachine):
    """Does the same to every store and compares what they say. Old cases and changes are used again too."""

    def __init__(self) -> None:
        super().__init__()
        self.stores = self.make_stores()
        self.cases: list[Case] = []
        self.changes: list[Change] = []
        self.steps = 0

    def make_stores(self) -> list[Store]:
        return [MemoryStore()]

    def same(self, ask: Callable[[Store], Any]) -> Any:
        """The common answer; a refusal counts as one, and is told by its kind."""
        answers = [self.answer(store, ask) for store in self.stores]
        assert all(answer == answers[0] for answer in answers), answers
        return answers[0]

    @staticmethod
    def answer(store: Store, ask: Callable[[Store], Any]) -> Any:
        try:
            return ask(store)
        except REFUSALS as refusal:
            return next(kind for kind in REFUSALS if isinstance(refusal, kind))

    def trace(self) -> Trace:
        self.steps += 1
        return a_trace(f"step {self.steps}", NOW + timedelta(minutes=self.steps))

    def commit(self, change: Change) -> None:
        if self.same(lambda store: store.commit(change)) is None:
            self.changes.append(change)
            self.cases.append(change.case)

    @rule(
        brand=BRANDS,
        numbers=st.lists(NUMBERS, max_size=4),
        page=st.sampled_from(["p1", "p2", "p3"]),
        at=MOMENTS,
    )
    def hear(self, brand: str, numbers: list[int], page: str, at: Any) -> None:
        posts = [the_post(number) for number in numbers]
        self.same(lambda store: store.add_posts(brand, posts, page, at))

    @rule(
        brand=BRANDS,
        number=NUMBERS,
        by_author=st.booleans(),
        seen=st.sampled_from([None, "nobody", "as it is"]),
    )
    def open_case(self, brand: str, number: int, by_author: bool, seen: str | None) -> None:
        post, trace = the_post(number), self.trace()
        told: Any = self.same(lambda store: store.members(brand, post))
        talk, author = told if seen == "as it is" else (seen, seen)
        case = conversation.open_case(brand, heard(post), trace)
        pointing = Membership(
            author_id=post.author.id,
            conversation_id=post.conversation_id,
            case_id=case.id,
            at=trace.at,
            by_author=by_author,
            seen_for_conversation=talk,
            seen_for_author=author,
        )
        drafting = lifecycle.start_drafting(case, trace)
        triaged = (post.ref, drafting.verdict)
        self.commit(Change(drafting, tuple(trace.events), triaged=triaged, membership=pointing))

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), move=st.sampled_from(["claim", "draft", "ignore", "reject", "hurry", "join"]))
    def change(self, data: st.DataObject, move: str) -> None:
        case, trace = data.draw(st.sampled_from(self.cases)), self.trace()
        try:
            change = self.moved(case, move, trace, data)
        except IllegalMoveError:
            return
        self.commit(change)

    def moved(self, case: Case, move: str, trace: Trace, data: st.DataObject) -> Change:
        match move:
            case "claim":
                changed = lifecycle.claim(case, trace, trace.who, trace.at + timedelta(minutes=5))
            case "draft":
                draft = a_draft(case, data.draw(st.sampled_from(["draft-1", "draft-2"])))
                changed = lifecycle.present(case, draft, trace)
                return Change(changed, tuple(trace.events), draft=draft)
            case "ignore":
                changed = lifecycle.ignore(case, trace, "for a test")
            case "reject":
                changed = lifecycle.reject(case, trace, "for a test")
            case "hurry":
                changed = trace.change(case, "hurried", "for a test", due_at=data.draw(MOMENTS))
            case _:
                post = the_post(data.draw(NUMBERS))
                changed = conversation.join(case, heard(post), trace)
                triaged = (post.ref, changed.verdict)
                return Change(changed, tuple(trace.events), triaged=triaged)
        return Change(changed, tuple(trace.events))

    @precondition(lambda self: self.changes)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        change = data.draw(st.sampled_from(self.changes))
        assert self.same(lambda store: store.commit(change)) is None

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), text=st.text(max_size=20))
    def edit(self, data: st.DataObject, text: str) -> None:
        case = data.draw(st.sampled_from(self.cases))
        self.same(lambda store: store.save_edit(case.brand, case.id, an_edit(text)))

    @rule(brand=BRANDS, owner=st.sampled_from(["one", "two"]), now=MOMENTS)
    def lease(self, brand: str, owner: str, now: Any) -> None:
        until = now + timedelta(minutes=30)
        self.same(lambda store: store.lease_search(brand, "mentions", owner, now, until))

    @rule(brand=BRANDS, owner=st.sampled_from(["one", "two"]), pages=NUMBERS, release=st.booleans())
    def save(self, brand: str, owner: str, pages: int, release: bool) -> None:
        state = a_search_state().model_copy(update={"pages": pages})
        self.same(lambda store: store.save_search(brand, owner, state, release=release))
        self.same(lambda store: store.search_state(brand, "mentions"))

    @rule(brand=BRANDS, amount=st.integers(0, 60), allowance=st.integers(0, 100))
    def reserve(self, brand: str, amount: int, allowance: int) -> None:
        self.same(lambda store: store.reserve(brand, "reads", amount, allowance))

    @rule(brand=BRANDS, reserved=st.integers(0, 60), used=st.integers(0, 60))
    def settle(self, brand: str, reserved: int, used: int) -> None:
        self.same(lambda store: store.settle(brand, "reads", reserved, used))

    @rule(brand=BRANDS, state=st.sampled_from(State), limit=st.integers(1, 3))
    def walk(self, brand: str, state: State, limit: int) -> None:
        page: str | None = None
        while True:
            page = self.look(brand, state, limit, page).next_page
            if page is None:
                return

    def look(self, brand: str, state: State, limit: int, page: str | None) -> CasePage:
        found = self.same(lambda store: store.queue(brand, DESK, state, limit=limit, page=page))
        assert isinstance(found, CasePage)
        return found

    @rule(brand=BRANDS, kind=st.sampled_from(WorkKind), now=MOMENTS, limit=st.integers(1, 4))
    def owed(self, brand: str, kind: WorkKind, now: Any, limit: int) -> None:
        self.same(lambda store: store.due(brand, kind, now, limit))

    def teardown(self) -> None:
        latest = {(case.brand, case.id) for case in self.cases}
        for brand, case_id in latest:
            self.look_into(brand, case_id)
        for brand in (BRAND, "other"):
            queued = [case.id for state in State for case in self.look(brand, state, 25, None).cases]
            assert sorted(queued) == sorted(case_id for owner, case_id in latest if owner == brand)
            for kind in WorkKind:
                self.owed_at_last(brand, kind)

    def look_into(self, brand: str, case_id: str) -> None:
        dossier = self.same(lambda store: store.dossier(brand, case_id))
        assert [event.version for event in dossier.events] == list(range(1, dossier.case.version + 1))
        assert dossier.events[-1].to_state is dossier.case.state

    def owed_at_last(self, brand: str, kind: WorkKind) -> None:
        self.same(lambda store: store.due(brand, kind, LATEST))


def test_the_twin_keeps_state_and_events_in_step() -> None:
    run_state_machine_as_test(Stores, settings=settings(max_examples=settings().max_examples // 2))


def test_the_twin_and_the_real_store_agree(dynamodb: "DynamoDBClient") -> None:
    class Both(Stores):
        def make_stores(self) -> list[Store]:
            name = f"earshot-twins-{next(_numbers)}"
            create_table(dynamodb, name)
            return [MemoryStore(), DynamoStore(name, dynamodb)]

    examples = max(8, settings().max_examples // 8)
    run_state_machine_as_test(Both, settings=settings(max_examples=examples, stateful_step_count=30))
