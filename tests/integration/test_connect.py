"""`earshot connect`: keys are tried on the sandbox network and on a model, and kept in the emulator."""

import json
import os
import pty
import select
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from click.testing import CliRunner

from chalicelib.adapters.dynamodb.client import secrets_client
from chalicelib.domain.credentials import MOST_FALLBACKS
from chalicelib.domain.errors import EarshotError
from cli.connect import connect
from sandbox.emulator import REGION, Emulator
from sandbox.model import MISHAPS, ModelServer, completion
from sandbox.network.network import Network
from sandbox.network.server import NetworkServer
from tests.support.sandbox_network import SetClock

EARSHOT = Path(sys.executable).parent / "earshot"
CARE, SHOP = "TarnhollowCare", "TarnhollowShop"
_numbers = count(1)


@dataclass
class Deployment:
    """A stage's secrets as the deployer makes them, and what a command says to it."""

    emulator: Emulator
    stage: str
    x_api: str

    def __post_init__(self) -> None:
        self.client = secrets_client(REGION, self.emulator.endpoint)
        for name in ("x", "model"):
            self.client.create_secret(Name=self.place(name), SecretString="{}")

    def place(self, name: str) -> str:
        return f"earshot/{self.stage}/{name}"

    def kept(self, name: str) -> Any:
        return json.loads(self.client.get_secret_value(SecretId=self.place(name))["SecretString"])

    @property
    def environment(self) -> dict[str, str]:
        return {
            "EARSHOT_AWS_REGION": REGION,
            "EARSHOT_AWS_ENDPOINT": self.emulator.endpoint,
            "EARSHOT_X_API": self.x_api,
        }

    def run(self, *arguments: str, given: object = None) -> str:
        """What the command prints. Raises what it raises."""
        done = CliRunner().invoke(
            connect,
            [*arguments, "--stage", self.stage],
            input=given if isinstance(given, str) else json.dumps(given),
            env=self.environment,
            standalone_mode=False,
        )
        if done.exception:
            raise done.exception
        return done.output

    def told(self, *arguments: str, given: object = None) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run(*arguments, "--json", given=given))
        return found


@pytest.fixture(scope="module")
def street() -> Iterator[NetworkServer]:
    network = Network(SetClock(), own_accounts=[CARE, SHOP])
    server = NetworkServer(network)
    server.start()
    yield server
    server.stop()
    network.close()


@pytest.fixture
def deployment(emulator: Emulator, street: NetworkServer) -> Deployment:
    return Deployment(emulator, f"connect-{next(_numbers)}", street.url)


def keys(handle: str, end: str = "", **more: str) -> dict[str, str]:
    names = {"consumer_key": "hush-1", "consumer_secret": "hush-2", "access_token_secret": "hush-3"}
    return {**names, "access_token": f"sandbox-{handle}{end}", **more}


# --- X ---------------------------------------------------------------------------------------------


def test_an_account_is_proven_and_kept(deployment: Deployment) -> None:
    given = keys(CARE, bearer=f"sandbox-{CARE}")
    told = deployment.told("x", "--account", "@tarnhollowcare", "--from-stdin", given=given)
    assert told.pop("id").isdigit()
    place = deployment.place("x")
    assert told == {"account": CARE, "rights": "read-write", "bearer": True, "kept_in": place}
    account = {name: value for name, value in given.items() if name != "bearer"}
    assert deployment.kept("x") == {"bearer": f"sandbox-{CARE}", "accounts": {CARE: account}}


def test_people_are_told_account_and_rights(deployment: Deployment) -> None:
    said = deployment.run("x", "--from-stdin", given=keys(CARE))
    assert f"@{CARE} (id " in said
    assert "may read and write" in said
    assert f"Kept in {deployment.place('x')}" in said
    assert "hush" not in said
    assert "sandbox-" not in said


def test_a_second_account_is_added_and_the_same_one_replaced(deployment: Deployment) -> None:
    deployment.run("x", "--from-stdin", given=keys(CARE, bearer=f"sandbox-{CARE}"))
    deployment.run("x", "--from-stdin", given=keys(SHOP))
    assert set(deployment.kept("x")["accounts"]) == {CARE, SHOP}
    assert deployment.kept("x")["bearer"] == f"sandbox-{CARE}"
    deployment.run("x", "--from-stdin", given=keys(CARE, consumer_key="hush-new"))
    kept = deployment.kept("x")["accounts"]
    assert (kept[CARE]["consumer_key"], kept[SHOP]["consumer_key"]) == ("hush-new", "hush-1")


