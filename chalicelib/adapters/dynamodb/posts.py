"""Posts as they were found."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.items import post_from, post_item
from chalicelib.adapters.store_rules import without_repeats
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.post import Post
from chalicelib.domain.verdict import Verdict

WRITERS = 8


def add(table: Table, brand: str, posts: Sequence[Post], page: str, at: datetime) -> tuple[str, ...]:
    """The refs that are new, or that this same page stored before it was interrupted."""

    def is_new(post: Post) -> bool:
        there = table.add(post_item(brand, post, page, at))
        return there is None or there.get("page") == page

    unique = without_repeats(posts)
    if not unique:
        return ()
    with ThreadPoolExecutor(max_workers=min(WRITERS, len(unique))) as pool:
        news = list(pool.map(is_new, unique))
    return tuple(post.ref for post, new in zip(unique, news, strict=True) if new)


def get(table: Table, brand: str, ref: str) -> tuple[Post, Verdict | None]:
    """A post and its verdict. Raises NotFoundError."""
    item = table.get(keys.post(brand, ref))
    if item is None:
        raise NotFoundError(f"no post {ref} in brand {brand}")
    return post_from(item)


def get_many(table: Table, brand: str, refs: Sequence[str]) -> dict[str, tuple[Post, Verdict | None]]:
    """Those of the posts that exist."""
    items = table.get_many([keys.post(brand, ref) for ref in refs])
    return {post.ref: (post, verdict) for post, verdict in map(post_from, items)}
