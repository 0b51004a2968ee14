"""The labelled sets, as they lie in EARSHOT_DATA. Their posts are read, never written anywhere."""

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from chalicelib.domain.errors import BadInputError
from training.posts import teaches

# `all` of this set repeats the other rows without their language.
LANGUAGES = {
    "english": "en",
    "spanish": "es",
    "german": "de",
    "french": "fr",
    "portuguese": "pt",
    "italian": "it",
    "arabic": "ar",
    "hindi": "hi",
}
SETS = ("complaints", "purchase", "airline", "sentiment8", "spam")


class Row(NamedTuple):
    """A labelled post; `group` is its domain, brand or language, `lang` the tag that a network would send."""

    text: str
    label: str
    group: str
    lang: str


def data_folder() -> Path:
    """The folder that EARSHOT_DATA names. Raises BadInputError where it is not set or has no such sets."""
    named = os.environ.get("EARSHOT_DATA", "")
    if not named or not (Path(named) / "labelled").is_dir():
        raise BadInputError(
            "set EARSHOT_DATA to the folder that holds labelled/*.jsonl: triage is measured on them"
        )
    return Path(named)


def read(folder: Path, name: str) -> list[Row]:
    """The rows of one set that may measure. Raises BadInputError naming the file that is missing."""
    path = folder / "labelled" / f"{name}.jsonl"
    if not path.exists():
        raise BadInputError("there is no such labelled set", file=str(path))
    with path.open(encoding="utf-8") as lines:  # the posts themselves hold other line ends
        found = [json.loads(line) for line in lines if line.strip()]
    rows = map(_row, untaught(found) if name == "spam" else found)
    return [row for row in rows if row.lang]


def untaught(found: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Text messages that did not teach the small model, nor repeat one that did in other figures or signs."""
    taught = {_letters(one["text"]) for one in found if teaches(one["id"])}
    return [one for one in found if not teaches(one["id"]) and _letters(one["text"]) not in taught]


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text.lower())


def _row(one: Mapping[str, str]) -> Row:
    if "lang" in one:
        lang = LANGUAGES.get(one["lang"], "")
        return Row(one["text"], one["label"], lang, lang)
    return Row(one["text"], one["label"], one.get("domain") or one.get("brand") or "", "en")
