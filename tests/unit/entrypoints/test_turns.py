"""One case, search or message that fails keeps no other from its turn, and does not fail in silence."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from app import app
from chalicelib.adapters.memory.circuits import MemoryCircuits
from chalicelib.adapters.memory.messages import MemoryMessages
from chalicelib.adapters.memory.store import MemoryStore
from chalicelib.adapters.secrets.keyring import Keyring
from chalicelib.adapters.secrets.memory import MemorySecrets
from chalicelib.adapters.x.credentials import sandbox_credentials
from chalicelib.adapters.x.network import XNetwork
from chalicelib.bootstrap import Services
from chalicelib.control.switch import start, stop
from chalicelib.domain.case import Case
from chalicelib.domain.errors import StoreUnavailableError
from chalicelib.domain.owned import OwnPost
from chalicelib.domain.search_state import SearchState
from chalicelib.domain.state import State
from chalicelib.entrypoints import services as installed
from chalicelib.entrypoints.in_turn import Turn, in_turn
from chalicelib.entrypoints.services import install
from chalicelib.entrypoints.sweep import sweep
from chalicelib.policy.engine import Rules
from chalicelib.ports import Dossier
from chalicelib.publish.send import publish
from chalicelib.review.decide import approve
from chalicelib.settings import Settings
from sandbox.lambdas import Context, Handler, run_schedule
from sandbox.network.faults import FaultKind
from tests.support.prompting import unchanged
from tests.support.rig import BRAND, TEXT, Rig, a_rig

B = BRAND.brand


@pytest.fixture
def rig() -> Iterator[Rig]:
    before = list(installed._installed)
    with a_rig(read_timeout=0.5) as made:
        yield made
    installed._installed[:] = before


def services_of(rig: Rig) -> Services:
    rules: Rules = rig.publishing.rules
    return Services(
        settings=Settings(prompts_dir=Path("prompts")),
        brands={B: BRAND},
        prompts=unchanged({}),
        rules=rules,
        store=rig.store,
        controls=rig.controls,
        messages=rig.messages,
        network=rig.x,
        circuits=MemoryCircuits(),
        keyring=Keyring(MemorySecrets({})),
        clock=rig.clock,
    )


def unknown_case(rig: Rig, by: str) -> Case:
    case = rig.waiting_case(by=by)
    approve(rig.reviewing, B, case.id, text=f"{TEXT} {by}", seen=1, who="ana")
    rig.street.faults.arm(FaultKind.DROP_AFTER, "create")
    publish(rig.publishing, B, case.id)
    return case


class Cursed(MemoryStore):
    """Fails in an unforeseen way for one case, and for one search."""

    def __init__(self) -> None:
        super().__init__()
        self.case_id, self.search = "", ""

    def dossier(self, brand: str, case_id: str) -> Dossier:
        if case_id == self.case_id:
            raise KeyError("unforeseen")
        return super().dossier(brand, case_id)

    def save_search(self, brand: str, owner: str, state: SearchState, *, release: bool = False) -> None:
        if state.search == self.search:
            raise KeyError("unforeseen")
        super().save_search(brand, owner, state, release=release)


def test_a_case_that_fails_keeps_no_other_case_from_being_swept(rig: Rig) -> None:
    rig.store = store = Cursed()
    cursed, other = unknown_case(rig, "walker"), unknown_case(rig, "climber")
    store.case_id = cursed.id
    with pytest.raises(KeyError):
        sweep(services_of(rig), lambda: 600.0)
    assert rig.store.case(B, other.id).state is State.POSTED


class Counted(XNetwork):
    """Counts how often the account's own posts are read."""

    reads = 0

    def own_posts(self, account: str, since: datetime) -> tuple[OwnPost, ...]:
        self.reads += 1
        return super().own_posts(account, since)


def test_a_sweep_reads_an_accounts_own_posts_once_for_all_of_its_cases(rig: Rig) -> None:
    cases = [unknown_case(rig, who) for who in ("walker", "climber", "swimmer")]
    network = Counted(sandbox_credentials(["tarnhollow", "tarnhollowcare"]), rig.address, clock=rig.clock)
    sweep(services_of(rig)._replace(network=network), lambda: 600.0)
    assert {rig.store.case(B, case.id).state for case in cases} == {State.POSTED}
    assert network.reads == 1


def test_while_everything_is_stopped_no_hint_to_publish_is_sent_again(rig: Rig) -> None:
    case = rig.waiting_case()
    approve(rig.reviewing, B, case.id, text=TEXT, seen=1, who="ana")
    rig.messages = messages = MemoryMessages()
    rig.clock.forward(minutes=2)
    stop(rig.controls, rig.clock, who="ana", why="a storm")
    sweep(services_of(rig), lambda: 600.0)
    assert messages.take("publish") == []
    start(rig.controls, rig.clock, who="ana")
    sweep(services_of(rig), lambda: 600.0)
    assert messages.take("publish") == [{"brand": B, "case": case.id}]


def test_hints_are_not_sent_again_while_those_sent_again_may_be_on_their_way(rig: Rig) -> None:
    rig.hear("@tarnhollowcare my tent leaks")
    rig.messages = messages = MemoryMessages()
    counts = []
    for seconds in (40, 1, 28, 2):
        rig.clock.forward(seconds=seconds)
        sweep(services_of(rig), lambda: 600.0)
        counts.append(len(messages.take("triage")))
    assert counts == [1, 0, 0, 1]


def test_a_search_that_fails_keeps_no_other_search_from_listening(rig: Rig) -> None:
    rig.store = store = Cursed()
    store.search = BRAND.searches[0].id
    install(services_of(rig))
    rig.street.create_post("walker", "my tarnhollow boots squeak")
    with pytest.raises(KeyError):
        run_schedule(app.handler_map["listen"], "listen", "tester")
    assert rig.store.search_state(B, BRAND.searches[1].id).stored == 1


def test_a_message_that_cannot_be_read_fails_alone_and_says_so(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    install(services_of(rig))
    post = rig.hear("@tarnhollowcare my tent leaks")
    bodies = ["no JSON", "[]", json.dumps({"brand": B}), json.dumps({"brand": B, "post": post.ref})]
    handler: Handler = app.handler_map["triage"]
    records = [{"messageId": str(n), "body": body, "eventSource": "aws:sqs"} for n, body in enumerate(bodies)]
    answer = handler({"Records": records}, Context("triage"))
    assert [one["itemIdentifier"] for one in answer["batchItemFailures"]] == ["0", "1", "2"]
    assert rig.store.post(B, post.ref)[1] is not None
    assert [record.getMessage() for record in caplog.records].count("a message failed") == 3


def test_every_call_has_its_turn_and_the_worst_failure_is_raised() -> None:
    made: list[int] = []

    def call(number: int, error: Exception | None) -> None:
        made.append(number)
        if error:
            raise error

    failures = [StoreUnavailableError("busy"), None, ValueError("unforeseen"), None]
    with pytest.raises(ValueError, match="unforeseen"):
        in_turn(Turn(partial(call, number, error), {}) for number, error in enumerate(failures))
    assert made == [0, 1, 2, 3]


def test_calls_that_may_be_repeated_are_said_to_be() -> None:
    def busy() -> None:
        raise StoreUnavailableError("busy")

    with pytest.raises(StoreUnavailableError):
        in_turn([Turn(busy, {})])
