"""From a post to its reply by one id, in the log of the functions; and nobody's words on the way."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from chalicelib.domain.errors import StoreUnavailableError
from chalicelib.domain.state import State
from chalicelib.entrypoints.in_turn import Turn, in_turn
from chalicelib.ports import Topic
from chalicelib.telemetry import NO_ID, about, logger
from sandbox.network.faults import FaultKind
from tests.support.handlers import SECRET, Deployment, deployed
from tests.support.logs import Lines, logged
from tests.support.rig import BRAND, TEXT, Rig, a_rig

B = BRAND.brand
MARK = "Zq7unheard"


@pytest.fixture
def rig() -> Iterator[Rig]:
    with a_rig(read_timeout=0.5) as made:
        yield made


@pytest.fixture
def deployment(rig: Rig) -> Iterator[Deployment]:
    with deployed(rig) as made:
        yield made


@pytest.fixture
def lines() -> Iterator[Lines]:
    with logged() as written:
        yield written


def case_of(rig: Rig, state: State = State.WAITING) -> str:
    (case,) = rig.store.queue(B, "support", state).cases
    return case.id


def by_hand(deployment: Deployment, case_id: str, text: str = TEXT) -> None:
    """A person approves it in the browser."""
    answer = deployment.post(f"/b/{B}/c/{case_id}/approve", text=text, seen="1")
    assert answer.status_code == 303, answer.body


def whole_loop(
    deployment: Deployment, text: str = "@tarnhollowcare my tent leaks", by: str = "walker"
) -> str:
    """Somebody posts, and is answered; the case's id."""
    rig = deployment.rig
    rig.clock.forward(seconds=61)
    rig.street.create_post(by, text)
    deployment.listen()
    deployment.take(Topic.TRIAGE)
    deployment.take(Topic.DRAFT)
    case_id = case_of(rig)
    by_hand(deployment, case_id, f"{TEXT} {by}")
    deployment.take(Topic.PUBLISH)
    return case_id


def what(line: dict[str, Any]) -> str:
    return f"{line['message']}: {', '.join(line['what'])}" if "what" in line else str(line["message"])


def test_a_post_can_be_followed_to_its_reply_and_each_step_shows_once(
    deployment: Deployment, lines: Lines
) -> None:
    case_id = whole_loop(deployment)
    (post_ref,) = deployment.rig.store.case(B, case_id).posts
    found = lines.naming(post_ref, case_id)
    assert [what(line) for line in found] == [
        "posts were heard",
        "a case changed: found, drafting",
        "a case changed: drafted",
        "a case changed: approved",
        "a case changed: publishing",
        "a case changed: posted",
    ]
    assert found[0]["posts"] == [post_ref]
    assert (found[1]["post"], found[1]["case"]) == (post_ref, case_id)
    assert {line["brand"] for line in found} == {B}
    assert all(line["function_request_id"] for line in found)
    assert {type(line["cold_start"]) for line in found} == {bool}


def test_a_post_that_joins_names_the_case_that_it_joins(deployment: Deployment, lines: Lines) -> None:
    rig = deployment.rig
    for text in ("@tarnhollowcare my tent leaks", "@tarnhollowcare and the pegs are broken, too"):
        rig.clock.forward(seconds=61)
        said = rig.street.create_post("walker", text)
        deployment.listen()
        deployment.take(Topic.TRIAGE)
    case_id = case_of(rig, State.DRAFTING)
    joined = [line for line in lines.naming(f"x:{said.id}") if "case" in line]
    assert [(line["case"], line["what"]) for line in joined] == [(case_id, ["joined"])]


def test_what_one_message_is_about_is_forgotten_at_the_next(deployment: Deployment, lines: Lines) -> None:
    rig = deployment.rig
    first, second = rig.waiting_case(by="one"), rig.waiting_case(by="two")
    lines.clear()
    bodies = [json.dumps({"brand": B, "case": case}) for case in (first.id, "gone", second.id)]
    deployment.deliver(Topic.DRAFT, *bodies, "not JSON", json.dumps({"brand": B, "case": "gone-too"}))
    gone = [line for line in lines if line["message"] == "nothing there any more"]
    assert [line["case"] for line in gone] == ["gone", "gone-too"]
    (failed,) = [line for line in lines if line["message"] == "a message failed"]
    assert ("case" in failed, failed["message_id"]) == (False, "3")
    lines.clear()
    logger.info("afterwards")
    assert not {"brand", "case", "function_request_id"} & set(next(iter(lines)))


def test_a_turn_that_fails_says_whose_it_was(lines: Lines) -> None:
    def busy() -> None:
        logger.info("inside")
        raise StoreUnavailableError("busy")

    with pytest.raises(StoreUnavailableError), about(function_request_id="r-1"):
        in_turn([Turn(busy, {"brand": B, "search": "mentions"})])
    told = [(line["message"], line["search"], line["function_request_id"]) for line in lines]
    assert told == [("inside", "mentions", "r-1"), ("a turn failed", "mentions", "r-1")]


