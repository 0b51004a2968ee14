"""`earshot init`: write a brand's file, by asking, by flags, or from posts that speak to it."""

import re
from pathlib import Path

import click

from chalicelib.adapters.files.brand_file import read_brand
from chalicelib.adapters.files.jsonl import read_posts
from chalicelib.domain.errors import BadInputError
from sandbox.replay import brand_for, spoken_to, write_brand


@click.command()
@click.option("--name", help="The brand's name.")
@click.option("--handle", help="Its account's handle.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    help="A language it answers in (repeat; the first is its default).",
)
@click.option(
    "--from",
    "posts",
    type=click.Path(path_type=Path),
    help="Posts (JSON lines) that speak to the brand; takes the account that most of them address.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("prompts/brands"),
    show_default=True,
    help="The folder of the brands' files.",
)
def init(
    name: str | None, handle: str | None, languages: tuple[str, ...], posts: Path | None, out: Path
) -> None:
    """Write a brand's file. Change it afterwards as you like; `earshot check` reads it."""
    if posts and not handle:
        handle = _most_addressed(posts)
    handle = handle or click.prompt("The account's handle on X, without @")
    if posts is None:
        name = name or click.prompt("The brand's name", default=handle)
        languages = languages or tuple(
            re.split(r"[,\s]+", click.prompt("Languages it answers in", default="en"))
        )
    path = write_brand(out, brand_for(str(handle).removeprefix("@"), name, languages or ("en",)))
    try:
        read_brand(path)
    except BadInputError:
        path.unlink()
        raise
    click.echo(f"Wrote {path}. Look at its desks and searches, then run: earshot check")


def _most_addressed(posts: Path) -> str:
    handles = spoken_to(post["text"] for _, post in read_posts(posts, needs_id=False))
    if not handles:
        raise BadInputError("no account is addressed by its posts: name one with --handle", file=str(posts))
    return handles[0]
