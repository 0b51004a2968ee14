"""A post as its network wants it shown: unmodified, its author and time linked, its entities linked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from chalicelib.console.views.people import PersonView, account, person
from chalicelib.console.words import Moment, ago, direction, lang_tag, language
from chalicelib.domain.attempt import Reply
from chalicelib.domain.links import profile_url, reply_url
from chalicelib.domain.post import Post

# What X links inside a post. Only these two schemes ever become a link.
ENTITY = re.compile(
    r"(?P<url>https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]])|(?<![\w@])@(?P<handle>[A-Za-z0-9_]{1,15})(?!\w)|(?<![\w#&])#(?P<tag>\w+)"
)


@dataclass(frozen=True)
class Part:
    """A stretch of a post's text; with an address, it is a link."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class PostView:
    """One utterance of the conversation; `ours` for our replies, with how they came about in `note`."""

    ref: str
    person: PersonView
    parts: tuple[Part, ...]
    lang: str
    dir: str
    language: str
    when: Moment
    href: str
    ours: bool = False
    answers_this: bool = False
    note: str = ""


def parts(text: str, site: str) -> tuple[Part, ...]:
    """The text, every character of it, cut where a link begins or ends."""
    found: list[Part] = []
    end = 0
    for match in ENTITY.finditer(text):
        if match.start() > end:
            found.append(Part(text[end : match.start()]))
        found.append(Part(match.group(), _href(match, site)))
        end = match.end()
    if end < len(text):
        found.append(Part(text[end:]))
    return tuple(found)


def _href(match: re.Match[str], site: str) -> str:
    if match["url"]:
        return match["url"]
    if match["handle"]:
        return profile_url(site, match["handle"])
    return f"{site}/hashtag/{quote(match['tag'])}"


def conversation(
    posts: Sequence[Post],
    replies: Sequence[Reply],
    *,
    parent: str,
    brand_name: str,
    site: str,
    now: datetime,
    zone: str,
) -> tuple[PostView, ...]:
    """Their posts and our replies, oldest first."""
    said = [(post.created_at, _theirs(post, parent, site, now, zone)) for post in posts]
    said += [(reply.posted_at, _ours(reply, brand_name, site, now, zone)) for reply in replies]
    return tuple(view for _, view in sorted(said, key=lambda pair: pair[0]))


def _theirs(post: Post, parent: str, site: str, now: datetime, zone: str) -> PostView:
    return PostView(
        ref=post.ref,
        person=person(post.author, site),
        parts=parts(post.text, site),
        lang=lang_tag(post.lang),
        dir=direction(post.lang),
        language=language(post.lang),
        when=ago(post.created_at, now, zone),
        href=reply_url(site, post.author.handle, post.id),
        answers_this=post.ref == parent,
    )


def _ours(reply: Reply, brand_name: str, site: str, now: datetime, zone: str) -> PostView:
    by_hand = "posted by hand, reworded" if reply.edited else "posted by hand"
    return PostView(
        ref=reply.post_id,
        person=account(reply.account, brand_name, site),
        parts=parts(reply.text, site),
        lang="",
        dir="auto",
        language="",
        when=ago(reply.posted_at, now, zone),
        href=reply_url(site, reply.account, reply.post_id),
        ours=True,
        note=by_hand if reply.by_hand else "posted by Earshot",
    )
