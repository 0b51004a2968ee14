"""A burst of posts against the real steps, minute by minute on a virtual clock.

Listen, triage, draft and sweep are the product's own, on the store's twin, which is told what goes wrong.
X, the queues and the time that functions have are simulated.
"""

from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, partial
from io import StringIO
from pathlib import Path
from random import Random
from typing import NamedTuple

from chalicelib.adapters.files.prompt_files import read_prompts
from chalicelib.adapters.files.rule_file import read_rules
from chalicelib.adapters.memory import Faults, MemoryStore
from chalicelib.adapters.memory.circuits import MemoryCircuits
from chalicelib.adapters.secrets.keyring import Keyring
from chalicelib.adapters.secrets.memory import MemorySecrets
from chalicelib.bootstrap import Services
from chalicelib.domain.brand import Brand
from chalicelib.domain.change import Change
from chalicelib.domain.errors import NotFoundError, RetryableError
from chalicelib.domain.post import Post
from chalicelib.domain.state import State
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.run import draft_case
from chalicelib.entrypoints.sweep import sweep
from chalicelib.listen.run import listen
from chalicelib.ports import Topic
from chalicelib.settings import Settings
from chalicelib.triage.run import triage_post
from tests.support.controls import live_controls
from tests.support.prompting import unchanged
from tests.support.rig import BRAND, START, MovingClock
from tests.support.simulated import Crowd, Queues, Weather, a_crowd

B = BRAND.brand
# Its own budget is not what a burst is to run into here.
SEARCH = BRAND.searches[0].model_copy(update={"reads_per_day": 10_000_000})
BURST = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
LONGEST_MINUTES = 24 * 60
FUNCTION_SECONDS = 120.0
STORM = Weather(throttled=0.05, conflicts=0.05, answers_lost=0.02, hints_lost=0.2, lag=20)
# Seconds of a function's time: triage as measured, a draft with a model; less where nothing is left to do.
WORK_SECONDS = {Topic.TRIAGE: 0.06, Topic.DRAFT: 5.0}
NO_WORK_SECONDS = 0.03


@dataclass(frozen=True)
class Burst:
    """So many posts within BURST. `requests` is what X serves in 15 minutes, `functions` how many work at
    each queue at once."""

    posts: int
    name: str = "calm"
    weather: Weather = field(default_factory=Weather)
    requests: int = 450
    functions: int = 8
    seed: int = 1


class Outcome(NamedTuple):
    """`heard` and `drafted` are lags in minutes since a post was written; `lost` are posts that ended in no
    case, or in one that has no draft and needs one."""

    burst: Burst
    heard: list[float]
    drafted: list[float]
    requests: int
    refused: int
    sent: int
    dead: int
    lost: int


class Watched(MemoryStore):
    """The twin, which counts what was tried to be written."""

    written = 0

    def commit(self, change: Change) -> None:
        """Count it."""
        self.written += 1
        super().commit(change)


class Run:
    """One burst, from its first post until everything is done."""

    def __init__(self, burst: Burst) -> None:
        self.burst, self.random, self.clock = burst, Random(burst.seed), MovingClock()
        self.posts = a_crowd(burst.posts, START + MINUTE, BURST, self.random)
        self.crowd = Crowd(self.clock, self.posts, burst.requests)
        deaf_until = START + burst.weather.deaf_minutes * MINUTE
        self.queues = Queues(self.clock, self.random, burst.weather, deaf_until)
        self.store = Watched()
        self.services = _services(self)
        self.heard: dict[str, float] = {}
        self.drafted: dict[str, float] = {}
        self.unsettled = {post.ref: post for post in self.posts}

    def to_the_end(self) -> Outcome:
        """Minute by minute, until every post is settled or a day is over."""
        for _ in range(LONGEST_MINUTES):
            self.clock.forward(minutes=1)
            # Figures that the sweep tells CloudWatch are lines of output.
            with redirect_stdout(StringIO()):
                self._minute()
            self._look()
            if not self.unsettled:
                break
        return Outcome(
            self.burst,
            list(self.heard.values()),
            list(self.drafted.values()),
            self.crowd.requests,
            self.crowd.refused,
            self.queues.sent,
            self.queues.dead,
            len(self.unsettled),
        )

    def _minute(self) -> None:
        """What AWS would run within a minute."""
        self.crowd.spent = 0.0
        self._struck(self._listen)
        self._consume(Topic.TRIAGE, self._triage)
        self._consume(Topic.DRAFT, self._draft)
        self._struck(lambda: sweep(self.services, lambda: FUNCTION_SECONDS))

    def _listen(self) -> None:
        room = self.services.listening(lambda: FUNCTION_SECONDS - self.crowd.spent)
        # Every invocation is another owner, as on AWS.
        listen(room, BRAND, SEARCH, f"invocation at {self.clock.now}")

    def _consume(self, topic: str, handle: Callable[[dict[str, str]], object]) -> None:
        """A minute of the functions at this queue."""
        seconds = 60.0 * self.burst.functions
        while seconds > 0 and (message := self.queues.take(topic)):
            body, written = message.body, self.store.written
            if not self._struck(partial(handle, body)):
                self.queues.give_back(topic, message)
            seconds -= WORK_SECONDS[topic] if self.store.written > written else NO_WORK_SECONDS

    def _triage(self, body: dict[str, str]) -> None:
        triage_post(self.services.triage(), body["brand"], body["post"])

    def _draft(self, body: dict[str, str]) -> None:
        draft_case(self.services.drafting(), body["brand"], body["case"])

    def _struck(self, work: Callable[[], object]) -> bool:
        """Do it in this weather. Whether it went well."""
        # Orders that this piece of work does not use up are not those of the next.
        self.store.faults = self.burst.weather.faults(self.random)
        try:
            work()
        except RetryableError:
            return False
        return True

    def _look(self) -> None:
        """What became of the posts by now, seen in fair weather."""
        self.store.faults = Faults()
        for post in list(self.unsettled.values()):
            if post.created_at > self.clock.now:
                break
            self._look_at(post)

    def _look_at(self, post: Post) -> None:
        try:
            _, verdict = self.store.post(B, post.ref)
        except NotFoundError:
            return
        lag = (self.clock.now - post.created_at) / MINUTE
        self.heard.setdefault(post.ref, lag)
        case_id = self.store.members(B, post)[0]
        if verdict is None or case_id is None:
            return
        case = self.store.case(B, case_id)
        if case.state is State.WAITING and not case.draft_is_stale and post.ref in case.posts:
            self.drafted[post.ref] = lag
        elif case.state is not State.IGNORED:
            return
        del self.unsettled[post.ref]


def _services(run: Run) -> Services:
    return Services(
        settings=Settings(),
        brands={B: BRAND},
        prompts=unchanged({B: _prompts()}),
        rules=read_rules(),
        store=run.store,
        controls=live_controls(BRAND),
        messages=run.queues,
        network=run.crowd,
        circuits=MemoryCircuits(),
        keyring=Keyring(MemorySecrets({})),
        clock=run.clock,
    )


@cache
def _prompts() -> Prompts:
    brand = Brand.model_validate(BRAND.model_dump(by_alias=True) | {"brand": "simulated"})
    return read_prompts(Path("prompts"), brand)
