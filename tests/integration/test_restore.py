"""The restore drill: a table is put back to an earlier moment, and nothing that left since leaves again."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from chalicelib.adapters.dynamodb.client import dynamodb_client
from chalicelib.control.switch import start
from chalicelib.domain.errors import StoppedError
from chalicelib.domain.state import State
from chalicelib.ports import Topic
from chalicelib.publish.send import _begin
from sandbox.emulator import REGION, Emulator
from sandbox.network.faults import FaultKind
from tests.support.laptop import eventually
from tests.support.rig import MovingClock
from tests.support.stage import B, Stage, a_stage

# Who complained, by where their case stood in the copy and what became of it afterwards.
LEFT_BEFORE = ["posted"]
LEFT_SINCE = ["approved-left", "publishing-left", "waiting-left", "drafting-left", "unheard-left"]
STAYED = ["approved-stayed", "publishing-stayed", "waiting-stayed"]


@pytest.fixture
def stage(emulator: Emulator) -> Iterator[Stage]:
    with a_stage(emulator, "drill") as made:
        made.go_live()
        yield made


def forward(stage: Stage, **span: float) -> None:
    assert isinstance(stage.clock, MovingClock)
    stage.clock.forward(**span)


def hear(stage: Stage, *people: str, draft: bool = True) -> None:
    for person in people:
        stage.complaint(person)
    forward(stage, minutes=1)
    stage.listen()
    stage.take(Topic.TRIAGE)
    if draft:
        stage.take(Topic.DRAFT)


def leave(stage: Stage, person: str) -> None:
    stage.approve(person)
    stage.take(Topic.PUBLISH)


def a_worker_dies(stage: Stage, person: str) -> None:
    """It took the right to call, and never called."""
    room = stage.services.publishing(lambda: 600.0)
    dossier = room.store.dossier(B, stage.approve(person).id)
    assert dossier.approval
    assert _begin(room, dossier.case, dossier.approval)


@contextmanager
def in_the_middle_of_a_call(stage: Stage, person: str) -> Iterator[None]:
    """The block runs while the reply to this person is on its way."""
    case = stage.approve(person)
    stage.street.faults.arm(FaultKind.SLOW, "create", seconds=1.5)
    publishing = threading.Thread(target=stage.take, args=(Topic.PUBLISH,))
    publishing.start()
    eventually("it is publishing", lambda: stage.services.store.case(B, case.id).state is State.PUBLISHING)
    yield
    publishing.join()


def test_a_restored_table_sends_nothing_again_and_loses_nobody(stage: Stage, emulator: Emulator) -> None:
    # A working deployment, with a case in every state that matters.
    hear(stage, *LEFT_BEFORE, "approved-left", "approved-stayed", "publishing-left", "publishing-stayed")
    hear(stage, "waiting-left", "waiting-stayed")
    leave(stage, "posted")
    hear(stage, "drafting-left", draft=False)
    a_worker_dies(stage, "publishing-stayed")
    stage.approve("approved-stayed")
    stage.sqs.purge_queue(QueueUrl=stage.queue_urls[Topic.PUBLISH])  # its hint is lost
    with in_the_middle_of_a_call(stage, "publishing-left"):
        stage.approve("approved-left")
        copy = stage.raw.create_backup(TableName="earshot-drill", BackupName="copy")["BackupDetails"]
    assert stage.cases(State.UNKNOWN) == []

    # Work goes on, until somebody finds that the table is lost.
    stage.take(Topic.PUBLISH)
    stage.take(Topic.DRAFT)
    hear(stage, "unheard-left")
    for person in ("waiting-left", "drafting-left", "unheard-left"):
        leave(stage, person)
    assert stage.replies() == sorted(LEFT_BEFORE + LEFT_SINCE)

    # The copy becomes a table of its own, and the functions are deployed on it.
    raw = dynamodb_client(REGION, emulator.endpoint)
    raw.restore_table_from_backup(TargetTableName="earshot-drill-copy", BackupArn=copy["BackupArn"])
    stage.start_anew(EARSHOT_RESTORED_TABLE="earshot-drill-copy")
    assert [case.author.handle for case in stage.cases(State.POSTED)] == ["posted"]
    stage.work()  # hints from before the restore
    stage.sweep()
    services = stage.services
    switch = services.controls.switch()
    assert (switch.stopped, switch.recovering, switch.why[:22]) == (True, True, "the table was restored")
    with pytest.raises(StoppedError, match="still being settled"):
        start(services.controls, services.clock, who="ana")
    assert stage.cases(State.APPROVED) == stage.cases(State.PUBLISHING) == []
    stage.sweep()
    assert not services.controls.switch().recovering
    assert len(stage.replies()) == len(LEFT_BEFORE + LEFT_SINCE)

    # What had left is found; what had not goes back to people, when its absence counts.
    posted = {case.author.handle for case in stage.cases(State.POSTED)}
    assert posted == {"posted", "approved-left", "publishing-left"}
    forward(stage, minutes=16)
    stage.sweep()
    assert stage.cases(State.UNKNOWN) == []
    for person in ("approved-stayed", "publishing-stayed"):
        assert stage.case_of(person).state is State.WAITING

    # Everything starts again, and people approve whatever waits, also what was answered already.
    start(services.controls, services.clock, who="ana")
    stage.listen()
    stage.work()
    answered = [case.author.handle for case in stage.cases(State.WAITING)]
    assert sorted(answered) == sorted([*STAYED, "waiting-left", "drafting-left", "unheard-left"])
    for person in answered:
        leave(stage, person)
    assert Counter(stage.replies()) == Counter(LEFT_BEFORE + LEFT_SINCE + STAYED)
    notices = {case.author.handle: case.notice for case in stage.cases(State.WAITING)}
    assert sorted(notices) == ["drafting-left", "unheard-left", "waiting-left"]
    assert all("the restored table does not know" in notice for notice in notices.values())
    stage.raw.delete_table(TableName="earshot-drill-copy")
