"""Does what a plan says, step by step."""

from collections.abc import Callable, Sequence
from typing import Any

from infra.deploying import secrets
from infra.deploying.aws import Aws
from infra.deploying.bucket import Bucket
from infra.deploying.errors import DeployError, told
from infra.deploying.events import Watch, polls
from infra.deploying.names import Names
from infra.deploying.releases import superfluous, template_key
from infra.deploying.situation import has_table, read_stack
from infra.deploying.stack import Change, carry_out
from infra.deploying.steps import (
    AdoptTable,
    MakeBucket,
    MakeSecret,
    PutUp,
    RemoveBucket,
    RemoveFailedStack,
    RemoveSecret,
    RemoveStack,
    RemoveTable,
    Step,
    Tidy,
    Upload,
    describe,
)
from infra.deploying.template import capabilities, tables, to_text

TABLE_GOES_WITHIN = 300.0  # seconds


class Executor:
    """Carries out plans for one stage. `changed` tells whether the stack is another than before."""

    def __init__(self, aws: Aws, names: Names, say: Callable[[str], None]) -> None:
        self._aws = aws
        self._names = names
        self._say = say
        self._bucket = Bucket(aws.s3, names)
        self.changed = False

    def run(self, plan: Sequence[Step]) -> None:
        """Do all steps, saying which. Raises DeployError at the first that cannot be done."""
        for number, step in enumerate(plan, start=1):
            self._say(f"[{number}/{len(plan)}] {describe(step)}")
            self._do(step)

    def _do(self, step: Step) -> None:
        match step:
            case MakeBucket(is_there):
                self._make_bucket(is_there)
            case MakeSecret(name):
                secrets.make(self._aws.secrets, name)
            case Upload(path, key):
                self._bucket.upload(path, key)
            case RemoveFailedStack(stack_id) | RemoveStack(stack_id):
                self._remove_stack(stack_id)
            case AdoptTable():
                self._adopt(step)
            case PutUp():
                self._put_up(step)
            case Tidy():
                self._tidy()
            case RemoveTable(name):
                self._remove_table(name)
            case RemoveSecret(name):
                secrets.delete(self._aws.secrets, name)
            case RemoveBucket():
                self._bucket.remove()

    def _make_bucket(self, is_there: bool) -> None:
        if not is_there:
            self._bucket.make()
        self._bucket.close()

    def _adopt(self, step: AdoptTable) -> None:
        key = "releases/adopted.json"
        self._bucket.write(key, to_text(step.template))
        (logical_id,) = tables(step.template)
        taken_in = {
            "ResourceType": "AWS::DynamoDB::Table",
            "LogicalResourceId": logical_id,
            "ResourceIdentifier": {"TableName": step.table},
        }
        change = Change(
            stack=self._names.stack,
            name="adopt-table",
            kind="IMPORT",
            template_url=self._bucket.url(key),
            parameters=step.parameters,
            capabilities=[],
            imports=[taken_in],
        )
        carry_out(self._aws.cloudformation, change, self._say)

    def _put_up(self, step: PutUp) -> None:
        release = step.release
        self._bucket.write(template_key(release.number), to_text(step.template))
        change = Change(
            stack=self._names.stack,
            name=f"release-{release.number}",
            kind="CREATE" if step.is_new else "UPDATE",
            template_url=self._bucket.url(release.template),
            parameters=step.parameters,
            capabilities=capabilities(step.template),
        )
        self.changed = carry_out(self._aws.cloudformation, change, self._say)
        if self.changed:
            self._bucket.write(release.record, release.to_json())

    def _tidy(self) -> None:
        keys = self._bucket.keys()
        if old := superfluous(keys, self._bucket.releases(keys)):
            self._bucket.delete(old)

    def _remove_stack(self, stack_id: str) -> None:
        client = self._aws.cloudformation
        watch = Watch(client, stack_id, self._say)
        with told("deleting the stack"):
            resources = client.get_paginator("list_stack_resources").paginate(StackName=stack_id)
            count = sum(len(page["StackResourceSummaries"]) for page in resources)
            client.delete_stack(StackName=stack_id)
        watch.until_done(count)

    def _remove_table(self, name: str) -> None:
        client: Any = self._aws.dynamodb
        with told(f"deleting the table {name}"):
            if client.describe_table(TableName=name)["Table"].get("DeletionProtectionEnabled"):
                client.update_table(TableName=name, DeletionProtectionEnabled=False)
            client.delete_table(TableName=name)
        for _ in polls(TABLE_GOES_WITHIN):
            if not has_table(client, name):
                return
        raise DeployError(f"the table {name} is still being deleted after 5 minutes")

    def outputs(self) -> dict[str, str]:
        """What the stack tells about itself. Raises DeployError where there is none."""
        stack = read_stack(self._aws.cloudformation, self._names.stack)
        if stack is None:
            raise DeployError(f"the stack {self._names.stack} is gone")
        return dict(stack.outputs)
