"""`earshot ingest`: posts from a file straight into a brand's queue, without a network to hear them on."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import click

from chalicelib.adapters.files.jsonl import STANDARD_STREAM, read_posts
from chalicelib.bootstrap import Services
from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import BadInputError, ConflictError
from chalicelib.domain.post import Post
from chalicelib.measure.count import INGESTED
from chalicelib.ports import Topic
from cli.connection import connect
from cli.posts import post_of

BATCH = 100
LEASE = timedelta(minutes=5)


@click.command()
@click.option("--brand", "brand_id", required=True, help="The brand that the posts are about.")
@click.option(
    "--in",
    "posts",
    required=True,
    type=click.Path(path_type=Path),
    help="Posts (JSON lines: id, text; author, created_at, lang, in_reply_to).",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="A running sandbox's folder, in place of the environment's deployment.",
)
def ingest(brand_id: str, posts: Path, data: Path | None) -> None:
    """Put a file's posts into a brand's queue, as if they had been heard. The whole file is checked first."""
    if str(posts) == STANDARD_STREAM:
        raise BadInputError("--in: the posts are read twice, to check all before any is kept; name a file")
    total = sum(1 for _ in _posts(posts, datetime.now(UTC)))
    services = connect(data)
    if brand_id not in services.brands:
        raise BadInputError(
            f"--brand: there is no brand {brand_id!r}; there are {', '.join(sorted(services.brands))}"
        )
    new = _store(services, services.brands[brand_id], posts)
    click.echo(f"{total} posts read, {new} new, {total - new} known already")


def _store(services: Services, brand: Brand, path: Path) -> int:
    now, owner = services.clock(), f"ingest {path.name}"
    state = services.store.lease_search(brand.brand, INGESTED, owner, now, now + LEASE)
    if state is None:
        raise ConflictError("another ingest is running for this brand; try again when it is done")
    posts, new = _posts(path, now), 0
    while batch := list(islice(posts, BATCH)):
        refs = services.store.add_posts(brand.brand, batch, f"{INGESTED}:{state.pages}", now)
        services.messages.send(Topic.TRIAGE, [{"brand": brand.brand, "post": ref} for ref in refs])
        new += len(refs)
        state = state.model_copy(update={"pages": state.pages + 1, "stored": state.stored + len(refs)})
        services.store.save_search(brand.brand, owner, state)
    services.store.save_search(brand.brand, owner, state, release=True)
    return new


def _posts(path: Path, now: datetime) -> Iterator[Post]:
    for number, line in read_posts(path):
        yield post_of(line, now, str(path), number)
