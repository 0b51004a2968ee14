"""Loads a language's word lists, compiled by `make model` from training/lexicon/, for the search."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
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
    """One language's phrases by their first word, ready for the search."""

    def __init__(
        self,
        lang: str,
        phrases: Mapping[str, Iterable[str]],
        settings: "Settings",
        common: Iterable[Phrase] = (),
    ) -> None:
        self.lang = lang
        self.settings = settings
        self.kind_of = _kinds_of(phrases) if lang in UNSPACED else {}
        self.unspaced = _one_pattern(self.kind_of)
        self._by_word: dict[str, tuple[Phrase, ...]] = {}
        self._by_prefix: dict[str, tuple[Phrase, ...]] = {}
        # The phrases that begin with a folded word.
        self.starting = Remembered(self._look_up)
        own = () if lang in UNSPACED else _phrases_of(phrases)
        self._index((*own, *common))
        self._lengths = tuple(sorted({len(prefix) for prefix in self._by_prefix}))

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """All of them."""
        indexed = (*self._by_word.values(), *self._by_prefix.values())
        return tuple(phrase for starting in indexed for phrase in starting)

    def _look_up(self, token: str) -> Starting | None:
        found = self._by_word.get(token, ())
        for length in self._lengths:
            if length > len(token):
                break
            found += self._by_prefix.get(token[:length], ())
        return _by_second(found) if found else None

    def _index(self, phrases: Iterable[Phrase]) -> None:
        for phrase in phrases:
            first = phrase.words[0]
            index = self._by_prefix if first.endswith("*") and first[0].isalnum() else self._by_word
            key = first[:-1] if index is self._by_prefix else first
            index[key] = (*index.get(key, ()), phrase)


class Settings(NamedTuple):
    """`stop` (folded words) and `letters` tell the language; a negation may follow its verb in some."""

    stop: frozenset[str]
    letters: frozenset[str]
    negators_follow: bool


@cache
def lexicon(name: str) -> Lexicon:
    """The lexicon of a language in LANGUAGES, with what any language says (or COMMON, COMMANDS)."""
    compiled = json.loads((FILES / file_of(name)).read_text(encoding="utf-8"))
    common = lexicon(COMMON).phrases if name in LANGUAGES else ()
    settings = Settings(
        frozenset(compiled["stop"]), frozenset(compiled["letters"]), bool(compiled["negators_follow"])
    )
    return Lexicon(name, compiled["phrases"], settings, common)


def _phrases_of(phrases: Mapping[str, Iterable[str]]) -> tuple[Phrase, ...]:
    return tuple(Phrase(kind, tuple(entry.split(" "))) for kind, of in phrases.items() for entry in of)


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


def _kinds_of(phrases: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for kind, entries in phrases.items():
        for entry in entries:
            found[entry] = (*found.get(entry, ()), kind)
    return found


def _one_pattern(kind_of: Mapping[str, object]) -> re.Pattern[str] | None:
    """All in one, the longest first, by their first letter: most places in a text are then soon passed."""
    rests: dict[str, list[str]] = {}
    for entry in sorted(kind_of, key=len, reverse=True):
        rests.setdefault(entry[0], []).append(re.escape(entry[1:]))
    groups = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())
    return re.compile("|".join(groups)) if rests else None
