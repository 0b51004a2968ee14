"""Loads a language's word lists, compiled by `make model` from training/lexicon/, for the search."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from chalicelib.triage.remembered import Remembered

FILES = Path(__file__).parent.parent / "model" / "files"
COMMON, COMMANDS = "common", "commands"
LANGUAGES = ("en", "es", "de", "fr", "pt", "tr", "el", "pl", "lv", "it", "ja")
UNSPACED = frozenset({"ja"})

# What a list may be called, and what its words are evidence of.
FEELINGS = ("delight", "pleasure", "displeasure", "misery")
KINDS = frozenset(
    {
        *("negator", "but", "own", "harmless", "sarcasm"),
        *("love", "positive", "thanks", "hate", "negative", "anger"),
        *("failure", "remedy", "service", "order", "deadline", "money", "injury", "hazard"),
        *("buy", "wish", "goods", "shop", "ask"),
        *("abuse", "advert", "job", "news", "command"),
        *("legal", "press", "self_harm", "safety", "fraud", "giveaway"),
        *FEELINGS,
    }
)


class Phrase(NamedTuple):
    """Words in a row, the first a plain one.

    `*` at a word's end stands for any ending, `_` for any one word, `~` for none to three words.
    """

    kind: str
    words: tuple[str, ...]


class Starting(NamedTuple):
    """The phrases that begin with a word: `then` by their second, if it is a plain one; else in `any`."""

    any: tuple[Phrase, ...]
    then: Mapping[str, tuple[Phrase, ...]]


class Lexicon:
    """One language's phrases by their first word, ready for the search.

    `firsts` gives for a first word, which may end in `*`, its phrases, each after its kind.
    """

    def __init__(
        self, lang: str, firsts: Mapping[str, Sequence[str]], settings: "Settings", common: "Lexicon | None"
    ) -> None:
        self.lang = lang
        self.settings = settings
        self._firsts = firsts
        self._common = common
        self._lengths = sorted(
            {len(first) - 1 for first in firsts if first.endswith("*") and first[0].isalnum()}
        )
        # The phrases that begin with a folded word.
        self.starting = Remembered(self._look_up)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """All of them."""
        return tuple(_phrase(entry) for entries in self._firsts.values() for entry in entries)

    @cached_property
    def kind_of(self) -> dict[str, tuple[str, ...]]:
        """The kinds of each phrase of a language that puts no spaces; none for others."""
        if self.lang not in UNSPACED:
            return {}
        return {first: tuple(_phrase(one).kind for one in entries) for first, entries in self._firsts.items()}

    @cached_property
    def unspaced(self) -> re.Pattern[str] | None:
        """All phrases of such a language in one pattern."""
        return _one_pattern(self.kind_of)

    def _look_up(self, token: str) -> Starting | None:
        found = [_phrase(entry) for entry in self._entries(token)]
        return _by_second(found) if found else None

    def _entries(self, token: str) -> list[str]:
        common = self._common._entries(token) if self._common else []
        if self.lang in UNSPACED:
            return common
        found = [*self._firsts.get(token, ())]
        for length in self._lengths:
            if length > len(token):
                break
            found += self._firsts.get(f"{token[:length]}*", ())
        return found + common


class Settings(NamedTuple):
    """`stop` (folded words) and `letters` tell the language; a negation may follow its verb in some."""

    stop: frozenset[str]
    letters: frozenset[str]
    negators_follow: bool


@cache
def lexicon(name: str) -> Lexicon:
    """The lexicon of a language in LANGUAGES, with what any language says (or COMMON, COMMANDS)."""
    compiled = json.loads((FILES / file_of(name)).read_text(encoding="utf-8"))
    settings = Settings(
        frozenset(compiled["stop"]), frozenset(compiled["letters"]), bool(compiled["negators_follow"])
    )
    return Lexicon(name, compiled["phrases"], settings, lexicon(COMMON) if name in LANGUAGES else None)


def _phrase(entry: str) -> Phrase:
    kind, *words = entry.split(" ")
    return Phrase(kind, tuple(words))


def _by_second(phrases: Iterable[Phrase]) -> Starting:
    either: list[Phrase] = []
    then: dict[str, tuple[Phrase, ...]] = {}
    for phrase in phrases:
        second = phrase.words[1] if len(phrase.words) > 1 else "~"
        if second in ("_", "~") or second.endswith("*"):
            either.append(phrase)
        else:
            then[second] = (*then.get(second, ()), phrase)
    return Starting(tuple(either), then)


def file_of(name: str) -> str:
    """The name of a language's compiled file."""
    return f"words.{name}.json"


def _one_pattern(kind_of: Mapping[str, object]) -> re.Pattern[str] | None:
    """All in one, the longest first, by their first letter: most places in a text are then soon passed."""
    rests: dict[str, list[str]] = {}
    for entry in sorted(kind_of, key=len, reverse=True):
        rests.setdefault(entry[0], []).append(re.escape(entry[1:]))
    groups = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())
    return re.compile("|".join(groups)) if rests else None
