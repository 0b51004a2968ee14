"""Posts that were found together and say the same: a campaign's or a machine's, not somebody's own words."""

import re
from collections.abc import Iterable

from chalicelib.domain.post import Post

# Short texts are the same by chance.
_FEWEST_WORDS = 6
_NAMED = re.compile(r"https?://\S+|[@#]\w+")
_WORD = re.compile(r"[^\W\d_]+")


def with_copies(posts: Iterable[Post]) -> list[Post]:
    """The posts in their order, each that repeats another author's naming the earliest such post.

    Handles, links, numbers, marks and capitals make no difference. Linear in all that is said.
    """
    posts = list(posts)
    first: dict[tuple[str, ...], Post] = {}
    for post in sorted(posts, key=lambda one: (one.created_at, one.ref)):
        first.setdefault(_said(post), post)
    return [_marked(post, first[_said(post)]) for post in posts]


def _marked(post: Post, first: Post) -> Post:
    if post.author.id == first.author.id or len(_said(post)) < _FEWEST_WORDS:
        return post
    return post.model_copy(update={"copy_of": first.ref})


def _said(post: Post) -> tuple[str, ...]:
    return tuple(_WORD.findall(_NAMED.sub(" ", post.text.casefold())))
