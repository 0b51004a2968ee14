"""What docs/deploying.md tells a newcomer to run, run as it is written."""

import os
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.network.network import Network
from sandbox.network.server import NetworkServer
from tests.conftest import ROOT
from tests.support.account import Account
from tests.support.checkout import a_checkout
from tests.support.packaged import ARCHITECTURE
from tests.support.shipped import Browser
from tests.support.terminal import converse

DOCUMENT = (ROOT / "docs" / "deploying.md").read_text()
README = (ROOT / "README.md").read_text()
STAGE, HANDLE = "prod", "moorandfell"
# Needs a second release, so another packaging: that is for a soak. `test_releases.py` goes back in any case.
BACK = f"make rollback STAGE={STAGE}"
# What the sandbox network takes for keys, in the order in which they are asked for.
KEYS = ("sandbox", "sandbox", f"sandbox-{HANDLE}", "sandbox", f"sandbox-{HANDLE}")


def commands(text: str) -> list[str]:
    """The lines of a text's shell blocks."""
    return [
        line
        for block in re.findall(r"^```sh\n(.*?)^```", text, flags=re.M | re.S)
        for line in block.splitlines()
    ]


def of_the_table(text: str) -> list[str]:
    """The commands of the table of what is done day by day."""
    (section,) = [one for one in re.split(r"^## ", text, flags=re.M) if one.startswith("Day by day")]
    return re.findall(r"^\|[^|]+\| `(.+)` \|$", section, flags=re.M)


class Newcomer:
    """Somebody with a clone, an AWS account and an app on X."""

    def __init__(self, clone: Path, account: Account, network_url: str) -> None:
        self.clone = clone
        self._variables = {
            **{name: value for name, value in os.environ.items() if not name.startswith("EARSHOT_")},
            **account.variables(),
            # What this machine can run, and where functions and command line find X: no command says it.
            "ARCH": ARCHITECTURE,
            "PARAMETERS": f"XApi={network_url}",
            "EARSHOT_X_API": network_url,
            # The packages that the borrowed environment has installed are those of this checkout.
            "PYTHONPATH": str(clone),
        }
        del self._variables["AWS_REGION"], self._variables["AWS_DEFAULT_REGION"]

    def runs(self, command: str) -> str:
        """Run a command as it is written; it has to end well. What it said."""
        if command.startswith("export "):
            name, _, value = command.removeprefix("export ").partition("=")
            self._variables[name] = value
            return ""
        if " connect x " in command:
            return converse(command, KEYS, self.clone, self._variables)
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.clone, env=self._variables, input=f"{STAGE}\n", capture_output=True, text=True,
            check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def newcomer(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newcomer]:
    street = Network(own_accounts=(HANDLE,))
    server = NetworkServer(street)
    server.start()
    try:
        yield Newcomer(a_checkout(tmp_path_factory.mktemp("clone")), account, server.url)
    finally:
        server.stop()
        street.close()


def brands(package: Path) -> set[str]:
    """The brands in a zip."""
    with zipfile.ZipFile(package) as archive:
        return {Path(name).stem for name in archive.namelist() if name.startswith("prompts/brands/")}


@pytest.mark.soak  # a fresh environment and two packagings: too long for every run
@pytest.mark.timeout(600)
def test_a_newcomer_gets_from_a_clone_to_observing_and_back(newcomer: Newcomer, account: Account) -> None:
    said = {command: newcomer.runs(command) for command in commands(DOCUMENT)}
    assert account.outputs(STAGE)["EndpointURL"] in said["make deploy STAGE=prod ALARM_EMAIL=ops@example.com"]
    assert brands(newcomer.clone / "build" / STAGE / "deployment.zip") == {HANDLE}
    browser = Browser(account.emulator.endpoint, account.outputs(STAGE)["EndpointURL"])
    signed_in = browser.send("sign-in", {"token": said[f"make admin-token STAGE={STAGE}"].strip()})
    assert signed_in.ok
    assert f"/b/{HANDLE}/d/support/q/waiting" in signed_in.url
    assert "observing" in signed_in.text
    for command in of_the_table(DOCUMENT):
        if command != BACK:
            newcomer.runs(command)
    assert left_of_the_stage(account) == []


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_a_newcomer_goes_back_to_the_release_before(newcomer: Newcomer, account: Account) -> None:
    for command in commands(DOCUMENT)[: commands(DOCUMENT).index(f"make admin-token STAGE={STAGE}")]:
        if not command.startswith(".venv/bin/earshot init"):
            newcomer.runs(command)
    # A change of what it says: comments are not shipped, so they are no release.
    newcomer.runs(f"sed -i 's/Moor & Fell/Moor and Fell/' prompts/brands/{HANDLE}.yaml")
    for command in of_the_table(DOCUMENT):
        said = newcomer.runs(command)
        assert command != BACK or "back at release 1" in said
    assert left_of_the_stage(account) == []


def left_of_the_stage(account: Account) -> list[str]:
    """What is still there under the stage's name."""
    names = [*account.buckets(), *account.tables(), *account.secrets()]
    return [name for name in names if f"earshot-{STAGE}" in name or f"earshot/{STAGE}" in name]


def test_the_readme_tells_the_same_commands() -> None:
    (section,) = [one for one in re.split(r"^## ", README, flags=re.M) if one.startswith("Into your own AWS")]
    told = commands(section)
    assert told
    assert [command for command in told if command not in commands(DOCUMENT)] == []


def test_every_name_in_the_document_is_the_deployers() -> None:
    (section,) = [one for one in re.split(r"^## ", DOCUMENT, flags=re.M) if one.startswith("What is where")]
    assert {"`earshot-prod`", "`earshot/prod/x`", "`earshot/prod/model`", "`earshot/prod/console`"} <= set(
        re.findall(r"`[^`]+`", section)
    )
