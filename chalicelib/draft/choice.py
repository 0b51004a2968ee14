"""Which saved reply fits a post."""

from collections.abc import Container, Mapping
from itertools import chain
from typing import NamedTuple
from zlib import crc32

from chalicelib.domain.verdict import Intent
from chalicelib.draft.filling import takes_up
from chalicelib.draft.heard import heard_in
from chalicelib.draft.latest import Latest
from chalicelib.draft.prompts import ANY_DESK, Prompts, SavedReply
from chalicelib.draft.topics import topics_of
from chalicelib.ports import DraftRequest

FOLLOW_UP = "follow-up"
"""The topic of a reply for somebody who answered us. No word of a post stands for it."""

# A reply to a question can help somebody who complains; neither suits praise or somebody who wants to buy.
_NEAR = frozenset({Intent.COMPLAINT, Intent.QUESTION, Intent.OTHER, Intent.SPAM})

Found = Mapping[str, frozenset[str]]
"""The passages of a post in which each topic was found."""


class Fit(NamedTuple):
    """How well a reply fits; a greater one fits better. Two equal ones are variants of each other."""

    timely: bool
    own_desk: bool
    for_its_risk: bool
    follows_up: bool
    suitable: bool
    after_a_reply: bool
    intent_and_topic: bool
    topic: bool
    intent: bool
    without_topics: bool
    topics_found: int
    letters_found: int
    fewer_intents: int
    manner: bool
    taken_up: int

    @property
    def matter(self) -> tuple[int, ...]:
        """What two replies for the same matter have in common."""
        return self[:-2]


class Ranked(NamedTuple):
    """A saved reply and how it fits."""

    reply: SavedReply
    fit: Fit


def ranked(request: DraftRequest, prompts: Prompts, language: str) -> list[SavedReply]:
    """The language's saved replies that can be filled in, best first; see `with_fit`."""
    return [one.reply for one in with_fit(request, prompts, language, heard_in(request.posts, request.brand))]


def with_fit(
    request: DraftRequest, prompts: Prompts, language: str, heard: Container[str] = ()
) -> list[Ranked]:
    """The language's saved replies that take up nothing but what was `heard`, best first.

    The desk comes first, then a risk that triage saw (a reply says by a topic such as `crisis` that it is
    meant for one), then, where we replied in the case before, what is meant to follow that up; then what was
    asked about, then the intent; the more precise fit wins. Of those for the same matter the one in the
    voice's manner comes first, then the one that takes up more of the post. Between equals the post decides,
    so that two people with the same matter need not read the same words.
    """
    key = (request.posts, prompts, language, request.desk, request.verdict, bool(request.replies))
    ranking = _latest.of(*key, make=lambda: _ranked(request, prompts, language))
    return [one for one in ranking if all(name in heard for name in takes_up(one.reply.text))]


_latest: Latest[list[Ranked]] = Latest()


def _ranked(request: DraftRequest, prompts: Prompts, language: str) -> list[Ranked]:
    replies = prompts.replies.get(language, ())
    topics = topics_of(replies)
    said = topics.found_in("\n".join(post.text for post in request.posts))
    post, manner = request.posts[-1].ref, prompts.voices[request.desk].manner
    # What is for other topics is looked at only where nothing else is there that suits any post.
    some = topics.concerned_by({*said, *request.verdict.risk, FOLLOW_UP})
    looked_at = replies if all(takes_up(one.text) for one in some) else some
    found = [Ranked(reply, _fit(reply, request, said, manner)) for reply in looked_at]
    return sorted(found, key=lambda one: (one.fit, crc32(f"{post} {one.reply.id}".encode())), reverse=True)


def _fit(reply: SavedReply, request: DraftRequest, said: Found, manner: str) -> Fit:
    intent = request.verdict.intent
    exact = intent in reply.intents
    near = exact or (intent in _NEAR and not _NEAR.isdisjoint(reply.intents))
    found = topics_found(reply.topics, said, request.verdict.risk)
    replied, for_later = bool(request.replies), FOLLOW_UP in reply.topics
    return Fit(
        timely=replied or not for_later,
        own_desk=reply.desk in (request.desk, ANY_DESK),
        for_its_risk=not frozenset(request.verdict.risk).isdisjoint(reply.topics),
        follows_up=replied and for_later and near,
        suitable=near and (bool(found) or not reply.topics),
        after_a_reply=replied and for_later,
        intent_and_topic=exact and bool(found),
        topic=near and bool(found),
        intent=exact,
        without_topics=not reply.topics,
        topics_found=len(found),
        letters_found=sum(len(word) for word in found),
        fewer_intents=-len(reply.intents),
        manner=not reply.manners or manner in reply.manners,
        taken_up=len(takes_up(reply.text)),
    )


def topics_found(topics: tuple[str, ...], said: Found, risk: tuple[str, ...]) -> frozenset[str]:
    """The different passages of the posts, and the flags of the verdict, that are among the topics.

    A passage within another one of them does not count again.
    """
    flags = frozenset(risk).intersection(topics)
    words = frozenset(
        chain.from_iterable(said[topic] for topic in topics if topic in said and topic != FOLLOW_UP)
    )
    longest = {one for one in words if not any(one != other and one in other for other in words)}
    return flags | longest