@pytest.mark.parametrize(
    ("arguments", "given", "told"),
    [
        (["--account", SHOP], keys(CARE), f"belong to @{CARE}, not to @{SHOP}"),
        ([], keys(CARE, "-read"), "may only read"),
        ([], keys(CARE) | {"access_token": "hush-4"}, "does not accept the keys"),
        ([], keys(CARE, bearer="hush-5"), "does not accept the keys"),
        ([], keys(CARE) | {"consumer_key": " hush-6"}, "standard input: consumer_key: "),
        ([], {"consumer_key": "hush-1"}, "standard input: consumer_secret: "),
        ([], keys(CARE, passphrase="hush-7"), "there is no such field"),
        ([], "hush-8", "standard input: is not a JSON object"),
        ([], ["hush-9"], "standard input: is not a JSON object"),
        ([], "hush" * 20_000, "longer than any keys"),
    ],
)
def test_keys_that_do_not_fit_are_refused_and_not_kept(
    deployment: Deployment, arguments: list[str], given: object, told: str
) -> None:
    with pytest.raises(EarshotError, match=told) as refused:
        deployment.run("x", "--from-stdin", *arguments, given=given)
    assert "hush" not in str(refused.value)
    assert deployment.kept("x") == {}


def test_a_stage_that_is_not_deployed_is_said_before_anything_is_asked(deployment: Deployment) -> None:
    deployment.stage = "nowhere"
    with pytest.raises(EarshotError, match=r"no secret earshot/nowhere/x in .*: deploy the stage first"):
        deployment.run("x", given="")


def test_without_a_stage_nothing_is_asked(deployment: Deployment) -> None:
    done = CliRunner().invoke(connect, ["x"], env=deployment.environment, standalone_mode=False)
    assert isinstance(done.exception, EarshotError)
    assert "--stage" in str(done.exception)


def test_without_a_terminal_keys_are_not_read_from_anywhere(deployment: Deployment) -> None:
    for command in ("x", "model"):
        with pytest.raises(EarshotError, match="--from-stdin"):
            deployment.run(command, given="")


def test_options_before_the_command_are_not_swallowed(deployment: Deployment) -> None:
    arguments = ["--stage", "elsewhere", "x", "--from-stdin"]
    with pytest.raises(EarshotError, match="stand after its name"):
        deployment.run(*arguments, given=keys(CARE))
    assert deployment.kept("x") == {}


def test_a_sandbox_keeps_nothing(deployment: Deployment, tmp_path: Path) -> None:
    running = deployment.environment | {"EARSHOT_X_BEARER": f"sandbox-{CARE}"}
    (tmp_path / "running.json").write_text(json.dumps(running))
    done = CliRunner().invoke(
        connect, ["x", "--from-stdin", "--data", str(tmp_path)], input=json.dumps(keys(SHOP)), env={}
    )
    assert done.exit_code == 0
    assert f"@{SHOP}" in done.output
    assert "Nothing was kept" in done.output


def test_keys_are_asked_for_and_never_shown(deployment: Deployment) -> None:
    typed = [*keys(CARE).values(), ""]
    typed[2], typed[3] = typed[3], typed[2]  # the token is asked for before its secret
    said, status = at_a_terminal(["x", "--stage", deployment.stage], typed, deployment.environment)
    assert status == 0, said
    assert f"@{CARE}" in said
    assert "hush" not in said
    assert deployment.kept("x")["accounts"][CARE] == keys(CARE)


def test_from_the_shell_a_refusal_is_one_line_and_exit_code_2(deployment: Deployment) -> None:
    typed = list(keys(CARE).values())
    typed[2] = "hush-4"
    said, status = at_a_terminal(["x", "--stage", deployment.stage], [*typed, ""], deployment.environment)
    assert (status, said.strip().splitlines()[-1][:9]) == (2, "earshot: ")
    assert "hush" not in said


def at_a_terminal(arguments: list[str], typed: list[str], environment: dict[str, str]) -> tuple[str, int]:
    """Run the command as a person does: each line is typed when a question stands there. What was on the
    screen, and the exit code."""
    process, terminal = pty.fork()
    if process == 0:
        os.execve(EARSHOT, [str(EARSHOT), "connect", *arguments], os.environ | environment)
    screen, answers, deadline = "", iter(typed), monotonic() + 60
    while monotonic() < deadline:
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            screen += os.read(terminal, 4096).decode()
        except OSError:  # the other end is closed: it has ended
            break
        if screen.endswith(": ") and (answer := next(answers, None)) is not None:
            os.write(terminal, f"{answer}\n".encode())
    os.close(terminal)
    return screen, os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


# --- the model -------------------------------------------------------------------------------------


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer(lambda request: completion("Hi")) as server:
        yield server


def test_a_model_is_tried_and_kept(deployment: Deployment, model: ModelServer) -> None:
    given = {"key": "hush-1", "name": "some-model", "url": model.url, "region": "eu-north-1"}
    told = deployment.told("model", "--from-stdin", given=given)
    assert told == {
        "model": "some-model",
        "for": "drafts",
        "url": model.url,
        "region": "eu-north-1",
        "kept_in": deployment.place("model"),
    }
    assert deployment.kept("model") == given


def test_what_is_no_secret_may_be_an_option(deployment: Deployment, model: ModelServer) -> None:
    said = deployment.run(
        "model", "--from-stdin", "--name", "some-model", "--url", model.url, given={"key": "hush-1"}
    )
    assert f"some-model at {model.url} answers." in said
    assert deployment.kept("model")["region"] is None


