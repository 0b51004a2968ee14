"""Fills a saved reply's variables."""

import re
from functools import lru_cache
from string import Formatter

from chalicelib.draft.heard import HEARD, heard_in
from chalicelib.draft.names import address
from chalicelib.draft.prompts import Prompts, SavedReply, Voice
from chalicelib.draft.voice import never_written
from chalicelib.ports import DraftRequest

# Those of `HEARD` are only there where the post names it; a reply that uses one is only for such posts.
VARIABLES = ("name", "account", "agent", "website", "brand", *HEARD)
SIGN_OFF_VARIABLES = ("agent",)
PROTOCOL_VARIABLES = ("name", "account", "brand")

# Room for the longest initials that an agent may sign with.
_INITIALS = "XXX"


def variables_of(text: str) -> list[str]:
    """The variables that the text uses. Raises ValueError on a brace that opens or closes nothing."""
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


def values_for(request: DraftRequest, prompts: Prompts) -> dict[str, str]:
    """What the variables stand for. Who signs is not known yet, so the brand speaks for the agent."""
    brand, voice = request.brand, prompts.voices[request.desk]
    never = (*never_written(voice), *voice.empathy, *brand.competitors)
    return {
        "name": address(request.posts[-1].author, never),
        "account": f"@{request.account}",
        "agent": brand.name,
        "website": brand.website,
        "brand": brand.name,
        **heard_in(request.posts, brand),
    }


@lru_cache(maxsize=8_192)
def takes_up(text: str) -> frozenset[str]:
    """Those of the text's variables that a post has to name."""
    return frozenset(variables_of(text)).intersection(HEARD)


def can_fill(reply: SavedReply, values: dict[str, str]) -> bool:
    """Whether everything that the reply takes up is there."""
    return all(name in values for name in variables_of(reply.text))


def fill(reply: SavedReply, values: dict[str, str]) -> str:
    """The reply's text with its variables filled in; with no name, nobody is addressed."""
    return fill_text(reply.text, values)


def fill_text(text: str, values: dict[str, str]) -> str:
    """The same for any text with variables."""
    text = text if values["name"] else without_name(text)
    filled = text.format_map(values).strip()
    return filled[:1].upper() + filled[1:] if text.startswith(_BEGINS_WITH_HEARD) else filled


_BEGINS_WITH_HEARD = tuple(f"{{{one}}}" for one in HEARD)


def without_name(text: str) -> str:
    """The text with nobody addressed: `Hi {name}, …` becomes `Hi, …`."""
    text = re.sub(r"^\{name\}(?:さん)?[,:!、]?\s*", "", text)
    text = re.sub(r"[,\s]*\{name\}(?:さん)?", "", text)
    return text[:1].upper() + text[1:]


def sign_off(voice: Voice) -> str:
    """What is added after every reply now: nothing while it is open who signs."""
    return "" if "agent" in variables_of(voice.sign_off) else voice.sign_off


def sign_off_room(voice: Voice) -> str:
    """What the longest sign-off will look like, to leave room for it."""
    return " " + voice.sign_off.format(agent=_INITIALS) if voice.sign_off else ""
