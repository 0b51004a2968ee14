"""The steps on a twin store and a real network over a real socket, with a clock that the test moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from chalicelib.adapters.files.rule_file import read_rules
from chalicelib.adapters.memory.controls import MemoryControls
from chalicelib.adapters.memory.messages import MemoryMessages
from chalicelib.adapters.memory.store import MemoryStore
from chalicelib.adapters.x.credentials import sandbox_credentials
from chalicelib.adapters.x.network import XNetwork
from chalicelib.control.room import ControlRoom
from chalicelib.domain.brand import Brand
from chalicelib.domain.case import Case
from chalicelib.domain.change import Change
from chalicelib.domain.conversation import Heard, join, open_case
from chalicelib.domain.draft import Draft, Origin
from chalicelib.domain.lifecycle import present, start_drafting
from chalicelib.domain.post import Post
from chalicelib.domain.trace import Trace
from chalicelib.follow_up.recognise import FollowUpRoom
from chalicelib.listen.room import ListenRoom
from chalicelib.ports import Messages, Store
from chalicelib.publish.room import PublishRoom
from chalicelib.review.room import ReviewRoom
from sandbox.network.network import Network
from sandbox.network.server import NetworkServer
from tests.support.controls import live_controls
from tests.support.values import a_verdict

START = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
TEXT = "Sorry about the tent! Send us a message and we will look at it together."

BRAND = Brand.model_validate(
    {
        "schema": 1,
        "brand": "tarnhollow",
        "name": "Tarnhollow",
        "fictitious": True,
        "website": "https://tarnhollow.example",
        "names": ["tarnhollow"],
        "languages": ["en"],
        "accounts": [{"handle": "tarnhollow"}, {"handle": "tarnhollowcare"}],
        "desks": {
            "support": {
                "accounts": ["tarnhollowcare", "tarnhollow"],
                "time_zone": "Europe/Berlin",
                "hours": "Mon-Sun 08:00-20:00",
                "answer_within_minutes": {"urgent": 15, "normal": 240},
                "voice": "tarnhollow/support",
            }
        },
        "searches": [
            {
                "id": "mentions-care",
                "desk": "support",
                "kind": "mentions",
                "account": "tarnhollowcare",
                "every_seconds": 60,
                "reads_per_day": 5000,
            },
            {
                "id": "untagged",
                "desk": "support",
                "kind": "search",
                "query": "tarnhollow -@tarnhollowcare -from:tarnhollowcare",
                "every_seconds": 60,
                "reads_per_day": 5000,
            },
        ],
    }
)


@dataclass
class MovingClock:
    """Stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Rig:
    """Everything that a test of a step needs."""

    clock: MovingClock
    street: Network
    x: XNetwork
    address: str
    store: Store = field(default_factory=MemoryStore)
    messages: Messages = field(default_factory=MemoryMessages)
    controls: MemoryControls = field(default_factory=lambda: live_controls(BRAND))
    seconds_left: float = 600.0

    @property
    def listening(self) -> ListenRoom:
        return ListenRoom(
            store=self.store,
            controls=self.controls,
            messages=self.messages,
            network=self.x,
            clock=self.clock,
            look_back=timedelta(hours=24),
            overlap=timedelta(minutes=5),
            seconds_left=lambda: self.seconds_left,
        )

    @property
    def reviewing(self) -> ReviewRoom:
        return ReviewRoom(
            store=self.store,
            controls=self.controls,
            messages=self.messages,
            clock=self.clock,
            brands={BRAND.brand: BRAND},
            rules=read_rules(),
            site="https://x.example",
        )

    @property
    def publishing(self) -> PublishRoom:
        return PublishRoom(
            store=self.store,
            controls=self.controls,
            messages=self.messages,
            network=self.x,
            clock=self.clock,
            brands={BRAND.brand: BRAND},
            rules=read_rules(),
            seconds_left=lambda: self.seconds_left,
        )

    @property
    def control(self) -> ControlRoom:
        return ControlRoom(
            store=self.store,
            controls=self.controls,
            network=self.x,
            clock=self.clock,
            brands={BRAND.brand: BRAND},
            table_region="eu-central-1",
            seconds_left=lambda: self.seconds_left,
        )

    @property
    def following_up(self) -> FollowUpRoom:
        return FollowUpRoom(store=self.store, messages=self.messages, network=self.x, clock=self.clock)

    def hear(self, text: str, by: str = "walker", in_reply_to: int | None = None) -> Post:
        """Somebody posts it, and the adapter reads it."""
        posted = self.street.create_post(by, text, in_reply_to)
        post = self.x.look_up([str(posted.id)]).found[str(posted.id)]
        self.store.add_posts(BRAND.brand, [post], "test:0", self.clock())
        return post

    def waiting_case(self, text: str = "@tarnhollowcare my tent leaks", by: str = "walker") -> Case:
        """A case about a fresh post, with a draft before people."""
        post = self.hear(text, by)
        trace = Trace("test", self.clock())
        case = start_drafting(open_case(BRAND.brand, self._heard(post), trace), trace)
        draft = self._draft(case)
        case = present(case, draft, trace)
        self.store.commit(Change(case, tuple(trace.events), (post.ref, a_verdict()), draft=draft))
        return case

    def write_on(self, case: Case, text: str) -> Case:
        """The same person writes again; the post joins the case."""
        post = self.hear(text, case.author.handle)
        trace = Trace("test", self.clock())
        joined = join(self.store.case(case.brand, case.id), self._heard(post), trace)
        self.store.commit(Change(joined, tuple(trace.events), (post.ref, a_verdict())))
        return joined

    def replies_of(self, account: str = "tarnhollowcare") -> list[str]:
        """The texts of what stands on the network by this account, as the network keeps them."""
        since = START - timedelta(days=1)
        return [post.text for post in self.x.own_posts(account, since)]

    def _heard(self, post: Post) -> Heard:
        desk = BRAND.desks["support"]
        ruling = read_rules().rule_on(BRAND, "support", post)
        return Heard(post, a_verdict(), ruling, "support", desk.answer_within_minutes)

    def _draft(self, case: Case) -> Draft:
        return Draft(
            id=f"draft-{case.id}",
            text=TEXT,
            lang="en",
            origin=Origin.OFFLINE,
            sources=(),
            checks=(),
            conversation_version=case.conversation_version,
            rules_version=case.ruling.rules_version,
            made_at=self.clock(),
        )


@contextmanager
def a_rig(read_timeout: float = 2.0) -> Iterator[Rig]:
    """A rig whose network runs until the end of the block."""
    clock = MovingClock()
    street = Network(clock, own_accounts=("tarnhollow", "tarnhollowcare"))
    server = NetworkServer(street)
    server.start()
    try:
        x = XNetwork(
            sandbox_credentials(["tarnhollow", "tarnhollowcare"]), server.url, (1.0, read_timeout), clock
        )
        yield Rig(clock, street, x, server.url)
    finally:
        server.stop()
        street.close()
