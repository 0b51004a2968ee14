"""What one post a month needs of everything that is limited."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from chalicelib.cost.assumptions import Assumptions
from chalicelib.cost.aws import milliseconds
from chalicelib.cost.bill import DAYS, MINUTES
from chalicelib.cost.limits import Limits
from chalicelib.cost.measured import Doing, Measured
from chalicelib.cost.model import tokens_of
from chalicelib.cost.month import Month
from chalicelib.cost.month import doings as doings_of
from chalicelib.cost.need import Need
from chalicelib.cost.x import TWICE
from chalicelib.domain.brand import SearchKind
from chalicelib.domain.caps import Caps

QUARTER = 15
MINUTE_MS = 60_000
# Every search runs once a minute at most; its second reading comes every five minutes at most.
REQUESTS_A_SEARCH = QUARTER + 3
# A purse is moved when an amount is set aside and when it is settled.
MOVES = 2


@dataclass(frozen=True)
class OfAPost:
    """The needs of one post a month."""

    month: Month
    measured: Measured
    assumptions: Assumptions
    limits: Limits
    caps: Mapping[str, Caps]

    def of_x(self) -> list[Need]:
        """X's cap of a month, and its limits of 15 minutes."""
        x = self.limits.x
        searches = [one.id for one in self.month.brand.searches if one.kind is SearchKind.SEARCH]
        by_search = self._share(sum((self.month.volume.posts[one] for one in searches), Decimal(0)))
        published = self._share(self.month.published)
        # What is posted leaves at the pace of people, who work all through the day.
        return [
            Need("X: post reads a month", Decimal(x.post_reads_a_month), Decimal(0), Decimal(TWICE)),
            Need(
                "X: searches in 15 minutes",
                Decimal(x.search_requests),
                Decimal(len(searches) * REQUESTS_A_SEARCH),
                self._busiest(by_search) * QUARTER * TWICE / x.page,
            ),
            Need("X: posts a day", Decimal(x.posts_a_day), Decimal(0), published / DAYS),
            Need(
                "X: posts of one account in 15 minutes",
                Decimal(x.posts),
                Decimal(0),
                published * QUARTER / self._working_minutes(),
            ),
        ]

    def of_aws(self) -> list[Need]:
        """Functions at once, and the table's partitions, in the busiest minute."""
        aws = self.limits.aws
        at_once = self._busiest(self._milliseconds()) / MINUTE_MS
        writes = self._busiest(self._writes()) / 60
        cases = self._busiest(self._share(self.month.cases)) / 60
        # A case enters and leaves an hour's partition of a queue, with its whole body.
        moved = MOVES * self._case_units()
        # A post enters and leaves the index of work.
        owed = self._busiest(Decimal(1)) / 60 * MOVES / self.limits.earshot.work_shards
        # Listening, sweeping and the pages are always there.
        always = Decimal(3)
        return [
            Need("AWS: functions at once, new account", Decimal(aws.concurrency_at_first), always, at_once),
            Need("AWS: functions at once", Decimal(aws.concurrency), always, at_once),
            Need("table: writes a second", Decimal(aws.table_writes), Decimal(0), writes),
            Need("table: one hour of a queue", Decimal(aws.partition_writes), Decimal(0), cases * moved),
            Need("table: one shard of work", Decimal(aws.partition_writes), Decimal(0), owed),
        ]

    def _at_once(self, name: str, allowed: int, *doings: Doing) -> Need:
        """So many functions at a queue, against what the busiest minute brings to it."""
        times = doings_of(self.month, self.assumptions)
        spent = sum((self._takes(doing) * times[doing] for doing in doings), Decimal(0))
        return Need(name, Decimal(allowed), Decimal(0), self._busiest(self._share(spent)) / MINUTE_MS)

    def of_earshot(self) -> list[Need]:
        """What the brand's searches may read, and how fast one purse can be moved."""
        own = self.limits.earshot
        asked = self._busiest(self._share(self.month.drafts + self.month.second_opinions)) / 60
        a_day = min(
            Decimal(one.reads_per_day * DAYS) / self._share(self.month.volume.posts[one.id]) / TWICE
            for one in self.month.brand.searches
            if self.month.volume.posts[one.id]
        )
        return [
            *(self._cap(desk, caps) for desk, caps in self.caps.items() if self._posts_of(desk)),
            Need("Earshot: reads a day of a search", a_day, Decimal(0), Decimal(1)),
            self._looks(),
            self._at_once("Earshot: drafts at once, as deployed", own.drafted_at_once, Doing.DRAFTED),
            self._at_once(
                "Earshot: posts triaged at once, as deployed",
                own.triaged_at_once,
                Doing.IGNORED,
                Doing.OPENED,
                Doing.JOINED,
            ),
            Need(
                "Earshot: one purse of tokens",
                Decimal(1000) / own.purse_milliseconds,
                Decimal(0),
                asked * MOVES,
            ),
        ]

    def _cap(self, desk: str, caps: Caps) -> Need:
        """A desk's cap on reads, of a month or of its days, whichever is smaller."""
        a_month = min(caps.reads_a_month, caps.reads_a_day * DAYS)
        reads = self._share(self._posts_of(desk)) * TWICE
        return Need(f"Earshot: what {desk} may read", Decimal(a_month), Decimal(0), reads)

    def _posts_of(self, desk: str) -> Decimal:
        searches = [one.id for one in self.month.brand.searches if one.desk == desk]
        return sum((self.month.volume.posts[one] for one in searches), Decimal(0))

    def _looks(self) -> Need:
        """Looks for handed-off replies are a sweep's: one after the other, the longest due first."""
        looks = self._share(self.month.handed_off) * self.assumptions.looks_a_hand_off
        most = Decimal(self.limits.earshot.looks_a_sweep)
        a_minute = looks / self._working_minutes()
        return Need("Earshot: looks for handed-off replies a minute", most, Decimal(0), a_minute)

    def of_others(self) -> list[Need]:
        """The model's tokens in the busiest minute, and people's hours."""
        tokens = self._share(tokens_of(self.month, self.measured))
        people = self.assumptions.consoles
        hours = people.open * people.hours * people.days
        return [
            Need(
                "model: tokens a minute",
                Decimal(self.limits.model.tokens_a_minute),
                Decimal(0),
                self._busiest(tokens),
            ),
            Need(
                f"people: {people.open} of them",
                Decimal(hours * self.limits.people.decisions),
                Decimal(0),
                self._share(self.month.cases),
            ),
        ]

    def _share(self, of_month: Decimal) -> Decimal:
        """What there is of something for each post."""
        return of_month / self.month.posts

    def _busiest(self, of_a_post: Decimal) -> Decimal:
        """What the busiest minute has of something, for each post a month."""
        return of_a_post * self.limits.busiest / MINUTES

    def _working_minutes(self) -> Decimal:
        people = self.assumptions.consoles
        return Decimal(people.hours * people.days * 60)

    def _milliseconds(self) -> Decimal:
        times = doings_of(self.month, self.assumptions)
        busy = (Doing.IGNORED, Doing.OPENED, Doing.JOINED, Doing.CONSULTED, Doing.DRAFTED)
        return self._share(sum((self._takes(one) * times[one] for one in busy), Decimal(0)))

    def _takes(self, doing: Doing) -> Decimal:
        return milliseconds(self.measured.of(doing), self.assumptions)

    def _writes(self) -> Decimal:
        times = doings_of(self.month, self.assumptions)
        # There are only so many second readings, however much is heard.
        growing = ((one, count) for one, count in times.items() if one is not Doing.SECOND_READING)
        units = (self.measured.of(one).write_units * count for one, count in growing)
        return self._share(sum(units, Decimal(0)))

    def _case_units(self) -> Decimal:
        # Half of what opening a case keeps is the case, half the index's copy; a unit is 1 KB.
        return self.measured.of(Doing.OPENED).stored_bytes / 2 / 1024
