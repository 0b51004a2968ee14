"""`earshot queue`: what waits at a desk."""

import json
from pathlib import Path

import click

from chalicelib.domain.case import Case
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.state import State
from cli.connection import connect, of_a_deployment


@click.command()
@of_a_deployment
@click.option("--brand", "brand_id", help="The brand; all of them otherwise.")
@click.option("--desk", help="The desk; all of them otherwise.")
@click.option(
    "--state",
    type=click.Choice([state.value for state in State]),
    default=State.WAITING.value,
    show_default=True,
)
@click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="At most so many cases a desk.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def queue(
    data: Path | None,
    stage: str | None,
    brand_id: str | None,
    desk: str | None,
    state: str,
    limit: int,
    as_json: bool,
) -> None:
    """List a desk's cases: most urgent first, or newest first where the work is done."""
    services = connect(data, stage)
    if brand_id and brand_id not in services.brands:
        raise BadInputError(
            f"--brand: there is no brand {brand_id!r}; there are {', '.join(sorted(services.brands))}"
        )
    for brand in services.brands.values():
        if brand_id in (None, brand.brand):
            for desk_id in brand.desks:
                if desk in (None, desk_id):
                    page = services.store.queue(brand.brand, desk_id, State(state), limit=limit)
                    for case in page.cases:
                        click.echo(json.dumps(row(case), ensure_ascii=False) if as_json else _line(case))


def row(case: Case) -> dict[str, object]:
    """A case as `--json` prints it; times are ISO 8601 in UTC."""
    return {
        "brand": case.brand,
        "desk": case.desk,
        "case": case.id,
        "state": case.state.value,
        "due_at": case.due_at.isoformat(),
        "lane": case.ruling.lane.value,
        "intent": case.verdict.intent.value,
        "urgency": case.verdict.urgency,
        "lang": case.verdict.lang,
        "author": case.author.handle,
        "posts": len(case.posts),
        "excerpt": case.excerpt,
    }


def _line(case: Case) -> str:
    due = case.due_at.strftime("%d %b %H:%M")
    # What strangers write may hold terminal controls; only printable characters are shown.
    excerpt = "".join(char if char.isprintable() else " " for char in case.excerpt)
    return f"{due}  {case.desk:8} {case.verdict.intent.value:15} @{case.author.handle:16} {excerpt[:80]}"