def test_what_is_no_id_is_not_logged_as_one(lines: Lines) -> None:
    with about(case=f"{MARK} said\nsomething", brand=B):
        logger.info("here")
    (line,) = lines
    assert (line["case"], line["brand"]) == (NO_ID, B)


def test_of_an_exception_the_log_has_the_place_and_not_the_words(lines: Lines) -> None:
    try:
        try:
            raise KeyError(MARK)
        except KeyError as cause:
            raise ValueError(f"cannot read {MARK}") from cause
    except ValueError:
        logger.exception("it failed")
    (line,) = lines
    assert MARK not in lines.text
    assert line["exception"].endswith("ValueError from KeyError")
    assert "test_logs.py" in line["exception"]


def test_a_page_that_fails_in_an_unforeseen_way_says_about_what_and_not_in_whose_words(
    deployment: Deployment, lines: Lines
) -> None:
    def cursed(brand: str, case_id: str) -> None:
        raise KeyError(MARK)

    case = deployment.rig.waiting_case()
    deployment.rig.store.dossier = cursed  # type: ignore[assignment,method-assign]  # a fault of this test
    answer = deployment.post(f"/b/{B}/c/{case.id}/approve", text=MARK, seen="1")
    assert answer.status_code == 500
    (failed,) = [line for line in lines if line["level"] == "ERROR"]
    assert (failed["brand"], failed["case"], failed["exception_name"]) == (B, case.id, "KeyError")
    assert failed["function_request_id"]
    assert MARK not in lines.text


@pytest.fixture(scope="module")
def street() -> Iterator[Deployment]:
    with a_rig(read_timeout=0.3) as rig, deployed(rig) as made:
        yield made


TROUBLE = (None, FaultKind.DROP_AFTER, FaultKind.FORBIDDEN, FaultKind.SERVER_ERROR, FaultKind.MALFORMED)


# A world that goes on from example to example cannot be shrunk.
@settings(phases=(Phase.explicit, Phase.generate))
@given(
    text=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60),
    trouble=st.sampled_from(TROUBLE),
    endpoint=st.sampled_from(["create", "search", "mentions", "lookup"]),
)
def test_nobodys_words_and_no_secret_are_in_the_log(
    street: Deployment, text: str, trouble: FaultKind | None, endpoint: str
) -> None:
    rig = street.rig
    with logged() as lines:
        rig.street.faults.disarm()
        if trouble:
            rig.street.faults.arm(trouble, endpoint)
        rig.clock.forward(minutes=2)
        rig.street.create_post(f"p{len(text)}", f"@tarnhollowcare {MARK} {text}, my tent leaks!")
        street.listen()
        street.deliver(Topic.TRIAGE, json.dumps({"brand": f"{MARK} {text}", "post": text}), f"{MARK} {text}")
        street.work()
        for case in rig.store.queue(B, "support", State.WAITING, limit=2).cases:
            street.post(f"/b/{B}/c/{case.id}/approve", text=f"{MARK} {text}", seen="1")
        street.post(f"/b/{B}/c/{MARK} {text[:5]}/approve", text=text, seen="1")
        street.work()
        street.sweep()
        assert lines.text
        assert MARK not in lines.text
        assert SECRET not in lines.text
        assert "sandbox-tarnhollow" not in lines.text  # an access token


def test_every_sweep_tells_the_figures_that_alarms_watch(
    deployment: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    deployment.rig.waiting_case()
    capsys.readouterr()
    deployment.sweep()
    (figures,) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    (told,) = figures["_aws"]["CloudWatchMetrics"]
    assert told["Namespace"] == "Earshot"
    assert [sorted(dimensions) for dimensions in told["Dimensions"]] == [["service", "stage"]]
    assert (figures["service"], figures["stage"]) == ("earshot", "dev")
    names = ["OldestApprovalSeconds", "ListeningLagSeconds", "BudgetUsedPercent", "UnknownOutcomes"]
    assert [metric["Name"] for metric in told["Metrics"]] == names
    assert [figures[name] for name in names] == [[0.0]] * 4


def test_a_sweep_in_which_something_fails_tells_the_figures_all_the_same(
    deployment: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise StoreUnavailableError("busy")

    case = deployment.rig.waiting_case()
    by_hand(deployment, case.id)
    deployment.rig.clock.forward(minutes=5)
    deployment.rig.messages.send = busy  # type: ignore[method-assign]  # a fault of this test
    with pytest.raises(StoreUnavailableError):
        deployment.sweep()
    assert '"OldestApprovalSeconds":[300.0]' in capsys.readouterr().out
