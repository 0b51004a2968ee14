"""Opens X's answers: the outer shape has to hold, of the items inside each stands for itself."""

import logging
from collections.abc import Mapping
from typing import TypeVar

import requests
from pydantic import ValidationError

from chalicelib.adapters.x.wire import IncludedPost, Wire, WirePost, WireUser

log = logging.getLogger(__name__)

Item = TypeVar("Item", bound=Wire)


class UnusableAnswerError(Exception):
    """X answered with success and with nothing that we can read; says what is amiss, never what it held."""


def opened(response: requests.Response) -> dict[str, object]:
    """The answer's JSON object. Raises UnusableAnswerError for anything else."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        raise UnusableAnswerError("its body is not JSON") from None
    if not isinstance(body, dict):
        raise UnusableAnswerError("its body is not a JSON object")
    return body


def posts_in(body: Mapping[str, object]) -> tuple[WirePost, ...]:
    """The posts under `data`. Raises UnusableAnswerError when there are some and not one can be read."""
    data = body.get("data")
    if data is None and ("meta" in body or "errors" in body):
        return ()
    if not isinstance(data, list):
        raise UnusableAnswerError("it holds no list of posts")
    posts = _readable(data, WirePost)
    if data and not posts:
        raise UnusableAnswerError("not one of its posts can be read")
    return posts


def one_in(body: Mapping[str, object], shape: type[Item]) -> Item:
    """The single item under `data`. Raises UnusableAnswerError without a usable one."""
    try:
        return shape.model_validate(body.get("data"))
    except ValidationError:
        raise UnusableAnswerError(f"it holds no usable {shape.__name__}") from None


def included_users(body: Mapping[str, object]) -> dict[str, WireUser]:
    """The accounts sent along, by id."""
    return {user.id: user for user in _readable(_included(body, "users"), WireUser)}


def included_authors(body: Mapping[str, object]) -> dict[str, str]:
    """Who wrote the posts sent along: author ids by post id."""
    items = [*_included(body, "tweets"), *_included(body, "posts")]
    posts = _readable(items, IncludedPost)
    return {post.id: post.author_id for post in posts if post.author_id}


def meta_text(body: Mapping[str, object], name: str) -> str | None:
    """A text of the answer's `meta`, None where it has none."""
    meta = body.get("meta")
    value = meta.get(name) if isinstance(meta, dict) else None
    return value if isinstance(value, str) and value else None


def problems_in(body: Mapping[str, object]) -> list[dict[str, object]]:
    """What X says it could not serve, beside what it did."""
    errors = body.get("errors")
    return [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []


def _included(body: Mapping[str, object], kind: str) -> list[object]:
    includes = body.get("includes")
    items = includes.get(kind) if isinstance(includes, dict) else None
    return items if isinstance(items, list) else []


def _readable(items: list[object], shape: type[Item]) -> tuple[Item, ...]:
    read: list[Item] = []
    for item in items:
        try:
            read.append(shape.model_validate(item))
        except ValidationError as problem:
            fields = sorted({str(error["loc"][0]) if error["loc"] else "all" for error in problem.errors()})
            log.warning("X sent a %s that cannot be read: id %s, %s", shape.__name__, _id_of(item), fields)
    return tuple(read)


def _id_of(item: object) -> str:
    value = item.get("id") if isinstance(item, dict) else None
    known = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20
    return str(value) if known else "unknown"
