"""What Earshot takes of AWS, X and a model, counted on the emulator: `python -m bench.cost [--write]`.

Prints what an ignored post, a case and a published reply take, and everything that they are made of. With
`--write` the forecasts go by these figures from now on: chalicelib/cost/measured.yaml is written anew, and
the table in docs/cost.md.
"""

import sys
from contextlib import redirect_stdout
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.documents import table_of, write_table
from chalicelib.adapters.files.cost_files import HERE
from chalicelib.cost.effort import Effort
from chalicelib.cost.measured import CASE, HANDED_OFF_REPLY, IGNORED_POST, PUBLISHED_REPLY, Doing
from sandbox.emulator import Emulator
from tests.support.measuring import a_workshop
from tests.support.study import Study

HEAD = """\
# What each thing that Earshot does takes, counted on the emulator by `python -m bench.cost --write`.
# Do not edit: a test counts anew and compares. Milliseconds are those of one laptop, and are not compared.
schema: 1
measured_on: {day}
with: {tools}
efforts:
"""
TOLD = {
    "an ignored post": IGNORED_POST,
    "a case, up to its approval": CASE,
    "a published reply, after that": PUBLISHED_REPLY,
    "a reply by hand, after that": HANDED_OFF_REPLY,
    "a search that finds nothing": (Doing.QUIET_RUN,),
    "a sweep that finds nothing": (Doing.QUIET_SWEEP,),
    "an open list asking for news": (Doing.LIST_POLLED,),
}
TOLD_HEADS = ("", "table requests", "write units", "read units", "queue requests", "ms", "tokens")
COLUMNS = ("table_requests", "write_units", "read_units", "queue_requests", "milliseconds", "x_requests",
           "prompt_tokens", "completion_tokens")  # fmt: skip


def study() -> dict[Doing, Effort]:
    """Everything that is done, measured on an emulator of its own."""
    with (
        # Figures that the sweep tells CloudWatch are lines of output.
        redirect_stdout(StringIO()),
        TemporaryDirectory() as folder,
        Emulator(Path(folder), snapshot_seconds=3_600) as emulator,
        a_workshop(emulator.endpoint, "bench") as shop,
    ):
        return dict(Study(shop).efforts())


def as_yaml(efforts: dict[Doing, Effort], day: date) -> str:
    """The file that the forecasts go by."""
    tools = f"ministack, boto3 {version('boto3')}, the sandbox network and the made-up brand's prompts"
    lines = [f"  {doing.value}: {{{_fields(effort)}}}" for doing, effort in efforts.items()]
    return HEAD.format(day=day, tools=tools) + "\n".join(lines) + "\n"


def _fields(effort: Effort) -> str:
    return ", ".join(f"{name}: {_number(value)}" for name, value in effort if value)


def _number(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01')):f}".rstrip("0").rstrip(".")


def table(efforts: dict[Doing, Effort]) -> str:
    """The figures, one line each."""
    sums = {name: _sum(efforts, doings) for name, doings in TOLD.items()}
    rows = [*sums.items(), *((doing.value, efforts[doing]) for doing in efforts)]
    head = f"{'':<30}" + "".join(f"{name.replace('_', ' '):>18}" for name in COLUMNS)
    return "\n".join([head, *(_row(name, effort) for name, effort in rows)])


def document(efforts: dict[Doing, Effort]) -> str:
    """The table of docs/cost.md."""
    rows = [(name, *_told(_sum(efforts, doings))) for name, doings in TOLD.items()]
    return table_of(TOLD_HEADS, rows)


def _told(effort: Effort) -> tuple[str, ...]:
    counted = (effort.table_requests, effort.write_units, effort.read_units, effort.queue_requests)
    tokens = effort.prompt_tokens + effort.completion_tokens
    return (*(_number(one) for one in counted), f"{effort.milliseconds:,.0f}", f"{tokens:,.0f}")


def _sum(efforts: dict[Doing, Effort], doings: tuple[Doing, ...]) -> Effort:
    return sum((efforts[doing] for doing in doings), Effort())


def _row(name: str, effort: Effort) -> str:
    return f"{name:<30}" + "".join(f"{_number(getattr(effort, column)):>18}" for column in COLUMNS)


def main() -> None:
    """Measure, print, and write where asked to."""
    efforts = study()
    print(table(efforts))
    if "--write" in sys.argv[1:]:
        (HERE / "measured.yaml").write_text(as_yaml(efforts, datetime.now(UTC).date()))
        write_table("cost.md", "what each thing takes", document(efforts))


if __name__ == "__main__":
    main()
