"""The sources that a text may rest on, and what they say.

Saved replies are `reply:<id>`, in the language of the answer; knowledge is `knowledge:<id>`.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import chain, islice
from zoneinfo import ZoneInfo

from chalicelib.draft.choice import with_fit
from chalicelib.draft.filling import can_fill, fill, values_for
from chalicelib.draft.latest import Latest
from chalicelib.draft.prompts import KnowledgeEntry, Prompts, SavedReply
from chalicelib.draft.retrieval import Hit, asked_about, index_of
from chalicelib.draft.topics import topics_of
from chalicelib.ports import DraftRequest

Source = SavedReply | KnowledgeEntry

# Sources shown to a model: enough to choose from, few enough to be read.
REPLIES_SHOWN = 12
KNOWLEDGE_SHOWN = 10
_ALWAYS_KINDS = frozenset({"contact", "hours"})
_ALWAYS_SHOWN = 3


def today(request: DraftRequest) -> date:
    """The day at the desk, by which offers begin and end."""
    zone = ZoneInfo(request.brand.desks[request.desk].time_zone)
    now = request.context.now if request.context else datetime.now(UTC)
    return now.astimezone(zone).date()


def knowledge_hits(request: DraftRequest, prompts: Prompts) -> list[Hit]:
    """The knowledge that bears on the posts and holds today, best first."""

    def ranked() -> list[Hit]:
        asked = "\n".join(post.text for post in request.posts)
        return index_of(prompts.knowledge).ranked(asked_about(asked, request.brand), len(prompts.knowledge))

    hits = _latest.of(request.posts, request.brand, prompts.knowledge, make=ranked)
    day = today(request)
    # What has ended takes no room from what holds.
    return [hit for hit in hits if hit.entry.holds_on(day)][: 2 * KNOWLEDGE_SHOWN]


_latest: Latest[list[Hit]] = Latest()


def shown_knowledge(request: DraftRequest, prompts: Prompts) -> list[KnowledgeEntry]:
    """What a draft is given: what the best replies rest on, what bears on the posts, how to reach us."""
    day, known = today(request), index_of(prompts.knowledge)
    best = shown_replies(request, prompts)[:3]
    rested_on = (known.entry(one) for reply in best for one in reply.rests_on)
    reaching_us = (one for one in prompts.knowledge if one.kind in _ALWAYS_KINDS and one.holds_on(day))
    always = islice(reaching_us, _ALWAYS_SHOWN)
    found = [hit.entry for hit in knowledge_hits(request, prompts)]
    chosen = {entry.id: entry for entry in chain(rested_on, found[:KNOWLEDGE_SHOWN], always) if entry}
    return [entry for entry in chosen.values() if entry.holds_on(day)]


def shown_replies(request: DraftRequest, prompts: Prompts) -> list[SavedReply]:
    """The saved replies that fit best, of this desk or any."""
    values = values_for(request, prompts)
    language = prompts.language_for(request.verdict.lang)
    fitting = (one for one in with_fit(request, prompts, language, values) if one.fit.own_desk)
    return [one.reply for one in fitting][:REPLIES_SHOWN]


def what_they_say(sources: Iterable[str], request: DraftRequest, prompts: Prompts) -> str:
    """The words of these sources, as this person would read them; what was not offered says nothing."""
    return "\n".join(said_by(sources, request, prompts).values())


def said_by(sources: Iterable[str], request: DraftRequest, prompts: Prompts) -> dict[str, str]:
    """The same, each by its source."""
    values = values_for(request, prompts)
    known = {source: source_of(source, request, prompts) for source in sources}
    return {source: _words(one, values) for source, one in known.items() if one}


def source_of(source: str, request: DraftRequest, prompts: Prompts) -> Source | None:
    """The saved reply or entry of this id that a draft for the request may cite; None where there is none."""
    kind, _, id = source.partition(":")
    if kind == "reply":
        return topics_of(prompts.replies[prompts.language_for(request.verdict.lang)]).reply(id)
    entry = index_of(prompts.knowledge).entry(id) if kind == "knowledge" else None
    return entry if entry and entry.holds_on(today(request)) else None


def _words(source: Source, values: dict[str, str]) -> str:
    if isinstance(source, KnowledgeEntry):
        return f"{source.title}. {source.text} {source.conditions} {' '.join(source.links)}"
    return fill(source, values) if can_fill(source, values) else source.text
