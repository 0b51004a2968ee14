"""Each thing that Earshot does, done once on its own after everything was done once before, and measured."""

from collections.abc import Iterator
from decimal import Decimal

from chalicelib.cost.effort import Effort
from chalicelib.cost.measured import Doing
from chalicelib.domain.state import State
from chalicelib.ports import Topic
from tests.support.console import Page
from tests.support.measuring import DESK, DRAFT, B, Workshop, minus

COMPLAINT = "@tarnhollowcare my tent arrived broken, please help me with a refund"
PASSING = "saw somebody with a tarnhollow tent on the ridge today"
UNSURE = "the tarnhollow thing my brother got, hm, who knows"
UNADDRESSED = "my tarnhollow tent arrived broken and nobody answers, I want a refund"
SEARCHES = 4
# As many as a page of the list shows, so that asking for it costs the most.
LIST_OF = 25
POLLS_A_MINUTE = 15
SEVERAL = 5


class Study:
    """Measures on a workshop. What is done changes the workshop, so the order matters."""

    def __init__(self, shop: Workshop) -> None:
        self.shop = shop
        self.people = 0

    def efforts(self) -> Iterator[tuple[Doing, Effort]]:
        """Everything that is done, each with its effort."""
        self._warm_up()
        tick = self._quiet_tick()
        yield Doing.QUIET_RUN, tick.times(Decimal(1) / SEARCHES)
        quiet_sweep = self.shop.taken_by(self.shop.sweep)
        yield Doing.QUIET_SWEEP, quiet_sweep
        yield from self._listening(tick)
        yield Doing.CONSULTED, self._consulted()
        yield from self._triaging()
        yield from self._replying()
        yield from self._handing_off(quiet_sweep)
        yield from self._polling()

    # --- in the order of a post's way -------------------------------------------------------------

    def _listening(self, tick: Effort) -> Iterator[tuple[Doing, Effort]]:
        self.say(PASSING)
        yield Doing.HEARD, minus(self.shop.taken_by(self.shop.listen), tick)
        yield Doing.IGNORED, self.shop.taken_by(lambda: self.shop.take(Topic.TRIAGE))
        assert len(self._in(State.IGNORED)) == 1
        alone = self._second_reading(tick)
        yield Doing.SECOND_READING, alone
        for _ in range(SEVERAL):
            self.say(PASSING)
        self.shop.listen()
        self.shop.take(Topic.TRIAGE)
        # The newest of a stretch bounds its second reading, which does not bring it again.
        again = minus(self._second_reading(tick), alone)
        yield Doing.HEARD_AGAIN, again.times(Decimal(1) / (SEVERAL - 1))

    def _consulted(self) -> Effort:
        """What it adds to a post that is put aside that triage is unsure."""
        self.say(UNSURE)
        self.shop.listen()
        unsure = self.shop.taken_by(lambda: self.shop.take(Topic.TRIAGE))
        self.say(PASSING)
        self.shop.listen()
        return minus(unsure, self.shop.taken_by(lambda: self.shop.take(Topic.TRIAGE)))

    def _second_reading(self, tick: Effort) -> Effort:
        self.shop.clock.forward(minutes=6)
        return minus(self.shop.taken_by(self.shop.listen), tick)

    def _triaging(self) -> Iterator[tuple[Doing, Effort]]:
        said = self.say(COMPLAINT)
        self.shop.listen()
        yield Doing.OPENED, self.shop.taken_by(lambda: self.shop.take(Topic.TRIAGE))
        yield Doing.DRAFTED, self.shop.taken_by(lambda: self.shop.take(Topic.DRAFT))
        self.shop.clock.forward(seconds=61)
        self.shop.street.create_post(f"person{self.people}", COMPLAINT + " and soon", said)
        self.shop.listen()
        yield Doing.JOINED, self.shop.taken_by(lambda: self.shop.take(Topic.TRIAGE))
        self.shop.take(Topic.DRAFT)

    def _replying(self) -> Iterator[tuple[Doing, Effort]]:
        case = self.opened(COMPLAINT)
        yield Doing.LOOKED_AT, self.shop.taken_by(lambda: self.shop.get(f"/b/{B}/c/{case}"))
        yield Doing.CASE_POLLED, self._case_polled(case)
        yield Doing.APPROVED, self.shop.taken_by(lambda: self.decide(case, "approve"))
        yield Doing.PUBLISHED, self.shop.taken_by(lambda: self.shop.take(Topic.PUBLISH))
        assert self.shop.services.store.case(B, case).state is State.POSTED

    def _handing_off(self, quiet_sweep: Effort) -> Iterator[tuple[Doing, Effort]]:
        case = self.opened(UNADDRESSED)
        yield Doing.HANDED_OFF, self.shop.taken_by(lambda: self.decide(case, "hand-off"))
        self.shop.clock.forward(minutes=1)
        yield Doing.LOOKED_FOR, minus(self.shop.taken_by(self.shop.sweep), quiet_sweep)
        dossier = self.shop.services.store.dossier(B, case)
        self.shop.street.create_post("tarnhollowcare", DRAFT, int(dossier.posts[0].id))
        self.shop.clock.forward(minutes=1)
        yield Doing.RECOGNISED, minus(self.shop.taken_by(self.shop.sweep), quiet_sweep)
        assert self.shop.services.store.case(B, case).state is State.POSTED

    def _polling(self) -> Iterator[tuple[Doing, Effort]]:
        """A list that shows how long each case has left changes once a minute."""
        self._fill_the_list()
        path = Page(self.shop.get(f"/b/{B}/d/{DESK}/q/waiting").body.decode()).named("div")
        (poll,) = [one["hx-get"] for one in path if one.get("id") == "list"]
        unchanged = self.shop.taken_by(lambda: self.shop.get(poll, fragment=True))
        self.shop.clock.forward(seconds=61)
        changed = self.shop.taken_by(lambda: self.shop.get(poll, fragment=True))
        a_minute = unchanged.times(POLLS_A_MINUTE - 1) + changed
        yield Doing.LIST_POLLED, a_minute.times(Decimal(1) / POLLS_A_MINUTE)

    def _case_polled(self, case: str) -> Effort:
        sections = Page(self.shop.get(f"/b/{B}/c/{case}").body.decode()).named("section")
        (poll,) = [one["hx-get"] for one in sections if one.get("id") == "status"]
        return self.shop.taken_by(lambda: self.shop.get(poll, fragment=True))

    # --- what is done on the way ------------------------------------------------------------------

    def say(self, text: str) -> int:
        """Somebody new says it; the searches are due again."""
        self.people += 1
        self.shop.clock.forward(seconds=61)
        return self.shop.street.create_post(f"person{self.people}", text).id

    def opened(self, text: str) -> str:
        """The id of a new case with a draft."""
        known = set(self._waiting())
        self.say(text)
        self.shop.listen()
        self.shop.take(Topic.TRIAGE)
        self.shop.take(Topic.DRAFT)
        (case_id,) = set(self._waiting()) - known
        return case_id

    def decide(self, case_id: str, action: str) -> None:
        """What a person does to a case."""
        seen = self.shop.services.store.case(B, case_id).conversation_version
        self.shop.post(f"/b/{B}/c/{case_id}/{action}", text=DRAFT, seen=str(seen))

    def _warm_up(self) -> None:
        """Do everything once: what is made at the first time only is made now."""
        self.shop.listen()
        case = self.opened(COMPLAINT)
        self.decide(case, "approve")
        self.shop.take(Topic.PUBLISH)
        self.shop.sweep()
        self.until_quiet()

    def _quiet_tick(self) -> Effort:
        self.shop.clock.forward(minutes=1)
        return self.shop.taken_by(self.shop.listen)

    def until_quiet(self) -> None:
        """Let every second reading be done."""
        for _ in range(3):
            self.shop.clock.forward(minutes=11)
            self.shop.listen()

    def _fill_the_list(self) -> None:
        for _ in range(LIST_OF - len(self._waiting())):
            self.say(COMPLAINT)
        self.shop.listen()
        while len(self._waiting()) < LIST_OF:
            self.shop.take(Topic.TRIAGE)
            self.shop.take(Topic.DRAFT)

    def _waiting(self) -> list[str]:
        return self._in(State.WAITING)

    def _in(self, state: State) -> list[str]:
        page = self.shop.services.store.queue(B, DESK, state, limit=100)
        return [case.id for case in page.cases]
