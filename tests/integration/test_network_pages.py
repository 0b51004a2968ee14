"""The sandbox network's pages and its server, over a real socket."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from sandbox.network.network import Network
from sandbox.network.server import NetworkServer
from tests.support.sandbox_network import SetClock

BRAND = "nordlicht_gear"


@pytest.fixture
def server() -> Iterator[NetworkServer]:
    network = Network(SetClock(), own_accounts=[BRAND, "nordlicht_care"])
    running = NetworkServer(network)
    running.start()
    yield running
    running.stop()
    network.close()


def get(server: NetworkServer, path: str, **headers: str) -> requests.Response:
    return requests.get(server.url + path, headers=headers, timeout=5)


def submit(server: NetworkServer, path: str, origin: str | None = None, **form: str) -> requests.Response:
    headers = {"Origin": origin or server.url}
    return requests.post(server.url + path, data=form, headers=headers, timeout=5)


def test_what_people_write_is_shown_and_never_becomes_part_of_the_page(server: NetworkServer) -> None:
    nasty = '<script>alert(1)</script> "><img src=x onerror=alert(1)> {{ 7*7 }} javascript:alert(1)'
    network = server.network
    network.load_posts([{"text": nasty, "author": "ana", "name": "<b>Ana</b>", "lang": '"><i>'}])
    (post,) = network.reading.posts_of("ana")
    for path in ("/", f"/ana/status/{post.id}", "/ana", f"/intent/tweet?in_reply_to={post.id}&text={nasty}"):
        page = get(server, path)
        assert page.status_code == 200
        assert "&lt;script&gt;" in page.text
        for raw in ("<script>", "<img src=x", "<b>Ana", "<i>"):
            assert raw not in page.text
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_replies_stand_under_their_post_and_the_newest_conversation_first(server: NetworkServer) -> None:
    network = server.network
    clock = network.clock
    assert isinstance(clock, SetClock)
    old = network.create_post("ana", "old question")
    clock.forward(minutes=1)
    network.create_post("bob", "newer question")
    clock.forward(minutes=1)
    network.create_post("eve", "an answer", old.id)
    page = get(server, "/").text
    places = [page.index(text) for text in ("old question", "an answer", "newer question")]
    assert places == sorted(places)
    assert "everybody here is made up" in page
    assert f'id="p{old.id}"' in page


def test_the_timeline_is_paged(server: NetworkServer) -> None:
    for number in range(45):
        server.network.create_post("ana", f"post {number} of many")
    pages = [get(server, f"/?page={page}").text for page in (1, 2, 3)]
    found = [re.findall(r"post (\d+) of many", page) for page in pages]
    assert [int(number) for page in found for number in page] == list(range(44, -1, -1))
    assert "Older" in pages[0]
    assert "Older" not in pages[2]


def test_the_intent_posts_by_hand_what_the_person_made_of_it(server: NetworkServer) -> None:
    network = server.network
    post = network.create_post("ana", "nordlicht care never answers, says @nordlicht_care")
    page = get(server, f"/intent/tweet?in_reply_to={post.id}&text=So%20sorry%20%26%20thanks").text
    assert "So sorry &amp; thanks</textarea>" in page
    assert '<option value="nordlicht_care" selected>' in page
    form = {"in_reply_to": str(post.id), "account": "nordlicht_care", "text": "So sorry!\r\nReally."}
    done = submit(server, "/intent/tweet", **form)
    (reply,) = network.reading.posts_of("nordlicht_care")
    assert done.url.startswith(f"{server.url}/nordlicht_care/status/{reply.id}")
    assert (reply.text, reply.in_reply_to, reply.via) == ("@ana So sorry!\nReally.", post.id, "native")
    again = submit(server, "/intent/tweet", **form)
    assert again.status_code == 400
    assert "said exactly that already" in again.text
    assert submit(server, "/intent/tweet", **form | {"account": "ana"}).status_code == 400


def test_the_intent_says_when_the_post_is_gone(server: NetworkServer) -> None:
    for path in ("/intent/tweet?in_reply_to=123", "/intent/tweet?in_reply_to=nonsense"):
        assert "is gone" in get(server, path).text


def test_writing_as_a_customer(server: NetworkServer) -> None:
    network = server.network
    submit(server, "/write", handle="@new_one", text="hello there")
    (post,) = network.reading.posts_of("new_one")
    address = f"{server.url}/new_one/status/{post.id}"
    submit(server, "/write", handle="other", text="hello back", in_reply_to=address)
    (answer,) = network.reading.posts_of("other")
    assert (answer.in_reply_to, answer.text) == (post.id, "@new_one hello back")
    for wrong in ({"handle": "two words"}, {"handle": BRAND}, {"in_reply_to": "x"}, {"text": " "}):
        refused = submit(server, "/write", **{"handle": "ok", "text": "kept text", "in_reply_to": ""} | wrong)
        assert refused.status_code == 400
        assert 'role="alert"' in refused.text
    assert network.reading.count() == 2


def test_deleting_and_faults_from_the_page(server: NetworkServer) -> None:
    network = server.network
    post = network.create_post("ana", "gone soon")
    submit(server, "/delete", id=str(post.id))
    assert get(server, f"/ana/status/{post.id}").status_code == 404
    armed = submit(server, "/faults", kind="kill-worker")
    assert "Armed." in armed.text
    submit(server, "/faults", kind="503", endpoint="search", times="3", seconds="1")
    assert [(fault.kind.value, fault.times) for fault in network.faults.armed()] == [
        ("kill-worker", 1),
        ("503", 3),
    ]
    assert submit(server, "/faults", kind="503", times="0").status_code == 400
    submit(server, "/faults/disarm")
    assert network.faults.armed() == []


def test_other_sites_can_change_nothing(server: NetworkServer) -> None:
    network = server.network
    for origin in ("https://evil.example", "null", f"{server.url}.evil.example", "http://127.0.0.1:1"):
        assert submit(server, "/write", origin=origin, handle="eve", text="forged").status_code == 403
    without = requests.post(f"{server.url}/write", data={"handle": "eve", "text": "forged"}, timeout=5)
    assert without.status_code == 403
    faults = f"{server.url}/sandbox/faults"
    forged = requests.post(
        faults, json={"kind": "503"}, headers={"Origin": "https://evil.example"}, timeout=5
    )
    plain = requests.post(faults, data='{"kind": "503"}', headers={"Content-Type": "text/plain"}, timeout=5)
    assert (forged.status_code, plain.status_code) == (403, 403)
    assert get(server, "/", Host="evil.example").status_code == 403
    assert (network.reading.count(), network.faults.armed()) == (0, [])


def test_a_part_of_the_page_is_sent_again_only_when_it_changed(server: NetworkServer) -> None:
    part = get(server, "/timeline").text
    found = re.search(r'"X-Seen": "([0-9a-f]+)"', part)
    assert found
    assert get(server, "/timeline", **{"X-Seen": found.group(1)}).status_code == 204
    server.network.create_post("ana", "news")
    renewed = get(server, "/timeline", **{"X-Seen": found.group(1)})
    assert (renewed.status_code, "news" in renewed.text) == (200, True)


def test_without_htmx_the_page_reloads_itself_and_with_it_it_does_not(tmp_path: Path) -> None:
    script = tmp_path / "htmx.js"
    script.write_text("// a stand-in")
    for path, reloads in ((script, False), (tmp_path / "missing.js", True), (None, True)):
        network = Network(SetClock())
        running = NetworkServer(network, htmx_path=path)
        running.start()
        page = get(running, "/").text
        assert ('http-equiv="refresh"' in page) is reloads
        assert (get(running, "/static/htmx.js").status_code == 404) is reloads
        assert get(running, "/static/network.css").status_code == 200
        running.stop()
        network.close()


def test_a_port_in_use_takes_the_next_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        running = NetworkServer(Network(SetClock()), port=port)
        running.start()
        assert port < running.port <= port + 50
        assert get(running, "/").status_code == 200
        running.stop()


def test_it_stays_on_loopback() -> None:
    with pytest.raises(ValueError, match="stays on loopback"):
        NetworkServer(Network(SetClock()), host="0.0.0.0")
