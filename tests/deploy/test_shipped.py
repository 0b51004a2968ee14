"""The shipped zip does the whole job, on a stack of the version before that is upgraded in place.

Nothing that the older stack held is lost; then a post is heard, drafted for, approved and answered, once.

No clone is sure to carry the history that an older version could be built from, so that version is frozen in
`previous/`: its template, and items that its own code wrote.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.domain.state import State
from infra.packaging.merge import read_template
from infra.packaging.places import Places
from sandbox.network.network import Network
from tests.deploy.previous.freeze import (
    APPROVED,
    ITEMS,
    PENDING,
    TEMPLATE,
    WAITING,
    frozen_template,
    written_items,
)
from tests.support.account import Account
from tests.support.laptop import eventually
from tests.support.shipped import ACCOUNTS, BRAND, Browser, Shipped, a_street

# Packaging and the first start of six functions may fall into the first test that is run.
pytestmark = pytest.mark.timeout(300)

# A stack loses what one of these holds when it is renamed or gets another type.
STATEFUL = {
    "Table": "AWS::DynamoDB::Table",
    "TriageQueue": "AWS::SQS::Queue",
    "TriageDead": "AWS::SQS::Queue",
    "DraftQueue": "AWS::SQS::Queue",
    "DraftDead": "AWS::SQS::Queue",
    "PublishQueue": "AWS::SQS::Queue",
    "PublishDead": "AWS::SQS::Queue",
}
NAMES = {"AWS::DynamoDB::Table": "TableName", "AWS::SQS::Queue": "QueueName"}
# Longer than an upgrade takes here, so that the message is in flight all the while.
IN_FLIGHT_SECONDS = 20
DESK, AUTHOR = "support", "fellrunner"


def stateful(template: dict[str, Any]) -> dict[str, tuple[str, object]]:
    """Type and name of each resource that holds something, by its logical id."""
    return {
        name: (resource["Type"], resource["Properties"][NAMES[resource["Type"]]])
        for name, resource in template["Resources"].items()
        if resource.get("Type") in NAMES
    }


def test_what_holds_something_keeps_its_id_its_type_and_its_name() -> None:
    now, before = stateful(read_template()), stateful(json.loads(TEMPLATE.read_text()))
    assert {name: kind for name, (kind, _) in now.items()} == STATEFUL
    assert {name: one for name, one in now.items() if name in before} == before


def test_the_table_keeps_its_keys_and_outlives_its_stack() -> None:
    now, before = (
        read_template()["Resources"]["Table"],
        json.loads(TEMPLATE.read_text())["Resources"]["Table"],
    )
    assert now["Properties"]["KeySchema"] == before["Properties"]["KeySchema"]
    assert now["DeletionPolicy"] == now["UpdateReplacePolicy"] == "Retain"


def test_the_version_at_hand_can_be_frozen_in_its_turn(packaged: Places) -> None:
    template = json.loads(packaged.template.read_text())
    frozen = frozen_template(template)
    assert stateful(frozen) == stateful(template)
    assert "deployment.zip" not in json.dumps(frozen)
    assert {case["sk"]["S"] for case in written_items()} >= {"CASE", "POST"}


class Before:
    """The version before, at work in the account."""

    def __init__(self, account: Account, stage: str) -> None:
        self._account = account
        self._stage = stage
        self.items = [json.loads(line) for line in ITEMS.read_text().splitlines()]

    def put_up(self) -> None:
        """Put its stack up and fill its table."""
        stacks = self._account.client("cloudformation")
        stacks.create_stack(
            StackName=f"earshot-{self._stage}",
            TemplateBody=TEMPLATE.read_text(),
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        )
        waiter = stacks.get_waiter("stack_create_complete")
        waiter.wait(StackName=f"earshot-{self._stage}", WaiterConfig={"Delay": 1})
        table = self._account.client("dynamodb")
        for item in self.items:
            table.put_item(TableName=f"earshot-{self._stage}", Item=item)

    def send_hints(self) -> None:
        """One hint waits in the queue; another is in flight, with a worker that is never heard of again."""
        sqs = self._account.client("sqs")
        url = sqs.get_queue_url(QueueName=f"earshot-{self._stage}-triage")["QueueUrl"]
        in_flight, waiting = self._pending()
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"brand": BRAND, "post": in_flight}))
        taken = sqs.receive_message(QueueUrl=url, VisibilityTimeout=IN_FLIGHT_SECONDS, WaitTimeSeconds=5)
        assert taken["Messages"]
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"brand": BRAND, "post": waiting}))

    def _pending(self) -> list[str]:
        posts = [json.loads(item["body"]["S"]) for item in self.items if item["sk"]["S"] == "POST"]
        return [f"{post['network']}:{post['id']}" for post in posts if post["author"]["handle"] in PENDING]

    def identity(self) -> dict[str, object]:
        """What tells table, queues and API from others. Of the API its type: the emulator makes a new one
        where AWS overwrites it."""
        table = self._account.client("dynamodb").describe_table(TableName=f"earshot-{self._stage}")["Table"]
        resources = self._account.resources(self._stage)
        kept = {name: resources[name] for name in STATEFUL}
        return {"table": table["TableId"], "RestAPI": resources["RestAPI"][0], **kept}


@dataclass
class Scene:
    """A stage that was upgraded, what it was before, and the network that it listens to."""

    shipped: Shipped
    street: Network
    before: Before
    identity: dict[str, object]

    def handles(self, state: State) -> set[str]:
        """Whose cases are in that state at the support desk."""
        return {case.author.handle for case in self.shipped.services.store.queue(BRAND, DESK, state).cases}

    def replies(self) -> list[str]:
        """The texts of all that the brand's accounts have posted."""
        return [post.text for handle in ACCOUNTS for post in self.street.reading.posts_of(handle)]


