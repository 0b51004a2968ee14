"""The worker is killed at random moments of publishing: no reply is doubled, no approval is lost."""

import json
import random
from collections import Counter
from datetime import timedelta
from pathlib import Path
from time import sleep

import pytest

from chalicelib.domain.case import Case
from chalicelib.domain.state import State
from chalicelib.entrypoints.services import services
from chalicelib.publish.room import ABSENCE_COUNTS_AFTER, ATTEMPT_LEASE
from chalicelib.review.decide import approve
from sandbox.laptop import Laptop
from sandbox.network.faults import FaultKind
from sandbox.network.limits import PER_USER, RateLimits
from tests.support.laptop import a_laptop, eventually, forward, while_it_moves

BRAND, DESK, ACCOUNT = "tarnhollow", "support", "tarnhollowcare"
UNDER_WAY = (State.APPROVED, State.PUBLISHING, State.UNKNOWN)
# One publication takes about this long on the slow network of this test, so a kill hits any part of it.
SLOW_SECONDS, MOMENT_SECONDS = 0.3, 0.6
# Unknown outcomes are looked at again after growing waits; what stands still longer needs the clock.
STALL_SECONDS, ROUNDS = 5, 12
MARGIN = timedelta(seconds=5)


@pytest.mark.timeout(240)
def test_twenty_kills_double_no_reply_and_lose_no_approval(tmp_path: Path) -> None:
    kill_and_count(tmp_path, kills=20, seed=20260914)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_two_hundred_kills_double_no_reply_and_lose_no_approval(tmp_path: Path) -> None:
    kill_and_count(tmp_path, kills=200, seed=random.randrange(2**32))


def kill_and_count(folder: Path, kills: int, seed: int) -> None:
    """Approve enough that a worker is always publishing; kill it so many times; count what stands there."""
    moments = random.Random(seed)
    with a_laptop(folder / "data", complaints(folder, 3 * kills)) as laptop:
        eventually("every complaint is a case", lambda: len(cases(State.WAITING)) == 3 * kills, 120)
        # X lets an account post 100 times in 15 minutes, and ask who it is 75 times: not what this is about.
        laptop.network.limits = RateLimits(laptop.clock, dict.fromkeys(PER_USER, 100_000))
        laptop.network.faults.arm(FaultKind.SLOW, "create", times=100 * kills, seconds=SLOW_SECONDS)
        approved = approve_waiting()
        in_the_middle = sum(killed_at_random(laptop, moments) for _ in range(kills))
        finish(laptop)
        replies = replies_by_parent(laptop)
        unfinished = [(case.id, case.state, case.notice) for state in UNDER_WAY for case in cases(state)]
        lost = [case for case in approved if services().store.case(BRAND, case.id).state is not State.POSTED]
    doubled = [parent for parent, count in replies.items() if count > 1]
    print(
        f"\n{kills} kills (seed {seed}), {in_the_middle} of them while a case was publishing: "
        f"{len(approved)} approvals, {len(doubled)} replies doubled, {len(lost)} approvals lost"
    )
    assert doubled == []
    assert unfinished == []
    assert lost == []
    assert len(replies) == len(approved)
    assert in_the_middle > 0


def complaints(folder: Path, count: int) -> Path:
    """A file of complaints by different people, each asking for an answer."""
    lines = [
        {"text": f"@{ACCOUNT} my order {n} is late again, where is it?", "author": f"buyer{n}", "lang": "en"}
        for n in range(count)
    ]
    path = folder / "posts.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def cases(state: State) -> list[Case]:
    found: list[Case] = []
    page: str | None = None
    while True:
        answer = services().store.queue(BRAND, DESK, state, limit=100, page=page)
        found += answer.cases
        page = answer.next_page
        if page is None:
            return found


def approve_waiting() -> list[Case]:
    """A person approves whatever waits, each with words of its own (the network refuses duplicates)."""
    room = services().reviewing()
    waiting = [case for case in cases(State.WAITING) if not case.draft_is_stale]
    return [
        approve(
            room,
            BRAND,
            case.id,
            text=f"Sorry, {case.author.handle}! We are looking into it now.",
            seen=case.conversation_version,
            who="tester",
        )
        for case in waiting
    ]


def killed_at_random(laptop: Laptop, moments: random.Random) -> bool:
    """Kill the worker a random moment after it has begun to publish; whether it was in the middle of it."""
    before = laptop.network.reading.count()
    eventually("the worker publishes", lambda: laptop.network.reading.count() > before, 40)
    sleep(moments.uniform(0, MOMENT_SECONDS))  # the random moment itself, not a wait for anything
    publishing_before = len(cases(State.PUBLISHING))
    laptop.kill_worker()
    return publishing_before > 0


def finish(laptop: Laptop) -> None:
    """Let leases run out and absence count, and let a person approve again what came back, until all is out.

    On a machine with other work a call may time out here as well, and then the same happens once more.
    """
    laptop.network.faults.disarm()
    while_it_moves(lambda: len(cases(State.APPROVED)), STALL_SECONDS)
    forward(laptop, ATTEMPT_LEASE + MARGIN)
    for _ in range(ROUNDS):
        for _ in range(2):  # leases that a kill left, then the absence of what they were for
            while_it_moves(under_way, STALL_SECONDS)
            forward(laptop, ABSENCE_COUNTS_AFTER + MARGIN)
        while_it_moves(under_way, STALL_SECONDS)
        if not approve_waiting() and not under_way():
            return


def under_way() -> int:
    return sum(len(cases(state)) for state in UNDER_WAY)


def replies_by_parent(laptop: Laptop) -> Counter[str]:
    """How many replies of ours stand under each post, as the network itself has them."""
    since = laptop.clock() - timedelta(days=1)
    own = services().network.own_posts(ACCOUNT, since)
    return Counter(str(post.in_reply_to) for post in own)
