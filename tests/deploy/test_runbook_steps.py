"""Every command of every runbook, run as it is written, on the packaged stage deployed on the emulator."""

import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from chalicelib.control.recover import look_after
from cli.connection import connect
from infra.packaging.places import Places
from sandbox.emulator import DEPLOYMENT, SERVICES, Emulator
from tests.deploy.test_runbooks import BLOCK, PAGES, RUNBOOKS
from tests.support.account import an_account
from tests.support.packaged import STAGE
from tests.support.shell import Shell, a_shell
from tests.support.shipped import Shipped, a_street

# Packaging and the first start of a function may fall into the first test that is run.
pytestmark = pytest.mark.timeout(300)


@dataclass
class Operator:
    """Somebody with a terminal. What stands on several pages is run once."""

    shipped: Shipped
    shell: Shell
    done: set[str] = field(default_factory=set)

    def follow(self, page: Path) -> list[str]:
        """Run the page's blocks, in their order; those that were run."""
        found = [block.group(2) for block in BLOCK.finditer(page.read_text())]
        blocks = [block.replace("STAGE=prod", f"STAGE={STAGE}") for block in found if block not in self.done]
        self.done |= set(found)
        for block in blocks:
            if "make rollback" in block:
                self._deploy_another_release()
            self.shell.run(block)
            if "RestoredTable=" in block:
                self.let_the_sweep_run()
        return blocks

    def _deploy_another_release(self) -> None:
        """So that there is one to go back to."""
        with zipfile.ZipFile(self.shipped.places.zip, "a") as archive:
            archive.writestr(f"release-{len(archive.namelist())}", "")
        self.shipped.deploy()

    def let_the_sweep_run(self) -> None:
        """Schedules are off here, so two minutes pass in this process."""
        before = dict(os.environ)
        room = connect(None, STAGE).control()
        os.environ.clear()
        os.environ.update(before)
        for _ in range(2):
            look_after(room)


@pytest.fixture(scope="module")
def operator(packaged: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    """On a stage that was deployed and swept once."""
    folder = tmp_path_factory.mktemp("operator")
    shutil.copytree(packaged.folder, folder / "packages" / STAGE)
    cloud = Emulator(folder / "cloud", snapshot_seconds=3_600, services=(*SERVICES, *DEPLOYMENT))
    with cloud, an_account(cloud) as account, a_street() as (_, url):
        shipped = Shipped(account, Places(folder / "packages" / STAGE), url)
        shipped.deploy()
        shipped.keep_keys()
        variables = {**os.environ, "STAGE": STAGE, "EARSHOT_X_API": url}
        with a_shell(folder, folder / "packages", account.client, variables) as shell:
            operator = Operator(shipped, shell)
            operator.let_the_sweep_run()
            yield operator


def _starts_schedules(page: Path) -> bool:
    return "SCHEDULES=ENABLED" in page.read_text()


# Schedules that run are in the way of whoever comes after.
IN_ORDER = sorted([RUNBOOKS / "README.md", *PAGES], key=_starts_schedules)


@pytest.mark.soak  # a packaged stage of its own and every page: too long for every run
@pytest.mark.parametrize("page", IN_ORDER, ids=lambda page: page.stem)
def test_every_step_of_a_runbook_can_be_done_as_it_is_written(operator: Operator, page: Path) -> None:
    before = len(operator.shell.ran)
    blocks = operator.follow(page)
    written = re.findall(r"^ *(?:earshot|aws) ", "".join(blocks), re.MULTILINE)
    assert len(operator.shell.ran) - before >= len(written)


def test_what_no_command_line_would_take_fails(operator: Operator) -> None:
    for wrong in (
        "earshot no-such-command",
        "earshot queue --no-such-option",
        "aws no-such-service describe-alarms",
        "aws sqs no-such-operation",
        "aws sqs get-queue-url --no-such-option 1",
        "aws sqs get-queue-url --queue-name no-such-queue",
        "make no-such-target",
    ):
        with pytest.raises(AssertionError, match="no-such"):
            operator.shell.run(wrong)
