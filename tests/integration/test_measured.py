"""What each thing takes, counted anew on the emulator, is what the forecasts go by."""

import os
from decimal import Decimal

import pytest

from bench.cost import table
from chalicelib.adapters.files.cost_files import read_measured
from chalicelib.cost.effort import Effort
from chalicelib.cost.measured import Doing
from sandbox.emulator import Emulator
from tests.support.measuring import a_workshop
from tests.support.study import Study

# Counted, and the same on every machine.
EXACT = ("table_requests", "queue_requests", "x_requests", "post_reads", "owned_reads")
# These hang on the length of ids, texts and prompts: a tenth, or one, more or less.
NEAR = ("write_units", "read_units", "prompt_tokens", "completion_tokens")
# Sizes of what is kept and sent vary a little more.
ROUGH = ("stored_bytes", "sent_bytes")
REMEDY = "if that is meant, run `python -m bench.cost --write` and read what docs/cost.md makes of it"


@pytest.fixture(scope="module")
def counted(emulator: Emulator) -> dict[Doing, Effort]:
    """Everything that is done, measured now."""
    with a_workshop(emulator.endpoint, f"measured-{os.getpid()}") as shop:
        efforts = dict(Study(shop).efforts())
    print(f"\n{table(efforts)}")
    return efforts


def near(one: Decimal, other: Decimal, share: float, least: float) -> bool:
    return abs(float(one - other)) <= max(share * float(other), least)


def test_everything_is_counted(counted: dict[Doing, Effort]) -> None:
    assert set(counted) == set(Doing)


@pytest.mark.parametrize("doing", Doing)
def test_the_forecasts_go_by_what_is_counted(counted: dict[Doing, Effort], doing: Doing) -> None:
    now, kept = counted[doing], read_measured().of(doing)
    differ = {name for name in EXACT if getattr(now, name) != getattr(kept, name)}
    differ |= {name for name in NEAR if not near(getattr(now, name), getattr(kept, name), 0.1, 1)}
    differ |= {name for name in ROUGH if not near(getattr(now, name), getattr(kept, name), 0.2, 300)}
    told = {name: (str(getattr(now, name)), str(getattr(kept, name))) for name in sorted(differ)}
    assert told == {}, f"{doing.value} takes (now, as kept) {told}: {REMEDY}"


def test_a_post_that_is_put_aside_asks_no_model_and_buys_nothing_further(
    counted: dict[Doing, Effort],
) -> None:
    ignored = counted[Doing.IGNORED]
    assert not ignored.prompt_tokens
    assert not ignored.x_requests


def test_asking_for_news_writes_nothing(counted: dict[Doing, Effort]) -> None:
    for doing in (Doing.LIST_POLLED, Doing.CASE_POLLED, Doing.QUIET_SWEEP):
        assert counted[doing].write_units == 0
