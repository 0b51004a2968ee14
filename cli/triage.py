"""`earshot triage`: judge a file of posts."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from chalicelib.adapters.files.brand_file import read_brand
from chalicelib.adapters.files.jsonl import read_posts, write_lines
from chalicelib.domain.brand import Brand
from chalicelib.domain.post import Post
from chalicelib.domain.verdict import Verdict
from chalicelib.triage.conclude import conclude
from chalicelib.triage.judge import judge
from chalicelib.triage.route import Found, found_for
from cli.posts import post_of

FIELDS = (
    *("intent", "needs_reply", "sentiment", "urgency", "lang", "score", "risk", "why"),
    *("confidence", "addressed", "product", "topic"),
    *("desk", "rule", "account", "priority", "tags", "closed"),
)
_REPORT_EVERY = 1_000


@click.command("triage")
@click.option(
    "--in", "source", required=True, metavar="FILE", help="Posts as JSON lines: id, text (lang); - for stdin."
)
@click.option(
    "--out", "target", required=True, metavar="FILE", help="Where to write a verdict a line; - for stdout."
)
@click.option(
    "--brand",
    "brand_file",
    metavar="FILE",
    help="The brand's file: its accounts, names, products and topics, and its routing table.",
)
def triage(source: str, target: str, brand_file: str | None) -> None:
    """Say of each post what it wants, whether it needs a reply, how soon, why, and where it goes."""
    brand = read_brand(Path(brand_file)) if brand_file else None
    now = datetime.now(UTC)
    with write_lines(target) as write:
        for line in _with_progress(read_posts(source)):
            lang = line.get("lang")
            # When it was said is of no account here, so that no wrong time spoils a line.
            line |= {"lang": lang if isinstance(lang, str) else None, "created_at": None}
            verdict = _for(brand, post_of(line, now, source, 0)) if brand else _for_nobody(line)
            write(_line(line["id"], verdict))


def _for(brand: Brand, post: Post) -> Verdict:
    return conclude(brand, post, Found(found_for(brand, post)))


def _for_nobody(line: dict[str, Any]) -> Verdict:
    return judge(line["text"], lang=line["lang"])


def _line(post_id: str, verdict: Verdict) -> dict[str, Any]:
    told = verdict.model_dump(mode="json", include=set(FIELDS))
    return {"id": post_id, **{field: told[field] for field in FIELDS}}


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
