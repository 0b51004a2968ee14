"""A crowd that posts, queues that lose and repeat, and bad weather: what surrounds the steps, simulated."""

from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from chalicelib.adapters.memory.faults import Faults
from chalicelib.domain.errors import RateLimitedError
from chalicelib.domain.owned import OwnPost
from chalicelib.domain.post import Author, Post
from chalicelib.ports import Bounds, Clock, LookUp, PostPage

WINDOW = timedelta(minutes=15)
# As the queues are declared: a message that failed comes back after so long, and is dead after so many times.
COMES_BACK = timedelta(minutes=12)
LIVES = 5
CALLS = ("commit", "add_posts", "save_search", "case", "dossier", "reserve", "settle")


@dataclass(frozen=True)
class Weather:
    """How often, of 1, something goes wrong: a call of the table is throttled, conflicts or its answer is
    lost, a hint is lost. `lag` is how many reads of an index it takes until it shows a change; the queues
    take nothing for `deaf_minutes`."""

    throttled: float = 0.0
    conflicts: float = 0.0
    answers_lost: float = 0.0
    hints_lost: float = 0.0
    deaf_minutes: int = 0
    lag: int = 0

    def faults(self, random: Random) -> Faults:
        """What goes wrong in one piece of work."""
        faults = Faults()
        faults.lag(self.lag)
        if random.random() < self.throttled:
            faults.throttle(random.choice(CALLS))
        if random.random() < self.conflicts:
            faults.conflict("commit")
        if random.random() < self.answers_lost:
            faults.lose_answer(random.choice(("commit", "save_search")))
        return faults


@dataclass
class Crowd:
    """A `Network` on which many people post. `allowed` requests are served in 15 minutes, as X counts.

    Each page takes `page_seconds` of a function's time, which `spent` adds up.
    """

    clock: Clock
    posts: Sequence[Post]
    allowed: int
    page_seconds: float = 0.5
    requests: int = 0
    refused: int = 0
    spent: float = 0.0
    _window: datetime | None = None
    _used: int = 0

    def __post_init__(self) -> None:
        self._times = [post.created_at for post in self.posts]

    def search(self, query: str, bounds: Bounds) -> PostPage:
        """Newest first, between the bounds, of what was posted by now."""
        self._count()
        visible = self._visible()
        first = self._after(bounds, visible)
        last = int(bounds.page) if bounds.page else self._before(bounds, visible)
        begin = max(first, last - bounds.page_size)
        found = tuple(reversed(self.posts[begin:last]))
        more = str(begin) if begin > first else None
        return PostPage(found, more, found[0].id if found else None)

    def mentions(self, account: str, bounds: Bounds) -> PostPage:
        """As any search: the crowd speaks to nobody else."""
        return self.search(account, bounds)

    def _visible(self) -> int:
        return bisect_left(self._times, self.clock())

    def _after(self, bounds: Bounds, visible: int) -> int:
        if bounds.since_id is not None:
            return int(bounds.since_id) + 1
        return min(visible, bisect_left(self._times, bounds.start_time)) if bounds.start_time else 0

    def _before(self, bounds: Bounds, visible: int) -> int:
        return int(bounds.until_id) if bounds.until_id is not None else visible

    def _count(self) -> None:
        now = self.clock()
        if self._window is None or now >= self._window + WINDOW:
            self._window, self._used = now, 0
        if self._used >= self.allowed:
            self.refused += 1
            raise RateLimitedError("too many requests", self._window + WINDOW)
        self._used += 1
        self.requests += 1
        self.spent += self.page_seconds

    # What a burst does not come to.

    def look_up(self, ids: Sequence[str]) -> LookUp:
        """Nobody asks."""
        raise NotImplementedError

    def own_posts(self, account: str, since: datetime) -> tuple[OwnPost, ...]:
        """Nobody asks."""
        raise NotImplementedError

    def replies_in(self, conversation_id: str, account: str, since: datetime) -> tuple[OwnPost, ...]:
        """Nobody asks."""
        raise NotImplementedError

    def prove(self, account: str) -> None:
        """Nobody asks."""
        raise NotImplementedError

    def is_proven(self, account: str) -> bool:
        """Nobody asks."""
        raise NotImplementedError

    def reply(self, account: str, in_reply_to: str, text: str) -> OwnPost:
        """Nobody asks."""
        raise NotImplementedError


@dataclass
class Message:
    """A hint in its queue."""

    body: dict[str, str]
    visible_at: datetime
    received: int = 0


@dataclass(eq=False)
class Queues:
    """The queues between the steps, which may lose what they are sent. Dead messages are counted."""

    clock: Clock
    random: Random
    weather: Weather
    deaf_until: datetime
    sent: int = 0
    dead: int = 0
    _waiting: dict[str, deque[Message]] = field(default_factory=dict)

    def send(self, topic: str, bodies: Sequence[dict[str, str]]) -> None:
        """Keep each body, but for those that are lost."""
        self.sent += len(bodies)
        lost = 1.0 if self.clock() < self.deaf_until else self.weather.hints_lost
        line = self._waiting.setdefault(topic, deque())
        line.extend(Message(body, self.clock()) for body in bodies if self.random.random() >= lost)

    def take(self, topic: str) -> Message | None:
        """The next message that may be seen now."""
        line = self._waiting.get(topic, deque())
        for _ in range(len(line)):
            message = line.popleft()
            if message.visible_at <= self.clock():
                message.received += 1
                return message
            line.append(message)
        return None

    def give_back(self, topic: str, message: Message) -> None:
        """It failed: it comes back later, or never."""
        if message.received >= LIVES:
            self.dead += 1
            return
        message.visible_at = self.clock() + COMES_BACK
        self._waiting[topic].append(message)

    def waiting(self) -> int:
        """How many messages there are."""
        return sum(len(line) for line in self._waiting.values())


def a_crowd(count: int, began: datetime, span: timedelta, random: Random) -> list[Post]:
    """So many posts within a span: of ten, three complain, one of a person who wrote before, the others say
    something in passing. Ids are places in the row, as the crowd looks them up."""
    return [_said(number, count, began, span, random) for number in range(count)]


def _said(number: int, count: int, began: datetime, span: timedelta, random: Random) -> Post:
    kind = number % 10
    person = number - 10 if number % 20 == 13 else number
    text = COMPLAINTS[number % len(COMPLAINTS)] if kind <= 3 else PASSING
    return Post(
        network="x",
        id=str(number),
        author=Author(id=f"a{person}", handle=f"person{person}"[:15], name=f"Person {person}"),
        text=text,
        created_at=began + span * number / count,
        lang="en",
        conversation_id=str(number),
        mentions=("tarnhollowcare",) if kind <= 3 else (),
        edit_id=str(number),
    )


COMPLAINTS = (
    "@tarnhollowcare my tent arrived broken, please help me with a refund",
    "@tarnhollowcare my parcel never arrived and nobody answers",
    "@tarnhollowcare the zip of my jacket broke on the first day",
)
PASSING = "saw somebody with a tarnhollow tent on the ridge today"