@pytest.fixture(scope="module")
def scene(account: Account, packaged: Places) -> Iterator[Scene]:
    with a_street() as (street, url):
        shipped = Shipped(account, packaged, url)
        before = Before(account, shipped.stage)
        before.put_up()
        identity = before.identity()
        before.send_hints()
        shipped.deploy()
        shipped.keep_keys()
        shipped.invoke("sweep")
        yield Scene(shipped, street, before, identity)


def test_cases_and_messages_of_the_version_before_are_worked_on_by_the_new_one(scene: Scene) -> None:
    assert scene.before.identity() == scene.identity
    # What was approved months ago is too old to be sent, and goes back to a person.
    waiting = {WAITING, APPROVED, *PENDING}
    eventually("all cases wait for a person", lambda: scene.handles(State.WAITING) == waiting, 90)
    assert scene.replies() == []


def test_a_post_that_is_found_and_approved_is_answered_exactly_once(scene: Scene) -> None:
    shipped, street = scene.shipped, scene.street
    shipped.go_live()
    street.create_post(AUTHOR, "@tarnhollowcare my new tent arrived with a torn seam, what now?")
    shipped.invoke("listen")
    admin = shipped.admin()
    eventually("the case waits for a person", lambda: case_of(admin, AUTHOR) != "", 60)
    page = admin.page(case_of(admin, AUTHOR))
    text = page.text_of(tag="textarea")
    hidden = {
        one["name"]: one["value"] for one in page.named("input") if one.get("name") in ("seen", "token")
    }
    (decision,) = [one["action"] for one in page.named("form") if one.get("id") == "decision"]
    approved = admin.send(decision, {**hidden, "text": text})
    assert approved.ok, approved.text
    eventually("the reply stands on the network", lambda: scene.replies() != [], 60)
    shipped.invoke("sweep")
    # X puts the handle of whoever is answered before the text.
    assert scene.replies() == [f"@{AUTHOR} {text}"]


def case_of(browser: Browser, handle: str) -> str:
    """Where somebody's case is, as the queue's page links to it; empty while it is not there."""
    page = browser.page(f"b/{BRAND}/d/{DESK}/q/waiting")
    rows = [one["id"] for one in page.named("li") if one.get("id", "").startswith("case-")]
    theirs = [row for row in rows if f"@{handle}" in page.text_of(id=row)]
    return f"b/{BRAND}/c/{theirs[0].removeprefix('case-')}" if theirs else ""


def test_who_has_not_signed_in_is_let_in_nowhere(scene: Scene) -> None:
    for path in ("", f"b/{BRAND}/d/{DESK}/q/waiting", f"b/{BRAND}/c/any"):
        assert scene.shipped.browser().get(path).status_code == 401


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_the_schedules_find_a_post_by_themselves(scene: Scene) -> None:
    scene.shipped.schedules = "ENABLED"
    scene.shipped.deploy()
    scene.street.create_post("mapreader", "@tarnhollowcare the stove that you sent me leaks gas")
    # Once a minute, and the emulator looks at its clock every ten seconds.
    eventually("a schedule found it", lambda: "mapreader" in scene.handles(State.WAITING), 200)
