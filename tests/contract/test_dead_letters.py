"""Messages that were put aside, in the twin and on the emulator; and `earshot redrive` on both."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from chalicelib.adapters.dynamodb.client import sqs_client
from chalicelib.adapters.dynamodb.dead_letters import SqsDeadLetters
from chalicelib.adapters.dynamodb.messages import TRIES, create_queues, find_queues
from chalicelib.adapters.memory.dead_letters import MemoryDeadLetters
from chalicelib.adapters.memory.messages import MemoryMessages
from chalicelib.control.redrive import Redriven, redrive
from chalicelib.domain.errors import NotFoundError, StoreUnavailableError
from chalicelib.ports import TOPICS, DeadLetter, DeadLetters, Topic
from cli.redrive import redrive as command
from sandbox.emulator import REGION, Emulator
from tests.contract.test_store_messages import taken_from
from tests.support.values import BRAND, NOW

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_numbers = count(1)


@dataclass
class Way:
    """Dead letters, how a message gets among them, and what is in the live queue afterwards."""

    dead: DeadLetters
    lay_aside: Callable[[str, str], None]
    live: Callable[[str], list[dict[str, str]]]


def in_memory() -> Way:
    messages = MemoryMessages()
    dead = MemoryDeadLetters(messages)

    def lay_aside(topic: str, text: str) -> None:
        dead.lay_aside(topic, DeadLetter(str(next(_numbers)), text, TRIES, NOW))

    return Way(dead, lay_aside, lambda topic: messages.take(topic, 1_000))


def on_the_emulator(client: "SQSClient") -> Way:
    urls = create_queues(client, f"earshot-dead-{next(_numbers)}", TOPICS)

    def lay_aside(topic: str, text: str) -> None:
        client.send_message(QueueUrl=urls[topic], MessageBody=text)
        for _ in range(TRIES + 1):
            client.receive_message(QueueUrl=urls[topic], VisibilityTimeout=0, MaxNumberOfMessages=10)

    return Way(
        SqsDeadLetters(client, urls, wait_seconds=0), lay_aside, lambda topic: taken_from(client, urls[topic])
    )


@pytest.fixture
def client(emulator: Emulator) -> "SQSClient":
    return sqs_client(REGION, emulator.endpoint)


@pytest.fixture(params=["memory", "sqs"])
def way(request: pytest.FixtureRequest) -> Way:
    if request.param == "memory":
        return in_memory()
    return on_the_emulator(request.getfixturevalue("client"))


def about(number: int) -> dict[str, str]:
    return {"brand": BRAND, "post": f"x:{number}"}


def counted(done: Redriven) -> tuple[int, int, int]:
    return len(done.again), len(done.repeated), len(done.left)


def test_a_message_that_failed_five_times_is_found_aside_with_what_is_known_of_it(way: Way) -> None:
    way.lay_aside(Topic.TRIAGE, json.dumps(about(1)))
    assert way.live(Topic.TRIAGE) == []
    (letter,) = way.dead.take(Topic.TRIAGE)
    assert json.loads(letter.text) == about(1)
    assert letter.received > TRIES
    assert letter.sent_at.tzinfo is not None
    assert way.dead.take(Topic.TRIAGE) == ()  # somebody holds it
    way.dead.put_back(Topic.TRIAGE, [letter])
    assert [one.id for one in way.dead.take(Topic.TRIAGE)] == [letter.id]


def test_what_is_readable_is_sent_again_and_no_longer_aside(way: Way) -> None:
    for number in range(23):
        way.lay_aside(Topic.TRIAGE, json.dumps(about(number)))
    done = redrive(way.dead, Topic.TRIAGE)
    assert counted(done) == (23, 0, 0)
    assert sorted(body["post"] for body in way.live(Topic.TRIAGE)) == sorted(f"x:{n}" for n in range(23))
    assert counted(redrive(way.dead, Topic.TRIAGE)) == (0, 0, 0)
    assert counted(redrive(way.dead, Topic.DRAFT)) == (0, 0, 0)


UNREADABLE = (
    "no JSON", "[1, 2]", '"words"', "{}", '{"brand": "b", "case": "c"}', '{"brand": 1, "post": "x"}',
)  # fmt: skip


def test_what_no_consumer_can_read_stays_aside(way: Way) -> None:
    for text in (*UNREADABLE, json.dumps(about(1))):
        way.lay_aside(Topic.TRIAGE, text)
    for found in ((1, 0, len(UNREADABLE)), (0, 0, len(UNREADABLE))):
        assert counted(redrive(way.dead, Topic.TRIAGE)) == found
    assert way.live(Topic.TRIAGE) == [about(1)]


def test_of_messages_that_say_the_same_one_is_sent(way: Way) -> None:
    for _ in range(12):
        way.lay_aside(Topic.TRIAGE, json.dumps(about(1)))
    assert counted(redrive(way.dead, Topic.TRIAGE)) == (1, 11, 0)
    assert way.live(Topic.TRIAGE) == [about(1)]
    assert redrive(way.dead, Topic.TRIAGE).found == ()


def test_a_dry_run_moves_nothing(way: Way) -> None:
    for number in range(12):
        way.lay_aside(Topic.TRIAGE, json.dumps(about(number)))
    way.lay_aside(Topic.TRIAGE, "no JSON")
    for _ in range(2):
        assert counted(redrive(way.dead, Topic.TRIAGE, dry_run=True)) == (12, 0, 1)
    assert way.live(Topic.TRIAGE) == []


# --- what goes wrong --------------------------------------------------------------------------------


def test_a_message_that_was_not_sent_is_not_removed() -> None:
    way = in_memory()
    assert isinstance(way.dead, MemoryDeadLetters)
    way.lay_aside(Topic.TRIAGE, json.dumps(about(1)))
    way.dead.faults.throttle("send_again")
    with pytest.raises(StoreUnavailableError):
        redrive(way.dead, Topic.TRIAGE)
    assert way.live(Topic.TRIAGE) == []
    way.dead.put_back(Topic.TRIAGE, redrive(way.dead, Topic.TRIAGE, dry_run=True).found)


def test_a_message_that_was_sent_and_not_removed_comes_twice_rather_than_never() -> None:
    way = in_memory()
    assert isinstance(way.dead, MemoryDeadLetters)
    way.lay_aside(Topic.TRIAGE, json.dumps(about(1)))
    way.dead.faults.throttle("remove")
    with pytest.raises(StoreUnavailableError):
        redrive(way.dead, Topic.TRIAGE)
    way.dead._held.clear()  # its time is over
    redrive(way.dead, Topic.TRIAGE)
    assert way.live(Topic.TRIAGE) == [about(1), about(1)]


def test_where_nothing_is_deployed_that_is_said(client: "SQSClient", emulator: Emulator) -> None:
    dead = SqsDeadLetters(client, {Topic.TRIAGE: f"{emulator.endpoint}/000000000000/nowhere"})
    with pytest.raises(NotFoundError, match="there is no queue nowhere-dead"):
        dead.take(Topic.TRIAGE)
    with pytest.raises(NotFoundError, match="stage nowhere is not deployed"):
        find_queues(client, "nowhere")


# --- the command ------------------------------------------------------------------------------------


@pytest.fixture
def stage(client: "SQSClient", emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> str:
    """A stage with two messages of ours, one of them twice, and one of somebody else's aside."""
    stage = f"redrive-{next(_numbers)}"
    urls = create_queues(client, f"earshot-{stage}", TOPICS)
    for text in (json.dumps(about(1)), json.dumps(about(2)), json.dumps(about(1)), "no JSON"):
        client.send_message(QueueUrl=f"{urls[Topic.TRIAGE]}-dead", MessageBody=text)
    monkeypatch.setenv("EARSHOT_AWS_ENDPOINT", emulator.endpoint)
    for variable in ("STAGE", "SECRETS", "QUEUE_URLS", "RESTORED_TABLE"):  # the command sets them
        monkeypatch.setenv(f"EARSHOT_{variable}", "")
    return stage


def earshot(*words: str) -> str:
    """What the command prints, run in this process."""
    return CliRunner().invoke(command, words, catch_exceptions=False, standalone_mode=False).stdout


def test_the_command_says_what_it_finds_and_why_it_was_there(stage: str) -> None:
    told = earshot("--stage", stage, "--topic", "triage", "--dry-run")
    assert "triage: 4 put aside, the oldest" in told
    assert "handed out 1 times at most. 2 would be sent again, 1 said the same, 1 left." in told
    assert "in the log of triage, under: x:1 x:2" in told
    assert f"look at them in earshot-{stage}-triage-dead: " in told
    lines = [json.loads(line) for line in earshot("--stage", stage, "--json").splitlines()]
    assert [(one["topic"], one["found"], one["again"], one["left"]) for one in lines] == [
        ("triage", 4, 2, 1), ("draft", 0, 0, 0), ("publish", 0, 0, 0),
    ]  # fmt: skip
    assert {one.get("post") for one in lines[0]["messages"]} == {"x:1", "x:2", None}
    assert earshot("--stage", stage, "--topic", "draft") == "draft: nothing was put aside.\n"
