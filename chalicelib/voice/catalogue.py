"""The documents that a brand's drafts are made from."""

from enum import StrEnum
from typing import NamedTuple

from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import NotFoundError

DEFAULT = "_default"
TASKS = ("draft", "change", "translate")


class Kind(StrEnum):
    """What a document is."""

    VOICE = "voice"
    REPLIES = "replies"
    KNOWLEDGE = "knowledge"
    EXAMPLES = "examples"
    PROTOCOLS = "protocols"
    NETWORK = "network"
    TASK = "task"


class Item(NamedTuple):
    """One document. `path` is the brand's own, `shared` that which is used while it has none.

    `about` is what it is for: a voice's desk, the replies' language, a network, what a model is to do.
    """

    id: str
    kind: Kind
    path: str
    about: str = ""
    shared: str = ""
    desks: tuple[str, ...] = ()


def catalogue(brand: Brand) -> tuple[Item, ...]:
    """All documents of a brand, those that are changed most first."""
    name = brand.brand
    networks = sorted({account.network for account in brand.accounts})
    return (
        *_voices(brand),
        *(
            Item(
                f"replies-{one}",
                Kind.REPLIES,
                f"saved_replies/{name}/{one}.yaml",
                one,
                f"saved_replies/{DEFAULT}/{one}.yaml",
            )
            for one in brand.languages
        ),
        Item("knowledge", Kind.KNOWLEDGE, f"knowledge/{name}.yaml"),
        Item("examples", Kind.EXAMPLES, f"examples/{name}.yaml"),
        Item("protocols", Kind.PROTOCOLS, f"protocols/{name}.yaml", "", f"protocols/{DEFAULT}.yaml"),
        *(Item(f"network-{one}", Kind.NETWORK, f"networks/{one}.yaml", one) for one in networks),
        *(Item(f"task-{one}", Kind.TASK, f"tasks/{one}.md", one) for one in TASKS),
    )


def item_of(brand: Brand, id: str) -> Item:
    """The document of this id. Raises NotFoundError."""
    for item in catalogue(brand):
        if item.id == id:
            return item
    raise NotFoundError(f"{brand.brand} has no document {id!r}")


def _voices(brand: Brand) -> list[Item]:
    """Desks may share a voice; it is called after the first of them."""
    desks: dict[str, list[str]] = {}
    for desk_id, desk in brand.desks.items():
        desks.setdefault(desk.voice, []).append(desk_id)
    return [
        Item(
            f"voice-{of[0]}",
            Kind.VOICE,
            f"voices/{voice}.yaml",
            of[0],
            f"voices/{DEFAULT}.yaml",
            tuple(of),
        )
        for voice, of in desks.items()
    ]
