"""Round figures for tests of costs, so that every amount can be worked out by hand."""

from datetime import date, timedelta
from decimal import Decimal

from chalicelib.adapters.files.cost_files import read_assumptions, read_prices
from chalicelib.cost.assumptions import Assumptions
from chalicelib.cost.effort import Effort
from chalicelib.cost.known import Known
from chalicelib.cost.measured import Doing, Measured
from chalicelib.cost.volume import Volume
from chalicelib.domain.brand import Brand

EACH = Effort(
    table_requests=Decimal(1),
    write_units=Decimal(10),
    read_units=Decimal(2),
    queue_requests=Decimal(3),
    milliseconds=Decimal(100),
    x_requests=Decimal(1),
    prompt_tokens=Decimal(3_000),
    completion_tokens=Decimal(100),
    stored_bytes=Decimal(1024),
    sent_bytes=Decimal(2048),
)


def measured() -> Measured:
    """Everything takes the same."""
    efforts = dict.fromkeys(Doing, EACH)
    return Measured.model_validate(
        {"schema": 1, "measured_on": date(2026, 1, 1), "with": "made up", "efforts": efforts}
    )


def known(model: str | None = None, assumptions: Assumptions | None = None) -> Known:
    """The shipped prices of Frankfurt with the round efforts."""
    return Known(
        prices=read_prices("eu-central-1"),
        measured=measured(),
        assumptions=assumptions or read_assumptions(),
        overlap=timedelta(minutes=5),
        model=model,
    )


def volume(brand: Brand, each: int) -> Volume:
    """So many posts a month by each search."""
    return Volume({search.id: Decimal(each) for search in brand.searches}, "made up")
