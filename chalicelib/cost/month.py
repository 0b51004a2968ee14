"""A month of one brand, in counts: what is heard, what becomes of it, and how often each thing is done."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from chalicelib.cost.assumptions import Assumptions, Shares
from chalicelib.cost.bill import MINUTES, SECONDS
from chalicelib.cost.measured import Doing
from chalicelib.cost.volume import Volume
from chalicelib.domain.brand import Brand, Search

# The schedule's own pace; a search with a shorter cadence runs once in each of its ticks.
TICK_SECONDS = 60
NEVER = Decimal(0)


@dataclass(frozen=True)
class Month:
    """What becomes of a month's posts. `runs` are the searches', `overlap` is the deployment's."""

    brand: Brand
    volume: Volume
    shares: Shares
    overlap: timedelta

    @property
    def posts(self) -> Decimal:
        """Posts heard for the first time."""
        return self.volume.total

    @property
    def cases(self) -> Decimal:
        """Posts that open a case that needs a reply."""
        return self.posts * self.shares.opens_a_case / 100

    @property
    def joined(self) -> Decimal:
        """Posts that join a case."""
        return self.posts * self.shares.joins_a_case / 100

    @property
    def ignored(self) -> Decimal:
        """Posts that are put aside."""
        return self.posts - self.cases - self.joined

    @property
    def drafts(self) -> Decimal:
        """Drafts written."""
        return self.cases * self.shares.drafts_a_case / 100

    @property
    def second_opinions(self) -> Decimal:
        """Posts about which triage asks a language model, where one is connected."""
        return self.posts * self.shares.second_opinions / 100

    @property
    def published(self) -> Decimal:
        """Replies posted by the API."""
        return self.cases * self.shares.published / 100

    @property
    def handed_off(self) -> Decimal:
        """Replies that a person posts."""
        return self.cases * self.shares.handed_off / 100

    @property
    def runs(self) -> Decimal:
        """Runs of all searches: the requests of a month in which nothing is heard."""
        return sum((runs_of(search) for search in self.brand.searches), Decimal(0))

    @property
    def second_readings(self) -> Decimal:
        """Requests for the delayed second pass: one an overlap at most, none without a post."""
        most = Decimal(SECONDS) / Decimal(self.overlap.total_seconds())
        return sum((min(posts, most) for posts in self.volume.posts.values()), Decimal(0))


def runs_of(search: Search) -> Decimal:
    """How often a search runs in a month: every cadence, and not more often than the schedule ticks."""
    ticks = math.ceil(search.every_seconds / TICK_SECONDS)
    return Decimal(MINUTES) / ticks


def standing(month: Month) -> dict[Doing, Decimal]:
    """What is done although nothing is heard, but for the sweep, which is the whole deployment's."""
    return {Doing.QUIET_RUN: month.runs}


def doings(month: Month, assumptions: Assumptions) -> Mapping[Doing, Decimal]:
    """How often each thing is done because of what was heard."""
    return {
        Doing.HEARD: month.posts,
        Doing.SECOND_READING: month.second_readings,
        Doing.HEARD_AGAIN: month.posts,
        Doing.IGNORED: month.ignored,
        Doing.OPENED: month.cases,
        Doing.JOINED: month.joined,
        Doing.CONSULTED: month.second_opinions,
        Doing.DRAFTED: month.drafts,
        Doing.LOOKED_AT: month.cases,
        # Rejecting and resolving take what approving takes.
        Doing.APPROVED: month.cases - month.handed_off,
        Doing.PUBLISHED: month.published,
        Doing.HANDED_OFF: month.handed_off,
        Doing.LOOKED_FOR: month.handed_off * max(0, assumptions.looks_a_hand_off - 1),
        Doing.RECOGNISED: month.handed_off,
    }


def added(one: Mapping[Doing, Decimal], other: Mapping[Doing, Decimal]) -> dict[Doing, Decimal]:
    """How often each thing is done in both together."""
    return {doing: one.get(doing, NEVER) + other.get(doing, NEVER) for doing in (*one, *other)}
