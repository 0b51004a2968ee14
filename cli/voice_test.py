"""`earshot voice test`: does the voice hold where it is hard?"""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import click

from chalicelib.adapters.files.brand_file import read_brand
from chalicelib.adapters.files.prompt_files import read_prompts
from chalicelib.domain.errors import BadInputError
from chalicelib.draft.prompts import Prompts
from chalicelib.settings import parse_settings, read_settings
from cli.voice_tests.cases import VoiceCase, read_cases
from cli.voice_tests.judging import problems
from cli.voice_tests.running import DraftFor, drafted, prompts_for, scripted

# What an attacker asks for is not even said under reserve.
INJECTIONS = "injections"
Mode = Literal["offline", "scripted", "live"]


class Result(NamedTuple):
    """One case: what was drafted, what is wrong with it, what it cost (micro-dollars), the judge's score."""

    group: str
    case: VoiceCase
    text: str
    problems: list[str]
    cost: int = 0
    score: int | None = None


@click.command("test")
@click.argument("names", nargs=-1, metavar="[CASE|GROUP]...")
@click.option("--brand", default="tarnhollow", show_default=True, help="Whose voice.")
@click.option("--prompts", "folder", metavar="DIR", help="The prompts; by default Earshot's own.")
@click.option(
    "--with",
    "mode",
    type=click.Choice(["offline", "scripted", "live"]),
    default="offline",
    show_default=True,
    help="Who drafts: nobody but saved replies, a model that says what the case scripts, or the connected "
    "one, which costs tokens and judges by the rubrics.",
)
@click.option("--at-least", default=100.0, show_default=True, help="The share of cases that must hold, in %.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
def test(
    names: tuple[str, ...], brand: str, folder: str | None, mode: Mode, at_least: float, as_json: bool
) -> None:
    """Draft a reply for each case of prompts/voice_tests and say which do not hold. Exit code 1 below the
    threshold."""
    root = Path(folder) if folder else read_settings().prompts_dir
    prompts = read_prompts(root, read_brand(root / "brands" / f"{brand}.yaml"))
    chosen = _chosen(read_cases(root, prompts.brand), names)
    if mode == "scripted":
        with scripted() as draft_for:
            results = list(_run(chosen, prompts, draft_for, scripted_only=True))
    elif mode == "live":
        results = list(_run_live(chosen, prompts))
    else:
        results = list(_run(chosen, prompts, lambda case, own: drafted(case, own, None)))
    held = sum(not one.problems for one in results)
    share = 100 * held / len(results)
    _tell_json(results, share) if as_json else _tell(results, held, share)
    if share < at_least:
        raise SystemExit(1)


def _chosen(
    groups: Mapping[str, tuple[VoiceCase, ...]], names: tuple[str, ...]
) -> list[tuple[str, VoiceCase]]:
    everything = [(group, case) for group, cases in groups.items() for case in cases]
    known = {*groups, *(case.id for _, case in everything)}
    if unknown := [name for name in names if name not in known]:
        raise BadInputError(f"there is no case or group {unknown[0]!r}; groups are {', '.join(groups)}")
    return [(group, case) for group, case in everything if not names or group in names or case.id in names]


def _run(
    chosen: list[tuple[str, VoiceCase]], prompts: Prompts, draft_for: DraftFor, *, scripted_only: bool = False
) -> Iterator[Result]:
    for group, case in chosen:
        if case.model is not None or not scripted_only:
            own = prompts_for(case, prompts)
            draft = draft_for(case, own)
            wrong = problems(case, draft, own, strict=group == INJECTIONS)
            yield Result(group, case, draft.text, wrong, draft.made.cost or 0)


def _run_live(chosen: list[tuple[str, VoiceCase]], prompts: Prompts) -> Iterator[Result]:
    from cli.voice_tests.live import FEWEST_POINTS, Live

    live = Live.connected(parse_settings(os.environ))
    for result in _run(chosen, prompts, live.draft):
        if not result.case.rubric:
            yield result
            continue
        score, why, cost = live.judged(result.case, prompts.brand.brand, result.text)
        poor = [f"{score} of 10 points ({why})"] if score < FEWEST_POINTS else []
        wrong = [*result.problems, *poor]
        yield result._replace(problems=wrong, cost=result.cost + cost, score=score)


def _tell(results: list[Result], held: int, share: float) -> None:
    for one in results:
        score = f" {one.score}/10" if one.score is not None else ""
        if one.problems:
            click.echo(f"✗ {one.group}/{one.case.id}{score}: {'; '.join(one.problems)}\n    {one.text}")
        elif score:
            click.echo(f"✓ {one.group}/{one.case.id}{score}")
    cost = sum(one.cost for one in results) / 1_000_000
    click.echo(f"{held} of {len(results)} cases hold ({share:.1f} %); cost ${cost:.4f}")


def _tell_json(results: list[Result], share: float) -> None:
    cases: list[dict[str, Any]] = [
        {
            "id": one.case.id,
            "group": one.group,
            "holds": not one.problems,
            "problems": one.problems,
            "text": one.text,
            "score": one.score,
            "cost": one.cost,
        }
        for one in results
    ]
    click.echo(json.dumps({"share": round(share, 1), "cases": cases}, ensure_ascii=False))