@pytest.mark.parametrize(
    ("mishap", "told"), [("no key", "refuses the key"), ("no such model", "404"), ("a page", "no chat")]
)
def test_a_model_that_does_not_answer_is_not_kept(deployment: Deployment, mishap: str, told: str) -> None:
    with ModelServer(lambda request: MISHAPS[mishap]) as server:
        given = {"key": "hush-1", "name": "some-model", "url": server.url}
        with pytest.raises(EarshotError, match=f"some-model was not connected, .*{told}") as refused:
            deployment.run("model", "--from-stdin", given=given)
    assert "hush" not in str(refused.value)
    assert deployment.kept("model") == {}


def connected_for(deployment: Deployment, task: str, name: str, model: ModelServer) -> dict[str, Any]:
    given = {"key": f"hush-{name}", "name": name, "url": model.url}
    return deployment.told("model", "--from-stdin", "--for", task, given=given)


def test_second_opinions_and_fallbacks_have_models_of_their_own(
    deployment: Deployment, model: ModelServer
) -> None:
    for task, name in [("drafts", "large"), ("triage", "small"), ("fallback", "one"), ("fallback", "two")]:
        assert connected_for(deployment, task, name, model)["for"] == task
    kept = deployment.kept("model")
    assert (kept["name"], kept["triage"]["name"]) == ("large", "small")
    assert [one["name"] for one in kept["fallbacks"]] == ["one", "two"]
    connected_for(deployment, "drafts", "larger", model)
    again = {"key": "hush-new", "name": "one", "url": model.url, "dialect": "vllm"}
    deployment.run("model", "--from-stdin", "--for", "fallback", given=again)
    kept = deployment.kept("model")
    assert (kept["name"], kept["triage"]["name"]) == ("larger", "small")
    assert [(one["name"], one["key"]) for one in kept["fallbacks"]] == [
        ("one", "hush-new"),
        ("two", "hush-two"),
    ]
    said = deployment.run("--show")
    assert f"Second opinions: small at {model.url}" in said
    assert f"Fallback 2: two at {model.url}" in said
    assert "hush" not in said


def test_a_model_that_is_removed_is_kept_no_longer(deployment: Deployment, model: ModelServer) -> None:
    for task, name in [("drafts", "large"), ("triage", "small"), ("fallback", "one"), ("fallback", "two")]:
        connected_for(deployment, task, name, model)
    assert "one is asked no more" in deployment.run("model", "--for", "fallback", "--remove", "one")
    deployment.run("model", "--for", "triage", "--remove", "small")
    kept = deployment.kept("model")
    assert ("triage" in kept, [one["name"] for one in kept["fallbacks"]]) == (False, ["two"])
    for arguments in (["--for", "fallback", "--remove", "one"], ["--for", "triage", "--remove", "small"]):
        with pytest.raises(EarshotError, match=r"no model .* is connected for"):
            deployment.run("model", *arguments)
    with pytest.raises(EarshotError, match="replaced"):
        deployment.run("model", "--remove", "large")


def test_there_are_no_other_models_without_one_for_drafts(deployment: Deployment) -> None:
    for task in ("triage", "fallback"):
        with pytest.raises(EarshotError, match="connect that one first"):
            deployment.run(
                "model", "--from-stdin", "--for", task, given={"key": "hush-1", "name": "some-model"}
            )


def test_fallbacks_are_few(deployment: Deployment, model: ModelServer) -> None:
    connected_for(deployment, "drafts", "large", model)
    for number in range(MOST_FALLBACKS):
        connected_for(deployment, "fallback", f"spare-{number}", model)
    with pytest.raises(EarshotError, match="remove one"):
        connected_for(deployment, "fallback", "one-more", model)


# --- what is connected -----------------------------------------------------------------------------


def test_what_is_connected_is_shown_without_a_key(deployment: Deployment, model: ModelServer) -> None:
    nothing = deployment.told("--show")
    assert nothing == {
        "accounts": [],
        "bearer": False,
        "accounts_changed_at": None,
        "model": None,
        "url": None,
        "region": None,
        "triage": None,
        "fallbacks": [],
        "model_changed_at": None,
    }
    assert "no account" in deployment.run("--show")
    deployment.run("x", "--from-stdin", given=keys(SHOP, bearer=f"sandbox-{SHOP}"))
    deployment.run("x", "--from-stdin", given=keys(CARE))
    deployment.run("model", "--from-stdin", given={"key": "hush-1", "name": "some-model", "url": model.url})
    shown = deployment.told("--show")
    assert (shown["accounts"], shown["bearer"], shown["model"]) == ([CARE, SHOP], True, "some-model")
    assert shown["accounts_changed_at"].endswith("+00:00")
    said = deployment.run("--show")
    assert f"@{CARE}, @{SHOP}, with a bearer token" in said
    assert f"some-model at {model.url}" in said
    assert "hush" not in json.dumps(shown) + said


def test_without_anything_asked_the_help_is_shown() -> None:
    assert "Connect X accounts and a model" in CliRunner().invoke(connect, []).output
