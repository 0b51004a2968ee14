"""A laptop whose store was cut off: everything is stopped at the next start, and nothing is sent twice."""

import json
import os
import signal
from datetime import timedelta
from pathlib import Path
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

from chalicelib.control.switch import start
from chalicelib.domain.case import Case
from chalicelib.domain.state import State
from chalicelib.entrypoints.services import services
from chalicelib.review.decide import approve
from sandbox.laptop import Laptop
from sandbox.network.faults import FaultKind
from sandbox.rehearsal import CUT_OFF
from tests.support.laptop import a_laptop, eventually

B, DESK, CARE = "tarnhollow", "support", "tarnhollowcare"


def cases(state: State) -> tuple[Case, ...]:
    return services().store.queue(B, DESK, state, limit=100).cases


def approve_all() -> None:
    for case in cases(State.WAITING):
        words = f"Sorry, {case.author.handle}! We are looking into it now."
        approve(services().reviewing(), B, case.id, text=words, seen=case.conversation_version, who="ana")


def replies(laptop: Laptop) -> list[int | None]:
    return [own.in_reply_to for own in laptop.network.reading.posts_of(CARE)]


def posts(folder: Path) -> Path:
    path = folder / "posts.jsonl"
    line = "@tarnhollowcare order {0} is late, where is it?"
    lines = [{"text": line.format(n), "author": f"buyer{n}", "lang": "en"} for n in range(4)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def first_page(laptop: Laptop) -> str:
    """What a person sees who signs in."""
    browser = build_opener(ProxyHandler({}), HTTPCookieProcessor())
    browser.open(f"{laptop.console.url}/sign-in", data=b"who=ana", timeout=10)
    with browser.open(f"{laptop.console.url}/b/{B}/d/{DESK}/q/waiting", timeout=10) as answer:
        return str(answer.read().decode())


def snapshots(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in (folder / "aws" / "state").rglob("*") if path.is_file()}


def test_a_store_that_was_killed_begins_with_everything_stopped_and_says_why(tmp_path: Path) -> None:
    data, source = tmp_path / "data", posts(tmp_path)
    with a_laptop(data, source) as laptop:
        eventually("the posts wait", lambda: len(cases(State.WAITING)) == 4)
        laptop.network.faults.arm(FaultKind.SLOW, "create", times=4, seconds=1.5)
        approve_all()
        before = snapshots(data)
        eventually("the approvals are on disk", lambda: snapshots(data) != before)
        eventually("replies leave", lambda: len(replies(laptop)) >= 2)
        pid = laptop.emulator.pid
        assert pid
        os.kill(pid, signal.SIGKILL)
        left = len(replies(laptop))
    said: list[str] = []
    with a_laptop(data, source, say=said.append) as laptop:
        assert laptop.emulator.was_cut_off
        assert f"Everything that leaves is stopped (system:control: {CUT_OFF})." in said
        assert f"Start again with: earshot start --data {data}" in said
        assert CUT_OFF in first_page(laptop)
        eventually("every case is settled", lambda: not services().controls.switch().recovering)
        assert cases(State.APPROVED) == cases(State.PUBLISHING) == ()
        laptop.clock.skip(timedelta(minutes=16))  # now absence counts
        laptop.kill_worker()  # the next one sees the time
        eventually("the network was read", lambda: not cases(State.UNKNOWN))
        assert len(replies(laptop)) == left
        start(services().controls, services().clock, who="ana")
        approve_all()
        eventually("everybody has an answer", lambda: len(cases(State.POSTED)) == 4)
        assert len(set(replies(laptop))) == len(replies(laptop)) == 4


def test_a_store_that_was_stopped_in_order_begins_as_it_was(tmp_path: Path) -> None:
    data, source = tmp_path / "data", posts(tmp_path)
    for _ in range(2):
        with a_laptop(data, source) as laptop:
            assert not laptop.emulator.was_cut_off
            assert not services().controls.switch().stopped
