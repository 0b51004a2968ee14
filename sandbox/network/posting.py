"""Writing on the network: posts and replies, edits and deletions, and customers who answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sandbox.network import lang, rules, snowflake, text
from sandbox.network.posts import Post, User, Via
from sandbox.network.reading import Reading
from sandbox.network.settings import Settings
from sandbox.network.state import State


class Posting:
    """Writes to one network. Each is one transaction."""

    def __init__(
        self, state: State, reading: Reading, clock: Callable[[], datetime], settings: Settings
    ) -> None:
        self._state = state
        self._reading = reading
        self._clock = clock
        self._settings = settings

    def create(
        self, author: User, submitted: str, in_reply_to: int | None, quotes: int | None, via: Via
    ) -> Post:
        """Posts at once. Through the API, X's reply rule holds; for customers, hardly any rule does.

        Raises Refused (see rules.py).
        """
        with self._state.changing():
            parent = self._there(in_reply_to)
            quoted = self._there(quotes)
            self._check(author, submitted, parent, via)
            body = rules.as_reply(submitted, parent.author, author.handle) if parent else submitted
            if via != "customer":
                self._check_duplicate(author, body)
            self._state.add_user(author)
            post = self._store(author.handle, body, parent, quoted, via, self._clock())
            if author.own and parent is not None and parent.follow_up_root is not None:
                self._answer(parent, post)
        return post

    def _there(self, post_id: int | None) -> Post | None:
        if post_id is None:
            return None
        found = self._reading.post(post_id)
        if found is None:
            raise rules.ParentGone
        return found

    def _check(self, author: User, submitted: str, parent: Post | None, via: Via) -> None:
        if via == "customer":
            if not submitted.strip():
                raise rules.Empty
            return
        rules.check_text(submitted, parent.author if parent else None)
        if via == "api" and parent is not None:
            quoted = self._reading.post(parent.quotes)
            if not rules.may_reply(author, parent, quoted):
                raise rules.ReplyNotAllowed

    def _check_duplicate(self, author: User, body: str) -> None:
        since = snowflake.first_id(snowflake.to_ms(self._clock() - self._settings.duplicate_window))
        condition = "author = ? AND id >= ? AND deleted_ms IS NULL AND superseded_by IS NULL"
        for earlier in self._state.posts(condition, (author.handle, since)):
            if rules.same_text(_as_written(earlier), body):
                raise rules.Duplicate

    def _store(
        self, author: str, body: str, parent: Post | None, quoted: Post | None, via: Via, at: datetime
    ) -> Post:
        post_id = self._state.mint(snowflake.to_ms(at))
        shown, links = text.shorten_links(body, str(post_id))
        post = Post(
            id=post_id,
            author=author,
            text=shown,
            lang=lang.guess(body),
            conversation_id=parent.conversation_id if parent else post_id,
            indexed_at=self.indexed_at(post_id),
            via=via,
            in_reply_to=parent.id if parent else None,
            in_reply_to_handle=parent.author if parent else None,
            quotes=quoted.id if quoted else None,
            links=links,
        )
        self._state.add_post(post)
        return post

    def indexed_at(self, post_id: int) -> datetime:
        """When the post becomes searchable: a delay, and a jitter that is always the same for this id."""
        scatter = post_id * 2654435761 % 1009 / 1009
        delay = self._settings.index_delay + scatter * self._settings.index_jitter
        return snowflake.time_of(post_id) + delay

    def _answer(self, customers: Post, ours: Post) -> None:
        """The customer's next text, to be seen after the delay, as a reply to ours."""
        root = customers.follow_up_root
        following = self._state.take_follow_up(root) if root is not None else None
        if following is None:
            return
        body = rules.as_reply(following, ours.author, customers.author)
        then = self._clock() + self._settings.follow_up_delay
        answer = self._store(customers.author, body, ours, None, "customer", then)
        change = "UPDATE posts SET follow_up_root = ?, lang = ? WHERE id = ?"
        self._state.run(change, (root, customers.lang, answer.id))

    def edit(self, post: Post, body: str) -> Post:
        """A new version of a post under a new id; the old one stays to be looked up by its id."""
        with self._state.changing():
            post_id = self._state.mint(snowflake.to_ms(self._clock()))
            shown, links = text.shorten_links(body, str(post_id))
            edited = replace(
                post, id=post_id, text=shown, links=links, lang=lang.guess(body),
                first_version=post.chain, indexed_at=self.indexed_at(post_id), source_id=None,
            )  # fmt: skip
            self._state.run("UPDATE posts SET superseded_by = ? WHERE id = ?", (post_id, post.id))
            self._state.add_post(edited)
        return edited

    def delete(self, post: Post) -> None:
        """Removes a post with all its versions and texts; only the ids stay, so that none is used again."""
        with self._state.changing():
            self._state.run(
                "UPDATE posts SET deleted_ms = ?, text = '', links = '[]' WHERE id = ? OR first_version = ?",
                (snowflake.to_ms(self._clock()), post.chain, post.chain),
            )
            self._state.run("DELETE FROM follow_ups WHERE root = ?", (post.follow_up_root,))

    def delay_index(self, post: Post, delay: timedelta) -> None:
        """Makes this post searchable only so long from now."""
        indexed = snowflake.to_ms(self._clock() + delay)
        self._state.run("UPDATE posts SET indexed_ms = ? WHERE id = ?", (indexed, post.id))

    def like(self, post: Post, likes: int) -> None:
        """Sets how many people like a post."""
        self._state.run("UPDATE posts SET likes = ? WHERE id = ?", (likes, post.id))


def _as_written(post: Post) -> str:
    """The text with its links as their author wrote them."""
    for link in post.links:
        post = replace(post, text=post.text.replace(link.short, link.expanded))
    return post.text
