"""A brand's documents in the words of the console."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from chalicelib.console.urls import Urls
from chalicelib.console.views.frame import desk_name
from chalicelib.console.views.people import who
from chalicelib.console.visit import NO_DESK_ZONE
from chalicelib.console.words import Moment, ago, language
from chalicelib.domain.document import Document
from chalicelib.voice.catalogue import Item, Kind
from chalicelib.voice.standing import Standing

OTHERS = "Facts and rules"
GROUPS = {
    Kind.VOICE: "Voices",
    Kind.REPLIES: "Saved replies",
    Kind.KNOWLEDGE: OTHERS,
    Kind.EXAMPLES: OTHERS,
    Kind.PROTOCOLS: OTHERS,
    Kind.NETWORK: OTHERS,
    Kind.TASK: "For a language model",
}
NAMES = {Kind.KNOWLEDGE: "Knowledge", Kind.EXAMPLES: "Examples", Kind.PROTOCOLS: "Protocols"}
HINTS = {
    Kind.VOICE: "how a desk speaks",
    Kind.REPLIES: "replies that fit as they are",
    Kind.KNOWLEDGE: "what a draft may state as fact",
    Kind.EXAMPLES: "posts, and the replies that you would like to see",
    Kind.PROTOCOLS: "what is done about a risk, in place of a draft",
    Kind.NETWORK: "what is different on this network",
    Kind.TASK: "what a language model is told, where one is connected",
}
TASKS = {"draft": "To write a draft", "change": "To change a draft", "translate": "To translate"}
NETWORKS = {"x": "X"}


class Source(NamedTuple):
    """Where a document's text comes from: `version` of the console, 0 for a file."""

    version: int
    file: str
    who: str = ""
    when: Moment | None = None
    note: str = ""
    shared: bool = False
    newer_file: bool = False
    unused: str = ""


class DocumentLine(NamedTuple):
    """A document in the list."""

    title: str
    href: str
    source: Source


class Group(NamedTuple):
    """Documents that belong together."""

    title: str
    lines: tuple[DocumentLine, ...]


class VersionLine(NamedTuple):
    """A version that was kept; `current` is the newest."""

    version: int
    href: str
    who: str
    when: Moment
    note: str
    current: bool


def title_of(item: Item) -> str:
    """`German`, `Support`, `On X`: what a document is called in the list."""
    match item.kind:
        case Kind.VOICE:
            return " and ".join(desk_name(desk) for desk in item.desks)
        case Kind.REPLIES:
            return language(item.about)
        case Kind.NETWORK:
            return f"On {NETWORKS.get(item.about, item.about)}"
        case Kind.TASK:
            return TASKS[item.about]
        case _:
            return NAMES[item.kind]


def heading_of(item: Item) -> str:
    """`Saved replies: German`; `Knowledge`."""
    title = title_of(item)
    return {Kind.VOICE: f"Voice: {title}", Kind.REPLIES: f"Saved replies: {title}"}.get(item.kind, title)


def source_of(now: Standing, people: Mapping[str, str], at: datetime) -> Source:
    """Where a document's text comes from."""
    document = now.document
    return Source(
        version=now.version,
        file=now.file_path if now.file is not None else "",
        who=who(document.by, people) if document else "",
        when=ago(document.at, at, NO_DESK_ZONE) if document else None,
        note=document.note if document else "",
        shared=now.file_path != now.item.path,
        newer_file=now.has_newer_file,
        unused=now.unused,
    )


def groups(
    standings: Iterable[Standing], brand: str, urls: Urls, people: Mapping[str, str], at: datetime
) -> tuple[Group, ...]:
    """All documents by kind."""
    lines: dict[str, list[DocumentLine]] = {}
    for now in standings:
        href = urls.document(brand, now.item.id)
        line = DocumentLine(title_of(now.item), href, source_of(now, people, at))
        lines.setdefault(GROUPS[now.item.kind], []).append(line)
    return tuple(Group(title, tuple(of)) for title, of in lines.items())


def version_lines(
    history: Iterable[Document], item: Item, urls: Urls, people: Mapping[str, str], at: datetime
) -> tuple[VersionLine, ...]:
    """The versions, in the order given: newest first."""
    return tuple(
        VersionLine(
            version=one.version,
            href=urls.version(one.brand, item.id, one.version),
            who=who(one.by, people),
            when=ago(one.at, at, NO_DESK_ZONE),
            note=one.note,
            current=place == 0,
        )
        for place, one in enumerate(history)
    )
