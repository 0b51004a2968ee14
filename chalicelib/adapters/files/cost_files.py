"""The price lists, what was measured, and the assumptions: as they are shipped, or as somebody gives them."""

from functools import cache
from pathlib import Path

from chalicelib.adapters.files.yaml_file import YamlFile, read_yaml
from chalicelib.cost.assumptions import Assumptions
from chalicelib.cost.limits import Limits
from chalicelib.cost.measured import Measured
from chalicelib.cost.price_lists import AwsPrices, ModelPrices, Prices, XPrices

HERE = Path(__file__).parents[2] / "cost"
LISTS: dict[str, type[XPrices] | type[AwsPrices] | type[ModelPrices]] = {
    "x": XPrices,
    "aws": AwsPrices,
    "models": ModelPrices,
}
# Where a region has no list of its own, this one's is taken, which names itself in every answer.
DEFAULT_REGION = "eu-central-1"


@cache
def read_prices(region: str, given: tuple[Path, ...] = ()) -> Prices:
    """The shipped lists, AWS's of this region where there is one, each replaced by a given one of its kind.

    Raises BadInputError, in one line with file, line and field, for a list that is wrong.
    """
    prices = Prices(
        x=read_yaml(HERE / "prices" / "x.yaml", XPrices),
        aws=read_yaml(_aws_list(region), AwsPrices),
        models=read_yaml(HERE / "prices" / "models.yaml", ModelPrices),
    )
    for path in given:
        prices = prices.with_list(read_list(path))
    return prices


def read_list(path: Path) -> XPrices | AwsPrices | ModelPrices:
    """One price list of any kind. Raises BadInputError when it is wrong."""
    file = YamlFile(path)
    kind = file.data.get("list") if isinstance(file.data, dict) else None
    if kind not in LISTS:
        raise file.error("the key 'list' says what is priced: x, aws or models", file.line_of(["list"]))
    return file.value(LISTS[kind])


@cache
def read_measured(path: Path = HERE / "measured.yaml") -> Measured:
    """What was counted. Raises BadInputError when the file is wrong."""
    return read_yaml(path, Measured)


@cache
def read_assumptions(path: Path | None = None) -> Assumptions:
    """What is taken for granted, as shipped unless a file is given. Raises BadInputError when it is wrong."""
    return read_yaml(path or HERE / "assumptions.yaml", Assumptions)


@cache
def read_limits() -> Limits:
    """What allows no more. Raises BadInputError when the file is wrong."""
    return read_yaml(HERE / "limits.yaml", Limits)


def _aws_list(region: str) -> Path:
    own = HERE / "prices" / f"aws-{region}.yaml"
    return own if own.exists() else HERE / "prices" / f"aws-{DEFAULT_REGION}.yaml"
