"""The posts written for the training (training/posts/), and the openly licensed text messages for spam."""

import json
import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zlib import crc32

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from chalicelib.domain.verdict import Addressed, Intent, Sentiment

FOLDER = Path(__file__).parent / "posts"
# What papers and institutions say: good and bad news, which is not how an author feels.
PUBLIC = "public"
# Of the text messages so many in a hundred teach; the others measure.
SPAM_TAUGHT = 70


class Business(StrEnum):
    """The lines of business that posts were written for, and posts about none."""

    AIRLINE = "airline"
    RAIL_BUS = "rail_bus"
    TELECOM = "telecom"
    BANK = "bank"
    FASHION = "fashion"
    ELECTRONICS = "electronics"
    FOOD = "food"
    DELIVERY = "delivery"
    CARS = "cars"
    SOFTWARE = "software"
    HOME = "home"
    HEALTH_BEAUTY = "health_beauty"
    EVERYDAY = "everyday"


class TrainingPost(BaseModel):
    """A made-up post with its labels; the first intent is the main one. `brand` is made up too.

    `teaches_feeling`: whether its sentiment is the author's own, told by the folder that it lies in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)

    text: Annotated[str, StringConstraints(min_length=1, max_length=600)]
    lang: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    business: Business
    brand: str | None
    intents: tuple[Intent, ...] = Field(min_length=1)
    sentiment: Sentiment
    addressed: Addressed
    needs_reply: bool
    kind: str
    teaches_feeling: bool = True


def read_posts(folder: Path = FOLDER) -> list[TrainingPost]:
    """All of them, in an order that is always the same. Raises ValueError naming file, line and field."""
    return [post for path in sorted(folder.rglob("*.jsonl")) for post in _read(path)]


def read_spam() -> list[tuple[str, bool]]:
    """(text, is spam) of the text messages that teach; none where EARSHOT_DATA does not have them."""
    path = Path(os.environ.get("EARSHOT_DATA") or ".") / "labelled" / "spam.jsonl"
    if not path.is_file():
        return []
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [(row["text"], row["label"] == "spam") for row in rows if teaches(row["id"])]


def teaches(message_id: str) -> bool:
    """Whether a text message belongs to the part that teaches, by its id."""
    return crc32(message_id.encode()) % 100 < SPAM_TAUGHT


def _read(path: Path) -> Iterator[TrainingPost]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            post = TrainingPost.model_validate_json(line)
            yield post.model_copy(update={"teaches_feeling": path.parent.name != PUBLIC})
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "line"
            raise ValueError(f"{path.name}:{number}: {where}: {first['msg']}") from None
