"""`earshot triage`: judge a file of posts."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from chalicelib.adapters.files.brand_file import read_brand
from chalicelib.adapters.files.jsonl import read_posts, write_lines
from chalicelib.domain.verdict import Verdict
from chalicelib.triage.judge import judge

_REPORT_EVERY = 1_000


@click.command("triage")
@click.option(
    "--in", "source", required=True, metavar="FILE", help="Posts as JSON lines: id, text (lang); - for stdin."
)
@click.option(
    "--out", "target", required=True, metavar="FILE", help="Where to write a verdict a line; - for stdout."
)
@click.option(
    "--brand", "brand_file", metavar="FILE", help="The brand's file: tells which accounts and names are its."
)
def triage(source: str, target: str, brand_file: str | None) -> None:
    """Say of each post what it wants, whether it needs a reply, how soon, and why."""
    brand = read_brand(Path(brand_file)) if brand_file else None
    own_handles = brand.handles if brand else frozenset()
    names = brand.names if brand else ()
    with write_lines(target) as write:
        for post in _with_progress(read_posts(source)):
            verdict = judge(
                post["text"], lang=_tag(post.get("lang")), own_handles=own_handles, brand_names=names
            )
            write(_line(post["id"], verdict))


def _line(post_id: str, verdict: Verdict) -> dict[str, Any]:
    fields = ("intent", "needs_reply", "sentiment", "urgency", "lang", "score", "risk", "why")
    return {"id": post_id, **verdict.model_dump(mode="json", include=set(fields))}


def _tag(lang: object) -> str | None:
    return lang if isinstance(lang, str) else None


def _with_progress(posts: Iterator[tuple[int, dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """The posts; on a terminal, their number so far on one line of stderr."""
    shown = sys.stderr.isatty()
    count = 0
    for _, post in posts:
        yield post
        count += 1
        if shown and count % _REPORT_EVERY == 0:
            click.echo(f"\r{count:,} posts", nl=False, err=True)
    if shown:
        click.echo(f"\r{count:,} posts judged", err=True)
