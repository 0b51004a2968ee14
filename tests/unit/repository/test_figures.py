"""What the documents say of cost and scale is what is worked out from the data today."""

import re
from math import ceil

import pytest

from bench.cost import TOLD, TOLD_HEADS, document
from bench.documents import DOCS, read_table
from bench.growth import growth_table
from bench.scale import BRAND, KNOWN, LIMITS, TABLES, all_needs, month_of
from chalicelib.adapters.dynamodb.purses import LONGEST_WAIT_SECONDS, TRIES
from chalicelib.cost.bill import DAYS, MINUTES
from chalicelib.cost.measured import Doing
from chalicelib.cost.of_a_post import REQUESTS_A_SEARCH
from chalicelib.domain.caps import WITHOUT_CAPS
from chalicelib.follow_up.recognise import LATEST_LOOK
from chalicelib.listen.room import LEASE, MOST_PAGES, PAGE_SIZE

SCALE = (DOCS / "scale.md").read_text()
COST = (DOCS / "cost.md").read_text()
AGAIN = "run `python -m bench.scale --write` and read docs/scale.md again"


def said(text: str, document: str) -> bool:
    """Whether the document says it, however its lines are broken."""
    return " ".join(text.split()) in " ".join(document.split())


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_of_scale_are_worked_out(name: str) -> None:
    assert read_table("scale.md", name) == TABLES[name](), AGAIN


def test_the_table_of_cost_is_what_was_counted() -> None:
    assert read_table("cost.md", "what each thing takes") == document(KNOWN.measured.efforts)
    assert len(TOLD_HEADS) == 7
    assert set(TOLD) >= {"an ignored post", "a case, up to its approval", "a published reply, after that"}


def test_the_shares_and_the_people_of_the_text() -> None:
    shares, people = KNOWN.assumptions.shares, KNOWN.assumptions.consoles
    assert said(f"of 100 posts {shares.opens_a_case} open a case", SCALE)
    assert said(
        f"of 100 cases {shares.published} are answered by the API and {shares.handed_off} by hand", SCALE
    )
    assert said(f"the busiest minute is taken to be {LIMITS.busiest} times the mean", SCALE.lower())
    each = LIMITS.people.decisions * people.hours * people.days
    assert said(
        f"decides {LIMITS.people.decisions} cases an hour, {people.hours} hours on {people.days} days", SCALE
    )
    assert said(f"{each:,} a month", SCALE)
    assert said(f"A month has {MINUTES:,} minutes", SCALE)


def test_the_limits_that_do_not_grow() -> None:
    assert said(f"{LIMITS.x.search_requests} ÷ {REQUESTS_A_SEARCH} = 25 searches", SCALE)
    assert LIMITS.x.search_requests // REQUESTS_A_SEARCH == 25
    a_search_ms = KNOWN.assumptions.x_milliseconds + 100
    assert 60_000 // a_search_ms == 100


def test_the_figures_of_each_step() -> None:
    people = KNOWN.assumptions.consoles
    each = LIMITS.people.decisions * people.hours * people.days
    needed = {step: ceil(month_of(step).cases / each) for step in (100_000, 1_000_000, 10_000_000)}
    assert said(
        f"A thousand cases a day: {('five' if needed[100_000] == 5 else needed[100_000])} people", SCALE
    )
    assert said(f"**1,000,000.** {needed[1_000_000]} people", SCALE)
    assert said(f"{needed[10_000_000]} people or far narrower queries", SCALE)
    assert month_of(100_000).cases / DAYS == 1_000
    assert said(f"may read {WITHOUT_CAPS.reads_a_month:,} posts a month", SCALE)
    working = people.hours * people.days * 60
    replies = month_of(1_000_000).published * 15 / working
    assert said(f"Replies come to {int(replies)} in 15 working minutes", SCALE)
    assert said(f"{working:,} working minutes", SCALE)


def test_the_drafts_of_the_busiest_minutes() -> None:
    (drafts,) = (need for need in all_needs() if need.name == "Earshot: drafts at once, as deployed")
    a_minute = month_of(1_000_000).drafts * LIMITS.busiest / MINUTES
    needed = ceil(drafts.share_at(1_000_000) * LIMITS.earshot.drafted_at_once)
    assert said(f"{int(a_minute)} drafts in the busiest minute need {needed} at once", SCALE)
    assert said(f"`DraftConcurrency={needed}`", SCALE)
    drafted = KNOWN.measured.of(Doing.DRAFTED)
    tokens = round((drafted.prompt_tokens + drafted.completion_tokens) / 100) * 100
    readme = (DOCS.parent / "README.md").read_text()
    assert said(f"roughly {tokens:,} tokens a draft", readme)


def test_what_the_table_would_carry() -> None:
    at = {need.name: need for need in all_needs()}
    writes = at["table: writes a second"].share_at(10_000_000) * LIMITS.aws.table_writes
    hour = at["table: one hour of a queue"].share_at(10_000_000) * 100
    assert said(f"{int(writes / 100) * 100:,} writes a second, {int(hour)} % of a partition", SCALE)


@pytest.mark.soak
def test_the_table_of_bursts_is_what_a_run_gives() -> None:
    assert read_table("scale.md", "growth") == growth_table(), "run `python -m bench.growth --write`"


def test_where_it_would_break() -> None:
    a_run = MOST_PAGES * PAGE_SIZE
    assert said(f"One run of a search reads {MOST_PAGES} pages: {a_run:,} posts a minute", SCALE)
    assert said(f"{a_run * MINUTES / 1e6:.0f} million posts a month", SCALE)
    assert said(f"rests for up to {('five' if LEASE.total_seconds() == 300 else LEASE)} minutes", SCALE)
    assert said(f"counts as {PAGE_SIZE} reads spent", SCALE)
    hand_offs = LIMITS.earshot.looks_a_sweep * int(LATEST_LOOK.total_seconds() // 60)
    assert said(f"{hand_offs:,} open hand-offs", SCALE)
    assert said(f"A sweep sends {LIMITS.earshot.hints_a_sweep:,} hints of a kind a minute", SCALE)
    waited = sum(LONGEST_WAIT_SECONDS * 2**tries for tries in range(TRIES - 1))
    assert said(f"tried again {TRIES - 1} times within {waited:g} s", SCALE)


def test_the_prices_that_the_text_names() -> None:
    x = KNOWN.prices.x
    assert said(f"({x.post_read.usd + x.author_read.usd} for a post that a search found", COST)
    assert said(f"{x.owned_read.usd + x.author_read.usd} for a mention", COST)
    assert said(f"a link makes {x.create_with_url.usd} of {x.summoned_reply.usd}", COST)
    assert re.search(r"buying`: 2,000 × 30 ÷ \(2 × ¼\)", SCALE)
    assert {one.id: one.reads_per_day for one in BRAND.searches}["buying"] == 2_000
