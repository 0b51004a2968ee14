"""What every page carries around its content: who is signed in, where they are, where they can go."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.console.urls import Urls
from chalicelib.console.words import Moment
from chalicelib.domain.brand import Brand
from chalicelib.domain.control import Mode
from chalicelib.domain.reviewer import Reviewer


class Link(NamedTuple):
    """A link of a navigation; `current` marks where one is."""

    label: str
    href: str
    current: bool = False


class Flash(NamedTuple):
    """What just happened. `undo` is the address of a form that takes it back, `see` that of the case."""

    text: str
    tone: str = "ok"
    see: str = ""
    undo: str = ""
    undo_label: str = ""


class SwitchView(NamedTuple):
    """The one switch: whether everything is stopped, by whom, why and when, and what that means.

    `may_start`: the person who looks may start it again.
    """

    stopped: bool
    may_start: bool
    who: str
    why: str
    when: Moment | None
    means: str
    version: int


class Frame(NamedTuple):
    """The page around the content. `token` goes into every form.

    `mode` is the desk's, where the page is of one, and `go_live` the address of what it needs to be live.
    `cost` is the address of what the brand costs, `triage` of how right its triage is. `switch` is None where
    nobody is signed in, or where it could not be read.
    `routing` is the address of where its posts go, `voice` of what it says and how, `drafts` of what
    becomes of drafts.
    """

    title: str
    urls: Urls
    token: str = ""
    reviewer: Reviewer | None = None
    brand_name: str = ""
    fictitious: bool = False
    mode: Mode | None = None
    go_live: str = ""
    cost: str = ""
    routing: str = ""
    triage: str = ""
    voice: str = ""
    drafts: str = ""
    brands: tuple[Link, ...] = ()
    desks: tuple[Link, ...] = ()
    flash: Flash | None = None
    switch: SwitchView | None = None


def frame_for(
    title: str,
    urls: Urls,
    token: str,
    reviewer: Reviewer,
    brands: Mapping[str, Brand],
    brand_id: str = "",
    desk: str = "",
    flash: Flash | None = None,
    mode: Mode | None = None,
    switch: SwitchView | None = None,
) -> Frame:
    """The frame for a signed-in person, who sees only their own brands."""
    own = {key: brand for key, brand in brands.items() if key in reviewer.brands}
    brand = own.get(brand_id)
    return Frame(
        title=title,
        urls=urls,
        token=token,
        reviewer=reviewer,
        brand_name=brand.name if brand else "",
        mode=mode,
        go_live=urls.go_live(brand_id, desk) if desk else "",
        cost=urls.cost(brand_id) if brand else "",
        routing=urls.routing(brand_id) if brand else "",
        triage=urls.triage(brand_id) if brand else "",
        voice=urls.voice(brand_id) if brand else "",
        drafts=urls.drafts(brand_id) if brand else "",
        switch=switch,
        fictitious=bool(brand and brand.fictitious),
        brands=tuple(
            Link(one.name, urls.queue(key, next(iter(one.desks))), key == brand_id)
            for key, one in own.items()
        ),
        desks=tuple(
            Link(desk_name(one), urls.queue(brand_id, one), one == desk)
            for one in (brand.desks if brand else ())
        ),
        flash=flash,
    )


def desk_name(desk: str) -> str:
    """`after-sales` → `After sales`."""
    return desk.replace("-", " ").capitalize()
