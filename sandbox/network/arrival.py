"""Puts a file's posts on the network: new ids and times, handles for those who have none, replies joined."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sandbox.network import lang, playback, snowflake, text
from sandbox.network.loading import Draft, times
from sandbox.network.playback import Playback
from sandbox.network.posts import Post, User
from sandbox.network.state import State

IndexedAt = Callable[[int], datetime]
"""When the post of this id becomes searchable."""


def arrive(
    state: State, drafts: list[Draft], played: Playback, now: datetime, indexed_at: IndexedAt
) -> list[Post]:
    """Stores all the posts in one transaction; answers them in the order of the file."""
    if not drafts:
        return []
    with state.changing():
        ids = _mint(state, drafts, playback.moved(times(drafts), now, played))
        posts = _joined(state, drafts, ids)
        for draft, post in zip(drafts, posts, strict=True):
            state.add_user(User(post.author, draft.name or draft.author or post.author))
            state.add_post(replace(post, indexed_at=indexed_at(post.id)))
            state.add_follow_ups(post.id, draft.follow_ups)
            text.analyse(post.text)  # now, so that the first search is as quick as the others
    return posts


def handle_for(draft: Draft) -> str:
    """A handle that X would allow: the author's own, made to fit, or one made for who has none."""
    if draft.author is None:
        return "guest_" + _short_hash(f"{draft.line}/{draft.text}")
    wanted = draft.author.removeprefix("@")
    handle = re.sub(r"[^A-Za-z0-9_]", "_", wanted)
    if handle == wanted and len(handle) <= 15:
        return handle
    return f"{handle.strip('_')[:8] or 'user'}_{_short_hash(wanted)}"


def _short_hash(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()[:6]


def _mint(state: State, drafts: list[Draft], moments: list[datetime]) -> list[int]:
    """New ids in the order of time; at equal times a reply comes after what it answers."""
    depth = _depths(drafts)
    order = sorted(range(len(drafts)), key=lambda at: (moments[at], depth[at], at))
    following: dict[int, int] = {}
    ids = [0] * len(drafts)
    for at in order:
        ms = snowflake.to_ms(moments[at])
        ids[at] = following[ms] if ms in following else state.mint(ms)
        following[ms] = ids[at] + 1
    return ids


def _depths(drafts: list[Draft]) -> list[int]:
    by_id = {draft.id: draft for draft in drafts if draft.id}
    depth: dict[str, int] = {}

    def of(draft: Draft) -> int:
        above = []
        step: Draft | None = draft
        while step is not None and step.id not in depth:
            above.append(step)
            step = by_id.get(step.in_reply_to) if step.in_reply_to else None
        level = depth[step.id] if step is not None and step.id else -1
        for step in reversed(above):
            level += 1
            if step.id:
                depth[step.id] = level
        return level if above else depth[draft.id or ""]

    return [of(draft) for draft in drafts]


def _joined(state: State, drafts: list[Draft], ids: list[int]) -> list[Post]:
    """The posts with their parents and conversations, inside the file or already on the network."""
    handles = {ids[at]: handle_for(draft) for at, draft in enumerate(drafts)}
    minted = {draft.id: ids[at] for at, draft in enumerate(drafts) if draft.id}
    parents = {ids[at]: _parent(state, draft.in_reply_to, minted) for at, draft in enumerate(drafts)}

    def conversation(post_id: int) -> int:
        while (parent := parents.get(post_id)) is not None:
            if parent not in parents:
                return _known(state, parent).conversation_id
            post_id = parent
        return post_id

    def author(post_id: int) -> str:
        return handles.get(post_id) or _known(state, post_id).author

    def post(at: int, draft: Draft) -> Post:
        post_id, parent = ids[at], parents[ids[at]]
        shown, links = text.shorten_links(draft.text, str(post_id))
        return Post(
            id=post_id,
            author=handles[post_id],
            text=shown,
            lang=draft.lang or lang.guess(draft.text),
            conversation_id=conversation(post_id),
            indexed_at=snowflake.time_of(post_id),
            via="file",
            in_reply_to=parent,
            in_reply_to_handle=None if parent is None else author(parent),
            quotes=_parent(state, draft.quotes, minted),
            links=links,
            source_id=draft.id,
            follow_up_root=post_id if draft.follow_ups else None,
        )

    return [post(at, draft) for at, draft in enumerate(drafts)]


def _parent(state: State, source_id: str | None, minted: dict[str, int]) -> int | None:
    """The post meant by an id of the file; None where neither the file nor the network has it."""
    if source_id is None:
        return None
    if source_id in minted:
        return minted[source_id]
    return state.number("SELECT max(id) FROM posts WHERE source_id = ? AND deleted_ms IS NULL", (source_id,))


def _known(state: State, post_id: int) -> Post:
    return state.posts("id = ?", (post_id,))[0]
