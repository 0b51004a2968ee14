"""Keys to X that change while the process runs, and what is asked of X to know whose they are."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from chalicelib.adapters.memory.store import MemoryStore
from chalicelib.adapters.x import AccountKeys, XCredentials
from chalicelib.adapters.x.network import XNetwork
from chalicelib.domain.errors import (
    BadInputError,
    NetworkUnavailableError,
    NotAuthorisedError,
    StoreUnavailableError,
)
from chalicelib.ports import Bounds
from tests.support.scripted_server import Answer, ScriptedServer
from tests.support.values import ACCOUNT, NOW
from tests.support.x_answers import HELP, ME, a_page, a_user

WHO, POSTS, SEARCH = "/2/users/me", "/2/tweets", "/2/tweets/search/recent"
MENTIONS = f"/2/users/{HELP}/mentions"
CREATED = Answer(201, {"data": {"id": "2001", "text": "Hi"}})
OTHER_ME = {"data": a_user("903", "SomebodyElse", "Somebody Else")}
REFUSED = Answer(
    401, {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}
)


def keys(number: int) -> AccountKeys:
    return AccountKeys("app", "app-secret", f"token-{number}", f"secret-{number}")


@dataclass
class Drawer:
    """A source of keys: what is known of them changes only when they are read anew."""

    kept: XCredentials
    known: XCredentials | None = None
    reads: int = 0
    failure: Exception | None = field(default=None)

    def __call__(self, *, anew: bool = False) -> XCredentials:
        """The keys."""
        if self.failure:
            raise self.failure
        if anew or self.known is None:
            self.reads += 1
            self.known = self.kept
        return self.known


def credentials(number: int) -> XCredentials:
    return XCredentials({ACCOUNT: keys(number)}, f"bearer-{number}")


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as server:
        server.on("GET", WHO, Answer(200, ME))
        yield server


@pytest.fixture
def drawer() -> Drawer:
    return Drawer(credentials(1))


@pytest.fixture
def network(server: ScriptedServer, drawer: Drawer) -> XNetwork:
    return XNetwork(drawer, server.url, (1.0, 1.0), lambda: NOW)


def authorisations(server: ScriptedServer, path: str, method: str = "GET") -> list[str]:
    return [one.headers["authorization"] for one in server.sent(method, path)]


def test_a_changed_bearer_is_used_as_soon_as_the_old_one_is_refused(
    server: ScriptedServer, network: XNetwork, drawer: Drawer
) -> None:
    server.on("GET", SEARCH, Answer(200, a_page()), REFUSED, Answer(200, a_page()))
    network.search("tent", Bounds())
    drawer.kept = credentials(2)
    assert network.search("tent", Bounds()).posts == ()
    assert authorisations(server, SEARCH) == ["Bearer bearer-1", "Bearer bearer-1", "Bearer bearer-2"]
    network.search("tent", Bounds())
    assert authorisations(server, SEARCH)[-1] == "Bearer bearer-2"
    assert drawer.reads == 2


def test_keys_that_are_refused_and_the_same_are_not_tried_again(
    server: ScriptedServer, network: XNetwork, drawer: Drawer
) -> None:
    server.on("GET", SEARCH, REFUSED)
    with pytest.raises(NotAuthorisedError, match="does not accept the keys"):
        network.search("tent", Bounds())
    assert len(server.seen) == 1
    assert drawer.reads == 2


def test_a_refusal_of_another_kind_reads_no_keys(
    server: ScriptedServer, network: XNetwork, drawer: Drawer
) -> None:
    server.on("GET", SEARCH, Answer(503, {}))
    drawer.kept = credentials(2)
    with pytest.raises(NetworkUnavailableError):
        network.search("tent", Bounds())
    assert (len(server.seen), drawer.reads) == (1, 1)


def test_changed_keys_of_an_account_are_proven_anew(
    server: ScriptedServer, network: XNetwork, drawer: Drawer
) -> None:
    server.on("GET", MENTIONS, Answer(200, a_page()))
    network.mentions(ACCOUNT, Bounds())
    drawer.kept = drawer.known = credentials(2)
    network.mentions(ACCOUNT, Bounds())
    network.mentions(ACCOUNT, Bounds())
    assert ["token-1" in one for one in authorisations(server, WHO)] == [True, False]
    assert all("token-2" in one for one in authorisations(server, MENTIONS)[1:])


def test_keys_refused_when_they_are_proven_are_read_anew(
    server: ScriptedServer, network: XNetwork, drawer: Drawer
) -> None:
    server.on("GET", WHO, REFUSED, Answer(200, ME))
    drawer()
    drawer.kept = credentials(2)
    network.prove(ACCOUNT)
    assert ["token-2" in one for one in authorisations(server, WHO)] == [False, True]


def test_a_reply_is_called_once_also_when_its_keys_were_changed(
    server: ScriptedServer, network: XNetwork, drawer: Drawer
) -> None:
    server.on("POST", POSTS, REFUSED, CREATED)
    network.prove(ACCOUNT)
    drawer.kept = credentials(2)
    with pytest.raises(NetworkUnavailableError, match="the new ones come next") as put_off:
        network.reply(ACCOUNT, "1", "Hi")
    assert not put_off.value.may_be_billed
    assert len(server.sent("POST", POSTS)) == 1
    network.prove(ACCOUNT)
    assert network.reply(ACCOUNT, "1", "Hi").id == "2001"
    assert "token-2" in authorisations(server, POSTS, "POST")[-1]


def test_a_reply_with_refused_keys_that_nobody_changed_is_not_authorised(
    server: ScriptedServer, network: XNetwork
) -> None:
    server.on("POST", POSTS, REFUSED)
    with pytest.raises(NotAuthorisedError):
        network.reply(ACCOUNT, "1", "Hi")
    assert len(server.sent("POST", POSTS)) == 1


def test_new_keys_of_another_account_never_post(
    server: ScriptedServer, network: XNetwork, drawer: Drawer
) -> None:
    server.on("POST", POSTS, CREATED)
    network.reply(ACCOUNT, "1", "Hi")
    drawer.known = credentials(2)
    server.on("GET", WHO, Answer(200, OTHER_ME))
    with pytest.raises(NotAuthorisedError, match="belong to another account"):
        network.reply(ACCOUNT, "1", "Hi")
    assert len(server.sent("POST", POSTS)) == 1


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (StoreUnavailableError("throttled"), NetworkUnavailableError),
        (BadInputError("earshot/prod/x: bearer: is empty"), NotAuthorisedError),
    ],
)
def test_keys_that_cannot_be_read_are_the_networks_own_errors(
    network: XNetwork, drawer: Drawer, failure: Exception, error: type[Exception]
) -> None:
    drawer.failure = failure
    with pytest.raises(error, match=str(failure)):
        network.prove(ACCOUNT)
    with pytest.raises(error, match=str(failure)):
        network.search("tent", Bounds())


# --- whose keys they are, remembered beyond the process ----------------------------------------------


def a_process(server: ScriptedServer, store: MemoryStore, number: int = 1) -> XNetwork:
    return XNetwork(credentials(number), server.url, (1.0, 1.0), lambda: NOW, store)


def test_a_second_process_does_not_ask_again(server: ScriptedServer) -> None:
    store = MemoryStore()
    for _ in range(3):
        a_process(server, store).prove(ACCOUNT)
    assert len(server.sent("GET", WHO)) == 1


def test_changed_keys_are_asked_about_in_every_process_that_has_them_first(server: ScriptedServer) -> None:
    store = MemoryStore()
    a_process(server, store).prove(ACCOUNT)
    a_process(server, store, number=2).prove(ACCOUNT)
    a_process(server, store, number=2).prove(ACCOUNT)
    assert len(server.sent("GET", WHO)) == 2


def test_keys_of_another_account_are_never_remembered(server: ScriptedServer) -> None:
    store = MemoryStore()
    server.on("GET", WHO, Answer(200, OTHER_ME))
    for _ in range(2):
        with pytest.raises(NotAuthorisedError):
            a_process(server, store).prove(ACCOUNT)
    assert len(server.sent("GET", WHO)) == 2


def test_a_table_out_of_reach_only_costs_the_question(server: ScriptedServer) -> None:
    store = MemoryStore()
    store.faults.throttle("account_id")
    store.faults.throttle("keep_account_id")
    a_process(server, store).prove(ACCOUNT)
    assert len(server.sent("GET", WHO)) == 1


def test_no_key_can_be_told_from_its_fingerprint() -> None:
    prints = {keys(number).fingerprint for number in range(50)}
    assert len(prints) == 50
    assert all(len(one) == 64 and "token" not in one for one in prints)


def test_whether_keys_were_proven_is_known_without_asking(
    server: ScriptedServer, network: XNetwork, drawer: Drawer
) -> None:
    assert not network.is_proven(ACCOUNT)
    assert server.seen == []
    network.prove(ACCOUNT)
    assert network.is_proven(ACCOUNT.upper())
    drawer.kept = drawer.known = credentials(2)
    assert not network.is_proven(ACCOUNT)
    drawer.kept = drawer.known = XCredentials({})
    with pytest.raises(NotAuthorisedError):
        network.is_proven(ACCOUNT)
    assert len(server.seen) == 1


def test_what_another_process_proved_is_known_here(server: ScriptedServer, drawer: Drawer) -> None:
    store = MemoryStore()
    XNetwork(drawer, server.url, (1.0, 1.0), proven=store).prove(ACCOUNT)
    assert XNetwork(drawer, server.url, (1.0, 1.0), proven=store).is_proven(ACCOUNT)
    assert not XNetwork(drawer, server.url, (1.0, 1.0)).is_proven(ACCOUNT)
    assert len(server.seen) == 1
