"""The packaged stage, deployed on the emulator by the code of `make deploy`, before a sandbox network."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.cookies import SimpleCookie
from urllib.parse import urljoin, urlsplit

import requests

from chalicelib.bootstrap import Services
from chalicelib.control.going_live import go_live, set_caps, state
from cli.connection import connect
from infra.deploying.__main__ import main
from infra.packaging.places import Places
from sandbox.network.network import Network
from sandbox.network.server import NetworkServer
from tests.support.account import Account
from tests.support.console import Page
from tests.support.controls import PLENTY, STATED

BRAND, ACCOUNTS = "tarnhollow", ("tarnhollow", "tarnhollowcare")
WHO = "test"
# What a schedule sends; only its presence matters.
TICK = {"version": "0", "id": "tick", "source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}
TICK |= {"account": "", "time": "", "region": "", "resources": []}


@contextmanager
def a_street() -> Iterator[tuple[Network, str]]:
    """A sandbox network on loopback, by the real clock, with the sample brand's accounts; and its address."""
    street = Network(own_accounts=ACCOUNTS)
    server = NetworkServer(street)
    server.start()
    try:
        yield street, server.url
    finally:
        server.stop()
        street.close()


@dataclass
class Shipped:
    """A stage packaged into `places`. Unless told otherwise its schedules do not run by themselves."""

    account: Account
    places: Places
    network_url: str
    schedules: str = "DISABLED"

    @property
    def stage(self) -> str:
        """Its name."""
        return self.places.folder.name

    def deploy(self, *more: str) -> None:
        """As `make deploy` does after packaging."""
        packages = ("--packages", str(self.places.folder.parent))
        network = ("--parameter", f"XApi={self.network_url}", "--parameter", f"XSite={self.network_url}")
        code = main(["deploy", self.stage, *packages, *network, "--schedules", self.schedules, *more])
        assert code == 0
        self._mend_mappings()

    def _mend_mappings(self) -> None:
        """Where a template names a parameter that is a number, AWS takes a number. The emulator keeps text,
        and then takes nothing from any queue. One instance of each function does here: they start slowly."""
        functions = self.account.client("lambda")
        for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
            most = int(mapping["ScalingConfig"]["MaximumConcurrency"])
            functions.update_event_source_mapping(
                UUID=mapping["UUID"], ScalingConfig={"MaximumConcurrency": most}
            )
            name = mapping["FunctionArn"].rsplit(":", 1)[-1]
            functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=1)

    def invoke(self, function: str) -> object:
        """Run a schedule's function now; what it answered."""
        name = f"earshot-{self.stage}-{function}"
        answer = self.account.client("lambda").invoke(FunctionName=name, Payload=json.dumps(TICK))
        told = answer["Payload"].read()
        assert "FunctionError" not in answer, told
        return json.loads(told)

    def keep_keys(self) -> None:
        """Put the sandbox's keys to X where `earshot connect x` puts real ones."""
        keys = {"consumer_key": "sandbox", "consumer_secret": "sandbox", "access_token_secret": "sandbox"}
        accounts = {handle: keys | {"access_token": f"sandbox-{handle}"} for handle in ACCOUNTS}
        self.account.client("secretsmanager").put_secret_value(
            SecretId=f"earshot/{self.stage}/x",
            SecretString=json.dumps({"bearer": f"sandbox-{ACCOUNTS[0]}", "accounts": accounts}),
        )

    @cached_property
    def services(self) -> Services:
        """What the command line works with, for this stage and its network."""
        os.environ["EARSHOT_X_API"] = self.network_url
        return connect(None, self.stage)

    def go_live(self) -> None:
        """What an admin does before a desk may post, for every desk."""
        room = self.services.control()
        for desk in self.services.brands[BRAND].desks:
            set_caps(room, BRAND, desk, PLENTY, who=WHO)
            state(room, BRAND, desk, STATED, who=WHO)
            go_live(room, BRAND, desk, who=WHO)

    def browser(self) -> "Browser":
        """Somebody who has not signed in yet."""
        return Browser(self.account.emulator.endpoint, self.account.outputs(self.stage)["EndpointURL"])

    def admin(self) -> "Browser":
        """Somebody who signed in with the admin's token."""
        secret = self.account.client("secretsmanager").get_secret_value(
            SecretId=f"earshot/{self.stage}/console"
        )
        browser = self.browser()
        signed_in = browser.send("sign-in", {"token": json.loads(secret["SecretString"])["admin_token"]})
        assert signed_in.ok, signed_in.text
        return browser


@dataclass
class Browser:
    """Asks the deployed API by the host name that AWS gave it, which leads to the emulator here."""

    endpoint: str
    home: str
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def get(self, path: str = "") -> requests.Response:
        """A page; whatever it leads to is followed."""
        return self._ask("GET", urljoin(self.home, path), {})

    def page(self, path: str = "") -> Page:
        """A page that has to be there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return Page(answer.text)

    def send(self, path: str, fields: dict[str, str]) -> requests.Response:
        """A form."""
        return self._ask("POST", urljoin(self.home, path), fields)

    def _ask(self, method: str, url: str, fields: dict[str, str]) -> requests.Response:
        parts = urlsplit(url)
        api = urlsplit(self.home).netloc.split(".")[0]
        answer = requests.request(
            method,
            f"{self.endpoint}{parts.path}{'?' if parts.query else ''}{parts.query}",
            headers={
                # The emulator knows its APIs by this name.
                "Host": f"{api}.execute-api.127.0.0.1",
                "Accept": "text/html",
                "Cookie": "; ".join(f"{name}={one.value}" for name, one in self.cookies.items()),
            },
            data=fields or None,
            allow_redirects=False,
            timeout=60,
        )
        # All of our cookies are for TLS only, which the emulator does not speak.
        self.cookies.load(answer.headers.get("Set-Cookie", ""))
        if answer.is_redirect:
            return self._ask("GET", urljoin(url, answer.headers["Location"]), {})
        return answer
